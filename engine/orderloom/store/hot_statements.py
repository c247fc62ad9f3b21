"""The committer's statements, as text made once from the tables.

Core would compile, bind and check the same few statements for every group; the driver takes the
rows as they are. Each text is held against the order of the rows it is given.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Protocol

import sqlalchemy as sa

from orderloom.store import tables
from orderloom.store.codec import Documents
from orderloom.store.group import CallRow, ItemRow
from orderloom.store.jobs import JobRow
from orderloom.store.journal_rows import JournalRow
from orderloom.store.keyring import KeyRow
from orderloom.store.ledger import LedgerRow
from orderloom.store.outbox import SettledRow
from orderloom.store.timers import TimerRow

_MOST_VALUES = 30_000
"""SQLite takes 32,766 values a statement."""
_UNLESS_KNOWN = " ON CONFLICT DO NOTHING"


class Cursor(Protocol):
    """The part of a driver's cursor (PEP 249) that hot statements need."""

    @property
    def rowcount(self) -> int: ...  # noqa: D102
    def execute(self, operation: str, parameters: Any = ..., /) -> Any: ...  # noqa: ANN401, D102
    def executemany(self, operation: str, rows: Any, /) -> Any: ...  # noqa: ANN401, D102
    def fetchone(self) -> Any: ...  # noqa: ANN401, D102
    def fetchmany(self, size: int, /) -> Any: ...  # noqa: ANN401, D102
    def fetchall(self) -> Any: ...  # noqa: ANN401, D102


class Insert:
    """Puts rows into a table, all of a group's with one statement.

    That is one step of SQLite, done without the interpreter's lock. Each further statement would
    wait for the lock, which whoever decides meanwhile gives up after milliseconds only.
    """

    def __init__(self, one_row: str, end: str) -> None:
        places = one_row[one_row.rindex("(") :]
        self._one = one_row
        self._another = f", {places}"
        self._end = end
        self._most = _MOST_VALUES // places.count("?")

    def write(self, cursor: Cursor, rows: Sequence[tuple[object, ...]]) -> int:
        """Insert rows in order; give how many there are now that were not."""
        written = 0
        for start in range(0, len(rows), self._most):
            part = rows[start : start + self._most]
            text = f"{self._one}{self._another * (len(part) - 1)}{self._end}"
            cursor.execute(text, tuple(chain.from_iterable(part)))
            written += cursor.rowcount
        return written


