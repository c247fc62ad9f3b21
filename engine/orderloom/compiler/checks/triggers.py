"""Does anything ever make the events that rules and trees listen to?"""

from orderloom.compiler.checks.acting import all_acting
from orderloom.compiler.checks.producers import Producers
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.built_in import CASE
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import on_record
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.flow import Flow
from orderloom.diagnostics import Diagnostic


def _about(flow: Flow, listening: Declaration) -> str:
    found = (flow.rules if listening.kind == "rule" else flow.trees).get(listening.id)
    return "" if found is None else found.record


def check_triggers(draft: Draft, flow: Flow) -> None:
    """Refuse triggers that nothing in the flow can produce."""
    producers = Producers(flow, all_acting(flow))
    is_made: dict[tuple[str, str], bool] = {}
    for listening in (*draft.outline.sound("rule"), *draft.outline.sound("tree")):
        for word in reading.words(listening.root, "on"):
            shape = draft.events.get(word.text)
            if shape is None:
                continue
            about = _about(flow, listening)
            (shape,) = on_record((shape,), about)
            asked = (word.text, about)
            if asked not in is_made:
                is_made[asked] = producers.make(shape)
            if not is_made[asked]:
                is_case = (shape.record, shape.kind) == (CASE, "created")
                kind = "opened" if is_case else shape.kind
                facts = {"name": word.text, kind: shape.subject or shape.record}
                draft.findings.add(Diagnostic(code="OL443", place=word.place, facts=facts))
