"""Do the shares of a stock fit whoever reserves from it?"""

from orderloom.compiler.build.discreet import Secrets
from orderloom.compiler.checks.acting import all_acting
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import Reserve
from orderloom.definition.flow import Flow
from orderloom.definition.record import Field
from orderloom.expression.types import ANY, ChoiceType


def check_allotments(draft: Draft, flow: Flow) -> None:
    """Refuse shares that no record of a type can have, and such that tell what is sensitive.

    Each is told once for a type of records, however often it reserves.
    """
    secrets = Secrets(flow.records.values(), flow.machines.values())
    told: set[tuple[str, str]] = set()
    for acting in all_acting(flow):
        action = acting.action
        if not isinstance(action, Reserve) or action.share is None:
            continue
        reserving = (action.stock, action.record)
        if reserving not in told:
            told.add(reserving)
            _check(draft, action, secrets)


def _check(draft: Draft, action: Reserve, secrets: Secrets) -> None:
    allot = reading.submap(draft.outline.declarations["stock"][action.stock].root, "allot")
    by = None if action.share is None else action.share.compiled
    if allot is None or by is None:
        return
    place = allot.entries["by"].place
    source = secrets.given_by(by, Field(name="by", kind="text", type=ANY, place=place))
    if source is not None:
        draft.findings.error("OL828", place, name=source)
    if isinstance(by.type, ChoiceType):
        _check_names(draft, allot, by.type, action.record)


def _check_names(draft: Draft, allot: MapNode, by: ChoiceType, record: str) -> None:
    known = dict.fromkeys(by.of, allot.entries["by"].place)
    for name, _ in reading.entries(allot, "shares"):
        if name.text not in known:
            draft.unknown("OL759", name, known, record=record)
