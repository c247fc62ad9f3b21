"""Records in memory: a ``Reader`` for tests that need no database."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b

from orderloom.errors import RevisionConflict
from orderloom.expression.grams import grams_of
from orderloom.flow.decision import Decision
from orderloom.flow.figure import Page, PageKey, is_root
from orderloom.flow.record import Record, is_found_by, is_open


class MemoryView:
    """Records by id and by identity; a ``Reader`` that can also be written.

    Args:
        records: What is there from the beginning.
        state_fields: Record type to its machines' fields, for ``states``.
        sought: Record type to the texts by which its records are sought, for ``alike``.
    """

    def __init__(
        self,
        records: Iterable[Record] = (),
        state_fields: Mapping[str, Iterable[str]] | None = None,
        sought: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._by_id: dict[str, Record] = {}
        self._by_key: dict[tuple[str, str], Record] = {}
        self._state_fields = state_fields or {}
        self._sought = sought or {}
        self._pages: dict[PageKey, Page] = {}
        for record in records:
            self.put(record)

    def put(self, record: Record) -> None:
        """Store a record as it is, in place of any of the same id."""
        self._by_id[record.id] = record
        self._by_key[record.type, record.key] = record

    def apply(self, decision: Decision) -> None:
        """Store what a decision changes, as a commit would: all of it or nothing.

        Raises:
            RevisionConflict: A record is not at the revision that the decision saw.
        """
        for record_id, revision in decision.reads.items():
            self._demand(record_id, revision)
        for change in decision.changes:
            self._demand(change.after.id, 0 if change.before is None else change.before.revision)
            twin = self._by_key.get((change.after.type, change.after.key))
            if twin is not None and twin.id != change.after.id:
                raise RevisionConflict("OL631", type=change.after.type, key=change.after.key)
        for (stream, group), revision in decision.figures.items():
            root = self._pages.get(PageKey(stream, group, 0))
            if (0 if root is None else root.revision) != revision:
                raise RevisionConflict("OL690", stream=stream)
        for change in decision.changes:
            self.put(change.after)
        self._pages.update(decision.pages)

    def find(self, record_type: str, key: str) -> Record | None:
        """Give the record of that identity, or None."""
        return self._by_key.get((record_type, key))

    def get(self, record_id: str) -> Record | None:
        """Give the record of that id, or None."""
        return self._by_id.get(record_id)

    def linked(self, record_type: str, name: str, value: object) -> Sequence[Record]:
        """Give the records of a type that have ``value`` under a name, by id."""
        every = self.all(record_type)
        return [record for record in every if is_found_by(record.values.get(name), value)]

    def prefetch(self, record_type: str, keys: Iterable[str]) -> None:
        """Do nothing: everything is in memory."""

    def all(self, record_type: str) -> Iterator[Record]:
        """Give every record of a type by id."""
        ids = sorted(name for name, record in self._by_id.items() if record.type == record_type)
        return (self._by_id[name] for name in ids)

    def count_open(self, record_type: str, finals: Mapping[str, Collection[str]]) -> int:
        """Count the records of a type that are not in a final state of every machine."""
        return sum(is_open(record, finals) for record in self.all(record_type))

    def alike(self, record_type: str, pieces: Iterable[str], most: int) -> Sequence[str]:
        """Give the ids of records of a type that share most pieces, most first, then by id."""
        wanted, names = set(pieces), self._sought.get(record_type, ())
        shared: Counter[str] = Counter()
        for record in self.all(record_type):
            texts = (str(record.values[name]) for name in names if name in record.values)
            found = {gram.text for text in texts for gram in grams_of(text)}
            shared[record.id] = len(found & wanted)
        found_ids = [each for each, number in shared.items() if number]
        return sorted(found_ids, key=lambda each: (-shared[each], each))[:most]

    def horizon(self) -> int:
        """Give 0: without a journal there is nobody else."""
        return 0

    def page(self, key: PageKey) -> Page | None:
        """Give a page of a figure's items, or None."""
        return self._pages.get(key)

    def hashed(self, purpose: str, text: str) -> str:
        """Give a text that stands for another one: here anybody could work it out."""
        return blake2b(f"{purpose}\0{text}".encode(), digest_size=16).hexdigest()

    def groups(self, stream: str) -> Iterator[tuple[PageKey, Page]]:
        """Give the roots of all groups of a stream, by the group's text."""
        for key in sorted(self._pages):
            if is_root(key, stream):
                yield key, self._pages[key]

    def states(self) -> Mapping[str, Mapping[str, int]]:
        """Count records by state: ``type.machine_field`` to state to number."""
        return {
            f"{name}.{field}": self._count(name, field)
            for name, fields in self._state_fields.items()
            for field in fields
        }

    def types(self) -> Mapping[str, int]:
        """Count records by type."""
        return Counter(record.type for record in self._by_id.values())

    def _count(self, record_type: str, field: str) -> dict[str, int]:
        states = (record.values.get(field) for record in self.all(record_type))
        return dict(Counter(state for state in states if state is not None))

    def _demand(self, record_id: str, revision: int) -> None:
        stored = self._by_id.get(record_id)
        if (0 if stored is None else stored.revision) != revision:
            raise RevisionConflict("OL630", record=record_id)
