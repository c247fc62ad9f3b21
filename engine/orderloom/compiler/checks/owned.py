"""Does an action write a field whose value a connected system decides?"""

from collections.abc import Iterator

from orderloom.compiler.checks.acting import Acting, all_acting
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import Create, OpenCase, Set
from orderloom.definition.common import Value
from orderloom.definition.flow import Flow


def check_owned(draft: Draft, flow: Flow) -> None:
    """Refuse wishes to write what a connection owns; they go out by ``call``.

    What a record begins with is no such wish: nobody has said anything about it yet.
    """
    for acting in all_acting(flow):
        for record, name, value in _rewritten(acting):
            declared = flow.records.get(record)
            field = None if declared is None else declared.fields.get(name)
            if field is not None and field.owner is not None:
                facts = {"field": name, "owner": field.owner}
                draft.findings.error("OL902", value.place, related=field.place, **facts)


def _rewritten(acting: Acting) -> Iterator[tuple[str, str, Value]]:
    """Give what an action may write of a record that is there already."""
    match acting.action:
        case Set(changes=values):
            record = acting.record
        case Create(record=record, values=values, exists="set"):
            pass
        case OpenCase(record=record, values=values):
            pass
        case _:
            return
    yield from ((record, name, value) for name, value in values)
