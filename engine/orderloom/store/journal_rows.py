"""A decision as the journal keeps it: one row per record it touched."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Raw, Struct, defstruct

from orderloom.definition.record import is_own
from orderloom.diagnostics import Cause
from orderloom.flow.command import Origin
from orderloom.flow.decision import Decision
from orderloom.flow.effect import AnyEffect, Declined, Refused, Why
from orderloom.flow.effect_base import Effect
from orderloom.store.instants import micros

_NO_CAUSE: Final = Raw(b"null")


class JournalRow(NamedTuple):
    """A row of ``journal`` without its ``seq``, in the order of the table."""

    at: int
    record_id: str | None
    record_type: str
    revision: int | None
    message: str
    position: int
    ordinal: int
    command: str
    outcome: str
    entry: str


class Entry(Struct, kw_only=True, omit_defaults=True):
    """The journal's document: a decision as one record tells it.

    ``effects`` are those on this record. What belongs to the decision as a whole (``events``,
    ``reasons``, ``captured``, ``asked``) stands in its first row only: ordinal 0, the record that
    the command was about.
    """

    command: str
    outcome: str
    origin: Origin
    mapping: str | None = None
    effects: list[Struct] = []
    events: list[str] = []
    reasons: list[dict[str, Any]] = []
    captured: dict[str, Any] = {}
    asked: dict[str, Any] = {}


class JournalWriter:
    """Makes journal rows; remembers how each definition's line reads."""

    def __init__(self) -> None:
        self._encode = msgspec.json.Encoder().encode
        self._causes: dict[int, tuple[Cause, Raw]] = {}
        self._tellers: dict[type, _Teller] = {}

    def rows(self, decision: Decision) -> list[JournalRow]:
        """Give the rows of a decision; none for a duplicate that did nothing."""
        if decision.outcome == "duplicate" and not (decision.effects or decision.changes):
            return []
        at = micros(decision.now)
        origin = decision.origin
        rows: list[JournalRow] = []
        for record_id, told in self._by_record(decision).items():
            ordinal = len(rows)
            entry = Entry(
                command=decision.command,
                outcome=decision.outcome,
                origin=origin,
                mapping=decision.mapping,
                effects=told.effects,
            )
            if ordinal == 0:
                entry.events = decision.events
                entry.reasons = [self._why(reason) for reason in decision.reasons]
                entry.captured = decision.captured
                entry.asked = decision.asked
            row = (
                at,
                record_id,
                told.type,
                told.revision,
                origin.message,
                origin.position,
                ordinal,
                decision.command,
                decision.outcome,
                self._encode(entry).decode(),
            )
            rows.append(tuple.__new__(JournalRow, row))  # in half the time of calling the class
        return rows

    def _by_record(self, decision: Decision) -> "dict[str | None, _Told]":
        """Sort effects by record; the subject first, then in the order they were touched."""
        subject = decision.record_id
        sorted_by: dict[str | None, _Told] = {subject: _Told(decision.record, None, [])}
        for change in decision.changes:
            after = change.after
            if is_own(after.type):
                continue
            sorted_by[after.id] = _Told(after.type, after.revision, [])
        for effect in decision.effects:
            record_id = effect.record_id or subject
            told = sorted_by.get(record_id)
            if told is None:
                told = sorted_by[record_id] = _Told(effect.record, None, [])
            told.effects.append(self._effect(effect))
        return sorted_by

    def _effect(self, effect: AnyEffect) -> Struct:
        teller = self._tellers.get(type(effect))
        if teller is None:
            teller = self._tellers[type(effect)] = _teller(type(effect))
        cause = self._cause(effect.cause)
        if type(effect) is Refused:
            return teller.told(cause, effect.action, [self._why(each) for each in effect.reasons])
        if type(effect) is Declined:
            told = [self._why(each) for each in effect.reasons]
            whence = (effect.machine, effect.field, effect.transition)
            return teller.told(cause, *whence, told, effect.overtaken)
        return teller.told(cause, *teller.read(effect))

    def _why(self, reason: Why) -> dict[str, Any]:
        told = msgspec.structs.asdict(reason)
        told["cause"] = self._cause(reason.cause)
        return told

    def _cause(self, cause: Cause | None) -> Raw:
        if cause is None:
            return _NO_CAUSE
        known = self._causes.get(id(cause))
        if known is None:
            # Keeping the cause itself keeps its id from being given to another.
            known = self._causes[id(cause)] = (cause, Raw(self._encode(flat_cause(cause))))
        return known[1]


class _Told(Struct):
    """What one record tells of a decision."""

    type: str
    revision: int | None
    effects: list[Struct]


class _Teller(NamedTuple):
    """How effects of one kind are told: the document's own type, and what it takes of them."""

    told: Callable[..., Struct]
    read: Callable[[Any], Any]


_ELSEWHERE: Final = frozenset(("record", "record_id", "cause"))
"""Parts of an effect that its row says already, or that are written apart."""


def flat_cause(cause: Cause) -> Mapping[str, str | int]:
    """Give a cause as the journal has it."""
    place = cause.place
    return {
        "definition": cause.definition,
        "path": cause.path,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }


def _teller(kind: type[Effect]) -> _Teller:
    names = [name for name in kind.__struct_fields__ if name not in _ELSEWHERE]
    fields = [("cause", Raw), *((name, Any) for name in names)]
    tag = str(kind.__struct_config__.tag)
    told = defstruct(kind.__name__, fields, tag=tag, tag_field="effect", gc=False)
    return _Teller(told, _values_reader(names))


def _values_reader(names: Sequence[str]) -> Callable[[Any], Any]:
    if not names:
        return lambda _: ()
    read = attrgetter(*names)
    if len(names) == 1:
        return lambda effect: (read(effect),)
    return read