class HotStatements:
    """Texts for one dialect."""

    def __init__(self, dialect: sa.Dialect) -> None:
        self._dialect = dialect
        records = tables.records
        new = ("id", "type", "key", *Documents._fields, "source", "created_at")
        self.new_record = self._rows(records, new, _UNLESS_KNOWN)
        self.changed_record = self._update(
            records,
            {name: sa.bindparam(name) for name in Documents._fields},
            {"record_id": records.c.id, "was": records.c.revision, "had": records.c.shape},
        )
        self.revisions = (
            "SELECT id, revision FROM records WHERE id IN (SELECT value FROM json_each(?))"
        )
        links = tables.links
        self.link = self._rows(links, ("record_id", "type", "field", "target"))
        self.unlink = self._text(
            links.delete().where(
                links.c.record_id == sa.bindparam("of"), links.c.field == sa.bindparam("name")
            ),
            ("of", "name"),
        )
        self._prepare_uniques()
        self._prepare_jobs()
        self.journal = self._rows(tables.journal, JournalRow._fields)
        self.ledger = self._rows(tables.stock_lines, LedgerRow._fields)
        self.call = self._rows(tables.outbox, CallRow._fields)
        outbox = tables.outbox.c
        told = SettledRow._fields[:-1]
        settled: dict[str, Any] = {name: sa.bindparam(name) for name in told}
        settled["attempts"] = outbox.attempts + sa.literal_column("1")
        waiting = sa.and_(outbox.id == sa.bindparam("of"), sa.text("outbox.status = 'waiting'"))
        self.settle = self._text(
            tables.outbox.update().values(settled).where(waiting), (*told, "of")
        )
        # What somebody is sending may arrive at any time: it must not be overtaken.
        gone = sa.and_(waiting, outbox.held_until.is_(None))
        self.supersede = self._text(tables.outbox.delete().where(gone), ("of",))
        of = sa.select(outbox.payload_key_id).where(gone)
        keys = tables.keys
        self.supersede_key = self._text(keys.delete().where(keys.c.id.in_(of)), ("of",))
        self.key = self._rows(tables.keys, KeyRow._fields)
        self.timer = self._insert(tables.timers, TimerRow._fields)
        self.timer += " ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at"
        timers = tables.timers
        self.timer_over = self._text(
            timers.delete().where(timers.c.id == sa.bindparam("of")), ("of",)
        )
        schedules = tables.schedules
        self.schedule_begins = self._insert(schedules, ("id", "handled_at"))
        self.schedule_begins += _UNLESS_KNOWN
        self.schedule_handled = self._update(
            schedules,
            {"handled_at": sa.bindparam("handled_at")},
            {"of": schedules.c.id, "was": schedules.c.handled_at},
        )
        self._prepare_items()
        self._prepare_inbox()

    def _prepare_uniques(self) -> None:
        uniques = tables.uniques
        self.unique = self._rows(uniques, ("type", "field", "value", "record_id"), _UNLESS_KNOWN)
        self.not_unique = self._text(
            uniques.delete().where(
                uniques.c.record_id == sa.bindparam("of"), uniques.c.field == sa.bindparam("name")
            ),
            ("of", "name"),
        )

    def _prepare_jobs(self) -> None:
        jobs, keys = tables.jobs, tables.keys
        self.job = self._insert(jobs, JobRow._fields)
        self.job_moved = self._update(
            jobs,
            {name: sa.bindparam(name) for name in ("cursor", "succeeded")},
            {"of": jobs.c.id, "was": jobs.c.cursor, "stood": jobs.c.state},
        )
        self.job_steered = self._update(
            jobs,
            {"state": sa.bindparam("state")},
            {"of": jobs.c.id, "was": jobs.c.cursor},
        )
        of = sa.select(jobs.c.payload_key_id).where(jobs.c.id == sa.bindparam("of"))
        self.job_key_gone = self._text(keys.delete().where(keys.c.id.in_(of)), ("of",))
        self.job_over = self._text(jobs.delete().where(jobs.c.id == sa.bindparam("of")), ("of",))
        self.changed_since = "SELECT 1 FROM journal WHERE seq > ? AND record_type = ? LIMIT 1"

    def _prepare_items(self) -> None:
        items = tables.items
        self.item = self._insert(items, ItemRow._fields)
        self.item_unless_known = self._rows(items, ItemRow._fields, _UNLESS_KNOWN)
        self.item_outcome = self._text(
            sa.select(items.c.outcome).where(
                items.c.message_id == sa.bindparam("of"), items.c.position == sa.bindparam("at")
            ),
            ("of", "at"),
        )
        self.forget_item = self._text(
            items.delete().where(
                items.c.message_id == sa.bindparam("of"), items.c.position == sa.bindparam("at")
            ),
            ("of", "at"),
        )

    def _prepare_inbox(self) -> None:
        inbox = tables.inbox.c
        tally = {name: inbox[name] + sa.bindparam(name) for name in tables.OUTCOMES}
        self.tally = self._update(tables.inbox, tally, {"of": inbox.id})
        moved = {
            "cursor": sa.func.coalesce(sa.bindparam("cursor"), inbox.cursor),
            "finished": sa.bindparam("finished"),
            "digest": sa.bindparam("digest"),
            **tally,
        }
        # Whoever began elsewhere was overtaken by another process.
        stands = inbox.cursor == sa.func.coalesce(sa.bindparam("began"), inbox.cursor)
        self.advance = self._text(
            tables.inbox.update().values(moved).where(inbox.id == sa.bindparam("of"), stands),
            (*moved, "of", "began"),
        )

    def _rows(self, table: sa.Table, names: Sequence[str], end: str = "") -> Insert:
        return Insert(self._insert(table, names), end)

    def _insert(self, table: sa.Table, names: Sequence[str]) -> str:
        values: dict[str, sa.BindParameter[Any]] = {name: sa.bindparam(name) for name in names}
        return self._text(table.insert().inline().values(values), names)

    def _update(
        self,
        table: sa.Table,
        values: Mapping[str, sa.ColumnElement[Any]],
        where: Mapping[str, sa.Column[Any]],
    ) -> str:
        matches = [column == sa.bindparam(name) for name, column in where.items()]
        return self._text(table.update().values(values).where(*matches), (*values, *where))

    def _text(
        self,
        statement: sa.Insert | sa.Update | sa.Delete | sa.Select[Any],
        order: Sequence[str],
    ) -> str:
        compiled = statement.compile(dialect=self._dialect)
        taken = compiled.positiontup
        if taken != list(order):
            raise ValueError(f"the statement takes {taken}, not {list(order)}: {compiled}")
        return str(compiled)
