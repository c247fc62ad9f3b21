"""Selections: which records, as this command sees them: the store, and its own work on top.

A selection reads every record of its type. They become no drafts, since they may be many; that
none of them changes before the commit is held by ``Decision.searched`` instead.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from orderloom.definition.select import Order, Select
from orderloom.expression.ordering import check_alike, sort_key
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.references import key_from
from orderloom.sight.seeing import Sight
from orderloom.sight.through import SeenRecords

THIS = "this"
SHOWN = 100
"""So many of the ids chosen stand in the journal; the number always does."""

_Chosen = tuple[str, Mapping[str, Any]]


class Glass:
    """What a selection's expressions reach as ``e.records``: it looks and keeps nothing."""

    def __init__(self, work: Overlay) -> None:
        self._work = work
        self._known: dict[str, Mapping[str, Any] | None] = {}
        self._types: dict[str, str] = {}

    def part(self, record_id: str, name: str) -> Any:  # noqa: ANN401 - a flow's value
        """Give a value of a record, None when it has none."""
        values = self._values(record_id)
        if values is None:
            return None
        of = self._types[record_id]
        if name in self._work.program.records[of].figures:
            return self.measured(of, name, values)
        return values.get(name)

    def measured(self, record_type: str, name: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Give a field that is a figure, of the record that has these values."""
        return self._work.figures.of_field(record_type, name, names)

    def metric(self, name: str, part: str, key: tuple[Any, ...], now: datetime | None) -> Any:  # noqa: ANN401
        """Give a metric's value or another part of it at an instant, of a group or, (), of all."""
        return self._work.metrics.read(name, part, key, now or self._work.now)

    def children(self, record_type: str, through: str, record_id: str) -> list[str]:
        """Give the ids of a type's records whose reference ``through`` points at a record."""
        self._work.search(record_type)
        stored = self._work.view.linked(record_type, through, record_id)
        found = {each.id: each.values for each in stored if each.id not in self._work.drafts}
        found |= {
            draft.id: draft.values
            for draft in self._work.drafts.values()
            if draft.program.id == record_type
        }
        return sorted(each for each, values in found.items() if values.get(through) == record_id)

    def identified(self, record_type: str, parts: Sequence[object]) -> str | None:
        """Give the id of the record with these values of its identity, None without one."""
        key = key_from(self._work.program.records[record_type], parts)
        if key is None:
            return None
        draft = self._work.by_key.get((record_type, key))
        if draft is not None:
            return draft.id
        self._work.search(record_type)
        stored = self._work.view.find(record_type, key)
        return None if stored is None else stored.id

    def stocked(self, stock: str, item: str, place: str | None, kind: str) -> Decimal:
        """Give how much of an item a stock has of a kind, at one place or at all."""
        return self._work.records.stocked(stock, item, place, kind)

    def _values(self, record_id: str) -> Mapping[str, Any] | None:
        draft = self._work.drafts.get(record_id)
        if draft is not None:
            self._types[record_id] = draft.program.id
            return draft.values
        if record_id not in self._known:
            stored = self._work.view.get(record_id)
            self._known[record_id] = None if stored is None else stored.values
            if stored is not None:
                self._types[record_id] = stored.type
                self._work.search(stored.type)
        return self._known[record_id]


def choose(  # noqa: PLR0913 - who looks, from where
    work: Overlay,
    select: Select,
    draft: Draft | None,
    around: Surroundings,
    name: str,
    *,
    sight: Sight | None = None,
) -> list[str]:
    """Give the ids of the records chosen, in order; ``take`` is left to the caller.

    Args:
        work: The work on the command.
        select: What is asked for.
        draft: The record outside, ``this`` of the condition.
        around: What is seen outside.
        name: What the choice is for, by which the journal tells it.
        sight: Of a person who chooses: what they do not see in the clear counts as missing.
    """
    inside = Surroundings(work.now, event=around.event, user=around.user, records=Glass(work))
    inside.results = dict(around.results)
    if draft is not None:
        figures = draft.program.figures
        measured = {n: work.figures.of_field(draft.program.id, n, draft.values) for n in figures}
        inside.results[THIS] = {**draft.values, **measured} if measured else draft.values
    every = _every(work, select.record)
    if sight is not None:
        every, inside = _seen(work, select.record, every, inside, sight)
    found = [
        (record_id, values)
        for record_id, values in every
        if select.where is None or select.where.compiled.evaluate(values, inside) is True
    ]
    if select.sample is not None:
        seed = None if select.seed is None else select.seed.of(_values(draft), around)
        found = _sampled(found, select.sample, seed)
    ids = [record_id for record_id, _ in _sorted(select, found)]
    _capture(work, select, name, ids)
    return ids


def _seen(
    work: Overlay,
    record_type: str,
    every: Iterator[_Chosen],
    inside: Surroundings,
    sight: Sight,
) -> tuple[Iterator[_Chosen], Surroundings]:
    """Give what a viewer sees of records, and of what is around them."""
    glimpses = ((each, sight.glimpse(record_type, each[1], inside)) for each in every)
    seen = (
        (record_id, glimpse.clear(values))
        for (record_id, values), glimpse in glimpses
        if glimpse is not None
    )
    around = Surroundings(inside.now, event=inside.event, user=inside.user)
    around.records = SeenRecords(sight, inside, work.glimpsed)
    around.results = inside.results
    return seen, around


def _values(draft: Draft | None) -> Mapping[str, Any]:
    return {} if draft is None else draft.values


def _every(work: Overlay, record_type: str) -> Iterator[_Chosen]:
    """Give all records of a type by id, those of this command's own work among them."""
    work.search(record_type)
    drafts = {each.id: each for each in work.drafts.values() if each.program.id == record_type}
    for stored in work.view.all(record_type):
        draft = drafts.pop(stored.id, None)
        yield stored.id, stored.values if draft is None else draft.values
    yield from ((draft.id, draft.values) for draft in drafts.values())


def _sampled(found: Iterable[_Chosen], number: int, seed: object) -> list[_Chosen]:
    """Draw records by lot: the hash of seed and id is the lot, so that it can be drawn again."""

    def lot(chosen: _Chosen) -> bytes:
        return blake2b(f"{seed}\0{chosen[0]}".encode(), digest_size=16).digest()

    return sorted(found, key=lot)[:number]


def _sorted(select: Select, found: list[_Chosen]) -> list[_Chosen]:
    """Put records in order: by id first, then by each key from the last to the first."""
    found = sorted(found, key=lambda chosen: chosen[0])
    for order in reversed(select.order_by):
        found = _by(order, found)
    return found


def _by(order: Order, found: Sequence[_Chosen]) -> list[_Chosen]:
    present = [each for each in found if each[1].get(order.field) not in (None, "")]
    check_alike([values[order.field] for _, values in present], 0, 0)
    # Python keeps equal ones in their order also when reversed.
    present.sort(key=lambda each: sort_key(each[1][order.field]), reverse=order.descending)
    return present + [each for each in found if each[1].get(order.field) in (None, "")]


def _capture(work: Overlay, select: Select, name: str, ids: Sequence[str]) -> None:
    described = f"{name} → {select.record}"
    number = sum(each.startswith(described) for each in work.captured)
    key = described if not number else f"{described} #{number + 1}"
    work.captured[key] = {"count": len(ids), "ids": list(ids[:SHOWN])}
