"""Records as a group of commands sees them: the store, and over it what was decided since."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from operator import itemgetter

from orderloom.flow.decision import Decision
from orderloom.flow.figure import Page, PageKey, is_root
from orderloom.flow.record import Record, is_found_by, is_open
from orderloom.ports import Reader


class Changes:
    """The newest form of every record, and page of figures, that decisions changed."""

    def __init__(self) -> None:
        self.by_id: dict[str, Record] = {}
        self.by_key: dict[tuple[str, str], Record] = {}
        self.pages: dict[PageKey, Page] = {}

    def apply(self, decision: Decision) -> None:
        """Take in what a decision changes."""
        for change in decision.changes:
            self.by_id[change.after.id] = change.after
            self.by_key[change.after.type, change.after.key] = change.after
        self.pages.update(decision.pages)


class Picture:
    """A view over a reader plus the group's own decisions, which are not committed yet.

    Args:
        reader: The store.
        kept: What was decided in earlier groups and is not in the store, or may not be yet: in a
            dry run all of it, which is all that sets it apart from a live one.

    Attributes:
        decided: The group's own decisions.
    """

    def __init__(self, reader: Reader, kept: Changes | None = None) -> None:
        self._reader = reader
        self.decided = Changes()
        self._layers = (self.decided,) if kept is None else (self.decided, kept)

    def prefetch(self, record_type: str, keys: Iterable[str]) -> None:
        """Read identities at once."""
        self._reader.prefetch(record_type, keys)

    def find(self, record_type: str, key: str) -> Record | None:
        """Give the record of that identity, or None."""
        for layer in self._layers:
            if (record := layer.by_key.get((record_type, key))) is not None:
                return record
        return self._reader.find(record_type, key)

    def get(self, record_id: str) -> Record | None:
        """Give the record of that id, or None."""
        for layer in self._layers:
            if (record := layer.by_id.get(record_id)) is not None:
                return record
        return self._reader.get(record_id)

    def linked(self, record_type: str, name: str, value: object) -> Sequence[Record]:
        """Give the records of a type that are found by ``value`` under an indexed name, by id."""
        found = {record.id: record for record in self._reader.linked(record_type, name, value)}
        for layer in reversed(self._layers):
            found |= {
                record.id: record
                for record in layer.by_id.values()
                if record.id in found or record.type == record_type
            }
        fitting = [each for each in found.values() if is_found_by(each.values.get(name), value)]
        return sorted(fitting, key=lambda record: record.id)

    def all(self, record_type: str) -> Iterator[Record]:
        """Give every record of a type by id, streamed."""
        newer: dict[str, Record] = {}
        for layer in reversed(self._layers):
            newer |= {each.id: each for each in layer.by_id.values() if each.type == record_type}
        stored = (each for each in self._reader.all(record_type) if each.id not in newer)
        return merge(stored, sorted(newer.values(), key=_by_id), key=_by_id)

    def count_open(self, record_type: str, finals: Mapping[str, Collection[str]]) -> int:
        """Count the records of a type that are not in a final state of every machine."""
        newer: dict[str, Record] = {}
        for layer in reversed(self._layers):
            newer |= {each.id: each for each in layer.by_id.values() if each.type == record_type}
        count = self._reader.count_open(record_type, finals)
        for record in newer.values():
            stored = self._reader.get(record.id)
            count += is_open(record, finals)
            count -= stored is not None and is_open(stored, finals)
        return count

    def horizon(self) -> int:
        """Give how far the journal goes in the store behind."""
        return self._reader.horizon()

    def page(self, key: PageKey) -> Page | None:
        """Give a page of a figure's items, or None."""
        for layer in self._layers:
            if (page := layer.pages.get(key)) is not None:
                return page
        return self._reader.page(key)

    def groups(self, stream: str) -> Iterator[tuple[PageKey, Page]]:
        """Give the roots of all groups of a stream, by the group's text."""
        found = dict(self._reader.groups(stream))
        for layer in reversed(self._layers):
            found |= {key: page for key, page in layer.pages.items() if is_root(key, stream)}
        return iter(sorted(found.items(), key=itemgetter(0)))

    def hashed(self, purpose: str, text: str) -> str:
        """Give a text that stands for another one in the store behind."""
        return self._reader.hashed(purpose, text)

    def apply(self, decision: Decision) -> None:
        """Let later commands of the group see what was decided."""
        self.decided.apply(decision)


def _by_id(record: Record) -> str:
    return record.id
