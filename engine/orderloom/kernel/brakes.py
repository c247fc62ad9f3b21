"""Brakes: a definition that touches too many records has its further work parked.

The counter and each parked piece are records of the engine's own, so that nothing is lost or
doubled: a piece leaves in the very commit that runs it. Once braked, all that a definition wants
is parked until a person has decided, else a mistake would go on a little at a time.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

from orderloom.definition.action import Actions
from orderloom.definition.brake import Brake
from orderloom.definition.record import BRAKED, NUMBERED, PARKED, TOUCHED, WAITING, WORK
from orderloom.diagnostics import Cause
from orderloom.expression.literals import format_duration
from orderloom.flow.record import identity_key
from orderloom.flow.rule_effect import Parked
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.draft import Draft
from orderloom.kernel.memos import memo
from orderloom.kernel.overlay import Overlay

Outcome: TypeAlias = Literal["done", "refused", "parked"]
_NONE: Mapping[str, Any] = MappingProxyType({})


class Piece(NamedTuple):
    """A list of actions about to be run by itself.

    Attributes:
        list: Its name among all lists that may be parked.
        name: What a refusal or circle calls it.
        cause: Which definition wants it.
        touches: Id of what it touches, None when it touches no record.
        guard: What must still be so when it is resumed.
    """

    list: str
    name: str
    cause: Cause
    draft: Draft
    actions: Actions
    event: Mapping[str, Any]
    results: Mapping[str, Any] = _NONE
    touches: str | None = None
    guard: Mapping[str, Any] = _NONE

    @property
    def definition(self) -> str:
        """Name the definition, as ``kind/id``."""
        return self.cause.definition


def run(work: Overlay, piece: Piece, *, results: Mapping[str, Any] = _NONE) -> Outcome:
    """Run a list unless its definition is braked; say what became of it.

    ``results`` are names that its expressions see besides, and that are not kept.
    """
    brake = work.program.flow.brakes.get(piece.definition)
    if brake is not None and piece.touches is not None and piece.actions:
        counter = memo(work, f"brake/{piece.definition}", None)
        if not _may_touch(work, brake, counter, piece):
            _park(work, brake, counter, piece)
            return "parked"
    seen = {**piece.results, **results}
    done = run_separately(work, piece.draft, piece.actions, piece.event, piece.name, results=seen)
    return "done" if done else "refused"


def _may_touch(work: Overlay, brake: Brake, counter: Draft, piece: Piece) -> bool:
    """Count what a piece touches, unless that is beyond the limit."""
    if BRAKED in counter.values:
        return False
    since = work.now - brake.within
    touched = [each for each in counter.values.get(TOUCHED) or [] if each["at"] >= since]
    others = [each for each in touched if each["record"] != piece.touches]
    if len(others) == len(touched) and _is_beyond(work, brake, piece, len(touched) + 1):
        work.put(counter, TOUCHED, touched)
        return False
    entry = {"record": piece.touches, "at": work.now}
    work.put(counter, TOUCHED, [*others, entry])
    return True


def _is_beyond(work: Overlay, brake: Brake, piece: Piece, number: int) -> bool:
    if brake.records is not None and number > brake.records:
        return True
    if brake.share is None or number == 1:
        return False
    machines = piece.draft.program.machines
    finals = {
        machine.field: frozenset(name for name, state in machine.states.items() if state.final)
        for machine in machines
    }
    return number > brake.share * work.view.count_open(piece.draft.program.id, finals)


def _park(work: Overlay, brake: Brake, counter: Draft, piece: Piece) -> None:
    number = len(counter.values.get(TOUCHED) or [])
    record = work.program.records[PARKED]
    key = work.ids.next("parked")
    parked = work.add(record, identity_key([piece.definition, key]))
    parked.values |= zip(record.identity, (piece.definition, key), strict=True)
    place = counter.values.get(NUMBERED, 0) + 1
    work.put(counter, NUMBERED, place)
    kept = {
        "number": place,
        "list": piece.list,
        "record": piece.draft.ref,
        "about": piece.draft.program.id,
        "event": dict(piece.event),
        "results": dict(piece.results),
        "guard": dict(piece.guard),
    }
    work.put(parked, WORK, kept)
    work.put(parked, WAITING, piece.definition)
    work.effects.append(
        Parked(
            record=piece.draft.program.id,
            record_id=piece.draft.ref,
            cause=piece.cause,
            definition=piece.definition,
            list=piece.name,
            number=number,
            within=format_duration(brake.within),
        )
    )
    if BRAKED not in counter.values:
        work.put(counter, BRAKED, work.now)
        kind, _, name = piece.definition.partition("/")
        if kind == "rule":
            work.emit(f"rule.{name}.braked", None, {"records": number})
