"""Records that know each other: what is read of others, and who hears of a change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from weakref import proxy

from orderloom.definition.record import SHELF, Field
from orderloom.diagnostics import Cause
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.effect import FieldChanged, Why
from orderloom.flow.record import identity_key
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.coerce import NO, coerce
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import cause_of, note, reason_of
from orderloom.kernel.program import Followed, RecordProgram
from orderloom.kernel.stocks.amounts import amounts_of, total
from orderloom.sight.masking import shown

if TYPE_CHECKING:  # the overlay hands itself over
    from orderloom.kernel.overlay import Overlay


class Records:
    """What generated code reaches as ``e.records``: the store under this command's own work.

    Whatever is read is captured, as it was when it was first read, for the journal.
    """

    def __init__(self, work: "Overlay") -> None:
        # The overlay holds this: a strong way back would leave every command to the collector.
        self._work: Overlay = proxy(work)

    def part(self, record_id: str, name: str) -> Any:  # noqa: ANN401 - a flow's value
        """Give a value of a record, None when it has none."""
        draft = self._work.get(record_id)
        if draft is None:
            return None
        if name in draft.program.figures:
            return self.measured(draft.program.id, name, draft.values)
        value = draft.values.get(name)
        if draft.before is not None:
            told = shown(value, hidden=name in draft.program.sensitive)
            self._work.captured.setdefault(f"{record_id}.{name}", told)
        return value

    def measured(self, record_type: str, name: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Give a field that is a figure, of the record that has these values."""
        return self._work.figures.of_field(record_type, name, names)

    def metric(self, name: str, part: str, key: tuple[Any, ...], now: datetime | None) -> Any:  # noqa: ANN401
        """Give a metric's value or another part of it at an instant, of a group or, (), of all."""
        return self._work.metrics.read(name, part, key, now or self._work.now)

    def children(self, record_type: str, through: str, record_id: str) -> list[str]:
        """Give the ids of a type's records whose reference ``through`` points at a record."""
        found = [str(draft.id) for draft in self._work.pointing(record_type, through, record_id)]
        self._work.captured.setdefault(f"{record_id} ← {record_type}.{through}", found)
        return found

    def identified(self, record_type: str, parts: Sequence[object]) -> str | None:
        """Give the id of the record with these values of its identity, None without one."""
        record = self._work.program.records[record_type]
        key = key_from(record, parts)
        draft = None if key is None else self._work.find(record, key)
        if key is not None:
            told = None if draft is None else str(draft.id)
            self._work.captured.setdefault(f"{record_type}/{record.shown_key(key)}", told)
        return None if draft is None else draft.id

    def stocked(self, stock: str, item: str, place: str | None, kind: str) -> Decimal:
        """Give how much of an item a stock has of a kind, at one place or at all."""
        shelf = self._work.find(self._work.program.records[SHELF], identity_key((stock, item)))
        found = total({} if shelf is None else amounts_of(shelf.values), kind, place)
        where = "/".join(part for part in (stock, item, place, kind) if part)
        self._work.captured.setdefault(f"stock/{where}", found)
        return found


def key_from(record: RecordProgram, parts: Sequence[object]) -> str | None:
    """Give the identity that values make, None while a part is missing or of another type."""
    fitting = [
        coerce(record.fields[name], part) for name, part in zip(record.identity, parts, strict=True)
    ]
    return None if None in fitting or NO in fitting else identity_key(fitting)


def find_match(
    work: "Overlay", draft: Draft, followed: Followed, around: Surroundings
) -> tuple[str | None, str | None]:
    """Give the record that a reference's ``match`` describes, else the identity it waits for."""
    target = work.program.records[followed.to]
    try:
        key = key_from(target, [part.of(draft.values, around) for part in followed.match])
    except TROUBLE as trouble:
        cause = cause_of(draft, draft.program.fields[followed.name])
        note(work, draft, reason_of(trouble, cause))
        return None, None
    found = None if key is None else work.find(target, key)
    return (None, key) if found is None else (found.id, None)


def follow(work: "Overlay", draft: Draft, followed: Followed, around: Surroundings) -> None:
    """Point a reference at what its ``match`` describes now."""
    found, awaited = find_match(work, draft, followed, around)
    _point(work, draft, followed.name, found)
    if draft.values.get(followed.awaits) != awaited:
        work.put(draft, followed.awaits, awaited)


def _point(work: "Overlay", draft: Draft, name: str, target: str | None) -> None:
    was = draft.values.get(name)
    if not work.put_field(draft, name, target):
        return
    record = draft.program
    cause = cause_of(draft, record.fields[name])
    work.effects.append(
        FieldChanged(
            record=record.id, record_id=draft.ref, cause=cause, field=name, was=was, value=target
        )
    )


def appear(work: "Overlay", draft: Draft) -> None:
    """Fill in the references that waited for a new record, and let its parents know of it."""
    for followed in draft.program.awaited_by:
        for waiting in work.pointing(followed.owner, followed.awaits, draft.key):
            work.put(waiting, followed.awaits, None)
            if waiting.values.get(followed.name) is None:
                _point(work, waiting, followed.name, draft.id)
    touch_parents(work, draft)


def unknown_target(
    work: "Overlay", field: Field, record_id: str, cause: Cause | None
) -> tuple[Why, ...]:
    """Give the reason against pointing a reference at an id: no such record, or another type."""
    target = work.get(record_id)
    if target is not None and field.to in (target.program.id, *target.program.shape.lineage):
        return ()
    facts = {"field": field.name, "record": field.to or "", "id": record_id[:200]}
    return (Why("OL740", facts, cause=cause),)


def touch_parents(work: "Overlay", draft: Draft) -> bool:
    """Have the records settled that list this one among their children, before or now.

    Returns:
        Whether there are any.
    """
    touched = False
    for through, listed in draft.program.parents:
        now, was = draft.values.get(through), draft.parents.get(through)
        if was is None and draft.before is not None:
            was = draft.before.values.get(through)
        for parent_id in {now, was}:
            parent = None if parent_id is None else work.get(parent_id)
            if parent is not None and listed in parent.program.fields:
                parent.dirty.add(listed)
                parent.unsettled = touched = True
        if now is not None:
            draft.parents[through] = now
    return touched
