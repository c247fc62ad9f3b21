"""What happened and why."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec

from orderloom.memory.contents import Memory
from orderloom.ports import JournalEntry
from orderloom.store.instants import instant
from orderloom.store.journal_rows import JournalRow


class MemoryJournal:
    """A ``Journal`` over a memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def story(self, record_id: str) -> Sequence[JournalEntry]:
        """Give a record's entries, oldest first."""
        return [_entry(*each) for each in self._rows() if each[1].record_id == record_id]

    def beside(self, entry: JournalEntry) -> Sequence[JournalEntry]:
        """Give all entries of the decision that an entry is of, as its records tell it."""
        rows = self._memory.contents.journal
        first = entry.seq - rows[entry.seq - 1].ordinal
        found = [_entry(first, rows[first - 1])]
        for seq, row in enumerate(rows[first:], first + 1):
            if row.ordinal != seq - first:
                break
            found.append(_entry(seq, row))
        return found

    def all(self) -> Iterator[JournalEntry]:
        """Give every entry in order, streamed; entries written meanwhile come too."""
        return (_entry(*each) for each in self._rows())

    def newest(self, limit: int) -> Sequence[JournalEntry]:
        """Give the newest entries, newest first."""
        return [_entry(*each) for each in islice(self._newest_first(), limit)]

    def bulks(self, limit: int) -> Sequence[JournalEntry]:
        """Give the newest decisions by which people ran playbooks on many, newest first."""
        found = (each for each in self._newest_first() if each[1].command == "bulk")
        return [_entry(*each) for each in islice(found, limit)]

    def turns(self, job: str) -> Iterator[JournalEntry]:
        """Give what a job did at each of its records, oldest first: one entry for each turn."""
        for seq, row in self._rows():
            if (row.command, row.message, row.ordinal) == ("each", job, 0):
                yield _entry(seq, row)

    def quarantine(self, limit: int) -> Sequence[Mapping[str, Any]]:
        """Give the newest quarantined items: message, name, position, where, faults."""
        contents = self._memory.contents
        items = [each for each in contents.items.values() if each.outcome == "quarantined"]
        items.sort(key=lambda each: (-each.at, each.message_id, each.position))
        return [
            {
                "message": item.message_id,
                "name": contents.inbox[item.message_id].name,
                "position": item.position,
                "where": item.where_text,
                "faults": msgspec.json.decode(item.faults or "[]"),
            }
            for item in items[:limit]
        ]

    def _rows(self) -> Iterator[tuple[int, JournalRow]]:
        return enumerate(self._memory.contents.journal, 1)

    def _newest_first(self) -> Iterator[tuple[int, JournalRow]]:
        rows = self._memory.contents.journal
        return ((number, rows[number - 1]) for number in range(len(rows), 0, -1))


def _entry(seq: int, row: JournalRow) -> JournalEntry:
    return JournalEntry(
        seq=seq,
        at=instant(row.at),
        record_id=row.record_id,
        revision=row.revision,
        message=row.message,
        position=row.position,
        command=row.command,
        outcome=row.outcome,
        entry=msgspec.json.decode(row.entry),
    )
