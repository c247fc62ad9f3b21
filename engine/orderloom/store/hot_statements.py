"""The committer's statements, made once from the tables.

Core would compile, bind and check the same few statements for every group; the driver takes the
rows as they are. Each is held against the order of the rows it is given.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from orderloom.store import tables
from orderloom.store.codec import Documents
from orderloom.store.dialect import Dialect
from orderloom.store.figures import PageRow
from orderloom.store.group import CallRow, ItemRow
from orderloom.store.jobs import JobRow
from orderloom.store.journal_rows import JournalRow
from orderloom.store.keyring import KeyRow
from orderloom.store.ledger import LedgerRow
from orderloom.store.outbox import SettledRow
from orderloom.store.texts import compiled
from orderloom.store.timers import TimerRow

_UNLESS_KNOWN = " ON CONFLICT DO NOTHING"


class HotStatements:
    """Those of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        records = tables.records
        new = ("id", "type", "key", *Documents._fields, "source", "created_at")
        self.new_record = dialect.insert(records, new, _UNLESS_KNOWN)
        self.changed_record = dialect.update(
            records, Documents._fields, ("id", "revision", "shape")
        )
        self.revisions = dialect.text(
            f"SELECT id, revision FROM records WHERE id {dialect.among}"  # noqa: S608 - ours
        )
        links = tables.links
        self.link = dialect.insert(links, ("record_id", "type", "field", "target"))
        self.unlink = dialect.delete(links, ("record_id", "field"))
        self.forget_links = dialect.delete(links, ("record_id",))
        uniques = tables.uniques
        self.forget_uniques = dialect.delete(uniques, ("record_id",))
        self.unique = dialect.insert(
            uniques, ("type", "field", "value", "record_id"), _UNLESS_KNOWN
        )
        self.not_unique = dialect.delete(uniques, ("record_id", "field"))
        self.journal = dialect.insert(tables.journal, JournalRow._fields)
        self.ledger = dialect.insert(tables.stock_lines, LedgerRow._fields)
        self.key = dialect.insert(tables.keys, KeyRow._fields)
        self.file = dialect.insert(
            tables.files, ("record_id", "hash", "size", "body", "key_id"), _UNLESS_KNOWN
        )
        self.page = dialect.insert(
            tables.figure_pages,
            PageRow._fields,
            " ON CONFLICT (stream, grp, number) "
            "DO UPDATE SET revision = excluded.revision, body = excluded.body",
        )
        self._prepare_calls()
        self._prepare_timers()
        self._prepare_jobs()
        self._prepare_items()
        self._prepare_inbox()

    def _prepare_calls(self) -> None:
        self.call = self._dialect.insert(tables.outbox, CallRow._fields)
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

    def _prepare_timers(self) -> None:
        timers, schedules = tables.timers, tables.schedules
        moved = " ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at"
        self.timer = self._dialect.insert(timers, TimerRow._fields, moved)
        self.timer_over = self._dialect.delete(timers, ("id",))
        self.schedule_begins = self._dialect.insert(schedules, ("id", "handled_at"), _UNLESS_KNOWN)
        self.schedule_handled = self._dialect.update(
            schedules, ("handled_at",), ("id", "handled_at")
        )

    def _prepare_jobs(self) -> None:
        jobs, keys = tables.jobs, tables.keys
        self.job = self._dialect.insert(jobs, JobRow._fields)
        self.job_moved = self._dialect.update(
            jobs, ("cursor", "succeeded"), ("id", "cursor", "state")
        )
        self.job_steered = self._dialect.update(jobs, ("state",), ("id", "cursor"))
        of = sa.select(jobs.c.payload_key_id).where(jobs.c.id == sa.bindparam("of"))
        self.job_key_gone = self._text(keys.delete().where(keys.c.id.in_(of)), ("of",))
        self.job_over = self._text(jobs.delete().where(jobs.c.id == sa.bindparam("of")), ("of",))
        self.changed_since = self._dialect.text(
            "SELECT 1 FROM journal WHERE seq > ? AND record_type = ? LIMIT 1"
        )

    def _prepare_items(self) -> None:
        items = tables.items
        self.item = self._dialect.insert(items, ItemRow._fields)
        self.item_unless_known = self._dialect.insert(items, ItemRow._fields, _UNLESS_KNOWN)
        self.item_outcome = self._text(
            sa.select(items.c.outcome).where(
                items.c.message_id == sa.bindparam("of"), items.c.position == sa.bindparam("at")
            ),
            ("of", "at"),
        )
        self.forget_item = self._dialect.delete(items, ("message_id", "position"))

    def _prepare_inbox(self) -> None:
        inbox = tables.inbox.c
        tally = {name: inbox[name] + sa.bindparam(name) for name in tables.OUTCOMES}
        counted = tables.inbox.update().values(tally).where(inbox.id == sa.bindparam("of"))
        self.tally = self._text(counted, (*tally, "of"))
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

    def _text(
        self,
        statement: sa.Insert | sa.Update | sa.Delete | sa.Select[Any],
        order: Sequence[str],
    ) -> str:
        return compiled(self._dialect.core, statement, order)
