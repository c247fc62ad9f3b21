"""The committer's statements, as text made once from the tables.

Core would compile, bind and check the same few statements for every group; the driver takes the
rows as they are. Each text is held against the order of the rows it is given.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import sqlalchemy as sa

from orderloom.store import tables
from orderloom.store.codec import Documents
from orderloom.store.group import CallRow, ItemRow
from orderloom.store.jobs import JobRow
from orderloom.store.journal_rows import JournalRow
from orderloom.store.keyring import KeyRow
from orderloom.store.timers import TimerRow


class Cursor(Protocol):
    """The part of a driver's cursor (PEP 249) that hot statements need."""

    @property
    def rowcount(self) -> int: ...  # noqa: D102
    def execute(self, operation: str, parameters: Any = ..., /) -> Any: ...  # noqa: ANN401, D102
    def executemany(self, operation: str, rows: Any, /) -> Any: ...  # noqa: ANN401, D102
    def fetchone(self) -> Any: ...  # noqa: ANN401, D102
    def fetchmany(self, size: int, /) -> Any: ...  # noqa: ANN401, D102
    def fetchall(self) -> Any: ...  # noqa: ANN401, D102


class HotStatements:
    """Texts for one dialect."""

    def __init__(self, dialect: sa.Dialect) -> None:
        self._dialect = dialect
        records = tables.records
        new = ("id", "type", "key", *Documents._fields, "source", "created_at")
        self.new_record = self._insert(records, new) + " ON CONFLICT DO NOTHING"
        self.changed_record = self._update(
            records,
            {name: sa.bindparam(name) for name in Documents._fields},
            {"record_id": records.c.id, "was": records.c.revision, "had": records.c.shape},
        )
        self.revisions = (
            "SELECT id, revision FROM records WHERE id IN (SELECT value FROM json_each(?))"
        )
        links = tables.links
        self.link = self._insert(links, ("record_id", "type", "field", "target"))
        self.unlink = self._text(
            links.delete().where(
                links.c.record_id == sa.bindparam("of"), links.c.field == sa.bindparam("name")
            ),
            ("of", "name"),
        )
        self._prepare_uniques()
        self._prepare_jobs()
        self.journal = self._insert(tables.journal, JournalRow._fields)
        self.call = self._insert(tables.outbox, CallRow._fields)
        self.key = self._insert(tables.keys, KeyRow._fields)
        self.timer = self._insert(tables.timers, TimerRow._fields)
        self.timer += " ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at"
        timers = tables.timers
        self.timer_over = self._text(
            timers.delete().where(timers.c.id == sa.bindparam("of")), ("of",)
        )
        schedules = tables.schedules
        self.schedule_begins = self._insert(schedules, ("id", "handled_at"))
        self.schedule_begins += " ON CONFLICT DO NOTHING"
        self.schedule_handled = self._update(
            schedules,
            {"handled_at": sa.bindparam("handled_at")},
            {"of": schedules.c.id, "was": schedules.c.handled_at},
        )
        self._prepare_items()
        self._prepare_inbox()

    def _prepare_uniques(self) -> None:
        uniques = tables.uniques
        self.unique = self._insert(uniques, ("type", "field", "value", "record_id"))
        self.unique += " ON CONFLICT DO NOTHING"
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
            {"of": jobs.c.id, "was": jobs.c.cursor},
        )
        of = sa.select(jobs.c.payload_key_id).where(jobs.c.id == sa.bindparam("of"))
        self.job_key_gone = self._text(keys.delete().where(keys.c.id.in_(of)), ("of",))
        self.job_over = self._text(
            jobs.delete().where(
                jobs.c.id == sa.bindparam("of"), jobs.c.cursor == sa.bindparam("was")
            ),
            ("of", "was"),
        )
        self.changed_since = "SELECT 1 FROM journal WHERE seq > ? AND record_type = ? LIMIT 1"

    def _prepare_items(self) -> None:
        items = tables.items
        self.item = self._insert(items, ItemRow._fields)
        self.item_unless_known = self.item + " ON CONFLICT DO NOTHING"
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
        self.advance = self._update(
            tables.inbox,
            {
                "cursor": sa.func.coalesce(sa.bindparam("cursor"), inbox.cursor),
                "finished": sa.bindparam("finished"),
                "digest": sa.bindparam("digest"),
                **tally,
            },
            {"of": inbox.id},
        )

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
