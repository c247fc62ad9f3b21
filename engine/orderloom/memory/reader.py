"""Records as one picture of a memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from orderloom.definition.record import GRAMS, OVERDUE, TIMERS, is_own
from orderloom.flow.figure import Page, PageKey, is_root
from orderloom.flow.record import Record
from orderloom.memory.contents import Contents, Kept, Target
from orderloom.memory.shapes import Hashes, Shapes
from orderloom.store.likeness import COMMON, MOST_PIECES, MOST_ROWS
from orderloom.store.sealing import Identities


class MemoryReader:
    """A ``Reader`` over contents that nobody writes to while it is open."""

    def __init__(
        self, contents: Contents, shapes: Shapes, identities: Identities, hashes: Hashes
    ) -> None:
        self._contents = contents
        self._shapes = shapes
        self._identities = identities
        self._hashes = hashes

    def find(self, record_type: str, key: str) -> Record | None:
        """Give the record of that identity, or None."""
        for form in self._identities.forms(record_type, key):
            if (record_id := self._contents.keys.get((record_type, form))) is not None:
                return self.get(record_id)
        return None

    def get(self, record_id: str) -> Record | None:
        """Give the record of that id, or None; also when the flow no longer has its type."""
        kept = self._contents.records.get(record_id)
        if kept is None or (codec := self._shapes.codecs.get(kept.type)) is None:
            return None
        return codec.decode(kept.row)

    def linked(self, record_type: str, name: str, value: object) -> Sequence[Record]:
        """Give the records of a type that are found by ``value`` under an indexed name, by id."""
        stored = self._identities.indexed(record_type, name, value)
        found = self._contents.links.get(Target(record_type, name, stored), ())
        return self._decoded(record_type, sorted(found))

    def prefetch(self, record_type: str, keys: Iterable[str]) -> None:
        """Do nothing: everything is in memory."""

    def all(self, record_type: str) -> Iterator[Record]:
        """Give every record of a type by id, streamed."""
        decode = self._shapes.codecs[record_type].decode
        records = self._contents.records
        return (decode(records[each].row) for each in self.ids(record_type))

    def count_open(self, record_type: str, finals: Mapping[str, Collection[str]]) -> int:
        """Count the records of a type that are not in a final state of every machine."""
        if not finals:
            return len(self.ids(record_type))
        return sum(
            any(document.get(name) not in last for name, last in finals.items())
            for _, document in self._documents(record_type)
        )

    def alike(self, record_type: str, pieces: Iterable[str], most: int) -> Sequence[str]:
        """Give the ids of records of a type that share most pieces, most first, then by id.

        Rare pieces go first, and of what very many share not all are considered, as in a database.
        """
        held: list[tuple[int, str, set[str]]] = []
        for piece in list(dict.fromkeys(pieces))[:MOST_PIECES]:
            stored = self._identities.indexed(record_type, GRAMS, piece)
            if found := self._contents.links.get(Target(record_type, GRAMS, stored)):
                held.append((min(len(found), COMMON + 1), piece, found))
        rare, common = Counter[str](), Counter[str]()
        left = MOST_ROWS
        for number, _, found in sorted(held, key=lambda each: each[:2]):
            is_rare = number <= COMMON
            if number > left or (not is_rare and len(rare) >= most):
                break
            left -= number
            (rare if is_rare else common).update(sorted(found)[:COMMON])
        seconds = [each for each in _in_order(common) if each not in rare]
        return [*_in_order(rare), *seconds][:most]

    def horizon(self) -> int:
        """Give how far the journal goes in this picture."""
        return len(self._contents.journal)

    def page(self, key: PageKey) -> Page | None:
        """Give a page of a figure's items, or None."""
        kept = self._contents.pages.get(key)
        return None if kept is None else self._shapes.pages.page(kept[1])

    def hashed(self, purpose: str, text: str) -> str:
        """Give a text that stands for another one."""
        return self._hashes.hashed(purpose, text)

    def groups(self, stream: str) -> Iterator[tuple[PageKey, Page]]:
        """Give the roots of all groups of a stream, by the group's text."""
        pages = self._contents.pages
        keys = (PageKey(*each) for each in pages)
        for key in sorted(each for each in keys if is_root(each, stream)):
            yield key, self._shapes.pages.page(pages[key][1])

    def states(self) -> Mapping[str, Mapping[str, int]]:
        """Count records by state: ``type.machine_field`` to state to number."""
        counts: dict[str, Counter[str]] = {}
        for shape in self._shapes.flow.records.values():
            for name in shape.state_fields:
                stood = (document.get(name) for _, document in self._documents(shape.id))
                counts[f"{shape.id}.{name}"] = Counter(each for each in stood if each is not None)
        return counts

    def types(self) -> Mapping[str, int]:
        """Count records by type."""
        types = self._contents.types
        return {name: len(ids) for name, ids in types.items() if ids and not is_own(name)}

    def stands(self, record_type: str, name: str) -> Mapping[str, Sequence[str]]:
        """Give the ids of a type's records by the text that is stored under a name."""
        found: dict[str, list[str]] = {}
        for record_id, document in self._documents(record_type):
            if isinstance(stored := document.get(name), str):
                found.setdefault(stored, []).append(record_id)
        return found

    def ids(self, record_type: str) -> Sequence[str]:
        """Give the ids of all records of a type, sorted."""
        return tuple(sorted(self._contents.types.get(record_type, ())))

    def overdue(self) -> Sequence[Record]:
        """Give the records with timers that wait for a person to decide, by id."""
        told = f'"{OVERDUE}"'
        named = sorted(
            record_id
            for record_id, kept in self._contents.records.items()
            if told in kept.row.document
        )
        found = (record for each in named if (record := self.get(each)) is not None)
        return [record for record in found if _has_overdue(record)]

    def holders(self, record_type: str, name: str) -> int:
        """Count the records of a type that have, or where it is sealed may have, a value there."""
        return sum(
            name in document or self._contents.records[record_id].row.sensitive is not None
            for record_id, document in self._documents(record_type)
        )

    def _documents(self, record_type: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give ids with what stands there in the open, undecoded."""
        for record_id in self.ids(record_type):
            yield record_id, msgspec.json.decode(self._contents.records[record_id].row.document)

    def _decoded(self, record_type: str, ids: Iterable[str]) -> list[Record]:
        decode = self._shapes.codecs[record_type].decode
        kept: Iterable[Kept] = (self._contents.records[each] for each in ids)
        return [decode(each.row) for each in kept]


def _has_overdue(record: Record) -> bool:
    return any(OVERDUE in entry for entry in record.values.get(TIMERS) or ())


def _in_order(shared: Counter[str]) -> list[str]:
    return sorted(shared, key=lambda record_id: (-shared[record_id], record_id))
