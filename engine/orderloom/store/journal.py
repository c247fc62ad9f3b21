"""What happened and why."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from orderloom.ports import JournalEntry
from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.instants import instant

_PAGE = 500
# Spelt as in the partial indexes, so that the planner sees they fit.
_QUARANTINED = sa.text("items.outcome = 'quarantined'")
_BULKS = sa.text("journal.command = 'bulk'")
_TURNS = sa.text("journal.command = 'each'")


class SqlJournal:
    """A ``Journal``."""

    def __init__(self, database: Database) -> None:
        self._reading = database.reading

    def story(self, record_id: str) -> Sequence[JournalEntry]:
        """Give a record's entries, oldest first."""
        own = sa.select(tables.journal).where(tables.journal.c.record_id == record_id)
        with self._reading.begin() as connection:
            rows = connection.execute(own.order_by(tables.journal.c.seq)).all()
        return [_entry(row) for row in rows]

    def beside(self, entry: JournalEntry) -> Sequence[JournalEntry]:
        """Give all entries of the decision that an entry is of, as its records tell it.

        They were written one after the other, numbered by ``ordinal``.
        """
        seq, ordinal = tables.journal.c.seq, tables.journal.c.ordinal
        first = sa.select(seq - ordinal).where(seq == entry.seq).scalar_subquery()
        same = sa.and_(seq >= first, seq - ordinal == first)
        near = seq <= entry.seq + _PAGE
        with self._reading.begin() as connection:
            rows = connection.execute(
                sa.select(tables.journal).where(same, near).order_by(seq)
            ).all()
        return [_entry(row) for row in rows]

    def all(self) -> Iterator[JournalEntry]:
        """Give every entry in order, streamed; entries written meanwhile come too."""
        seq = tables.journal.c.seq
        last = 0
        while True:
            page = sa.select(tables.journal).where(seq > last).order_by(seq).limit(_PAGE)
            with self._reading.begin() as connection:
                rows = connection.execute(page).all()
            if not rows:
                return
            last = rows[-1].seq
            yield from map(_entry, rows)

    def newest(self, limit: int) -> Sequence[JournalEntry]:
        """Give the newest entries, newest first."""
        latest = sa.select(tables.journal).order_by(tables.journal.c.seq.desc()).limit(limit)
        with self._reading.begin() as connection:
            rows = connection.execute(latest).all()
        return [_entry(row) for row in rows]

    def bulks(self, limit: int) -> Sequence[JournalEntry]:
        """Give the newest decisions by which people ran playbooks on many, newest first."""
        seq = tables.journal.c.seq
        newest = sa.select(tables.journal).where(_BULKS).order_by(seq.desc()).limit(limit)
        with self._reading.begin() as connection:
            rows = connection.execute(newest).all()
        return [_entry(row) for row in rows]

    def turns(self, job: str) -> Iterator[JournalEntry]:
        """Give what a job did at each of its records, oldest first: one entry for each turn."""
        columns = tables.journal.c
        last = 0
        while True:
            own = sa.and_(_TURNS, columns.message == job, columns.ordinal == 0)
            page = sa.select(tables.journal).where(own, columns.seq > last)
            with self._reading.begin() as connection:
                rows = connection.execute(page.order_by(columns.seq).limit(_PAGE)).all()
            if not rows:
                return
            last = rows[-1].seq
            yield from map(_entry, rows)

    def quarantine(self, limit: int) -> Sequence[Mapping[str, Any]]:
        """Give the newest quarantined items: message, name, position, where, faults."""
        items, inbox = tables.items.c, tables.inbox.c
        newest = (
            sa.select(items.message_id, inbox.name, items.position, items.where_text, items.faults)
            .join_from(tables.items, tables.inbox)
            .where(_QUARANTINED)
            .order_by(items.at.desc(), items.message_id, items.position)
            .limit(limit)
        )
        with self._reading.begin() as connection:
            rows = connection.execute(newest).all()
        return [
            {
                "message": row.message_id,
                "name": row.name,
                "position": row.position,
                "where": row.where_text,
                "faults": msgspec.json.decode(row.faults or "[]"),
            }
            for row in rows
        ]


def _entry(row: sa.Row[Any]) -> JournalEntry:
    return JournalEntry(
        seq=row.seq,
        at=instant(row.at),
        record_id=row.record_id,
        revision=row.revision,
        message=row.message,
        position=row.position,
        command=row.command,
        outcome=row.outcome,
        entry=msgspec.json.decode(row.entry),
    )
