"""Events as items: looked at as they were, counted when they are judged."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from orderloom.definition.rule import Rule
from orderloom.definition.tree import Tree
from orderloom.expression.trouble import TROUBLE, Trouble, fault_of
from orderloom.flow.effect import Faulted
from orderloom.kernel.figures.items import Item, StreamProgram

if TYPE_CHECKING:  # the overlay has a board
    from orderloom.kernel.overlay import Event, Overlay

_OWN = ("at", "name", "record", "source", "id")
"""Parts of every event: names where neither the payload nor the record has such a name."""


def look(work: "Overlay") -> None:
    """Say what the events in the queue are to figures, now that all is settled."""
    for event in work.queue:
        if event.seen is not None:
            seen, event.seen = event.seen, None
            names = _names(event, seen)
            for program in work.program.counted[event.name]:
                event.items += [(program, item) for item in _items(work, event, program, names)]


def count(work: "Overlay", event: "Event") -> None:
    """Let an event's items count from now on."""
    for program, item in event.items:
        work.board.add(program, item, numbered=True)


def known(work: "Overlay", asking: Rule | Tree) -> dict[str, Any]:
    """Give a rule's or tree's facts on the present picture, for its actions; faulty ones not."""
    found: dict[str, Any] = {}
    for name, figure in asking.facts.items():
        try:
            found[name] = work.facts.get(figure.name)
        except TROUBLE as trouble:
            found[name] = None
            _tell(work, work.program.streams[figure.stream.id], trouble)
    return found


def tolerate(
    work: "Overlay", program: StreamProgram, items: Callable[[], list[Item]]
) -> list[Item]:
    """Give items; where their expressions fault there are none, and the journal says so."""
    try:
        return items()
    except TROUBLE as trouble:
        _tell(work, program, trouble)
        return []


def _tell(work: "Overlay", program: StreamProgram, trouble: Trouble) -> None:
    fault = fault_of(trouble)
    work.effects.append(
        Faulted(
            record=program.stream.record,
            record_id=None,
            cause=program.cause,
            code=fault.code,
            facts=dict(fault.facts),
        )
    )


def _items(
    work: "Overlay", event: "Event", program: StreamProgram, names: dict[str, Any]
) -> list[Item]:
    at = event.payload["at"]
    return tolerate(work, program, lambda: program.of_event(names, at, work.now, work.view.hashed))


def _names(event: "Event", seen: dict[str, Any]) -> dict[str, Any]:
    """Give what figures see of an event: its payload, then the record as it was.

    What the engine works out by itself was not worked out yet when it happened.
    """
    draft, payload = event.draft, event.payload
    own = {name: payload[name] for name in _OWN if name in payload}
    worked_out = {}
    if draft is not None:
        names = [each.name for each in draft.program.computed]
        worked_out = {name: draft.values.get(name) for name in names}
    parts = {name: value for name, value in payload.items() if name not in _OWN}
    return {**own, **seen, **worked_out, **parts}
