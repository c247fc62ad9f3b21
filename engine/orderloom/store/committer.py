"""The only one who writes decisions: a whole group of batches in one transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import sqlalchemy as sa

from orderloom.definition.flow import Flow
from orderloom.errors import RevisionConflict, StoreUnusable
from orderloom.flow.decision import Batch, Decision, Settlement
from orderloom.flow.file import FileContent
from orderloom.flow.schedule import Handled
from orderloom.flow.timer import TimerChange
from orderloom.ports import Writing, Written
from orderloom.store import tables
from orderloom.store.codec import RecordCodec
from orderloom.store.conflicts import Conflicts
from orderloom.store.database import Database
from orderloom.store.dialect import Cursor, cursor_of
from orderloom.store.figures import PageCodec, PageRow, moved_roots
from orderloom.store.files import FileRow, file_row
from orderloom.store.group import (
    CallRow,
    Group,
    ItemRow,
    JobMove,
    Progress,
    RecordRows,
    RowMaker,
    call_row,
    encoded,
    item_row,
    with_held_keys,
)
from orderloom.store.hot_statements import HotStatements
from orderloom.store.instants import micros
from orderloom.store.jobs import JobRow, job_row
from orderloom.store.journal_rows import JournalWriter
from orderloom.store.keyring import Keyring, KeyRow, keys_of_records
from orderloom.store.outbox import SettledRow, settled_row
from orderloom.store.sealing import Identities, Sealing, has_secrets
from orderloom.store.seeking import seek_anew
from orderloom.store.timers import timer_row
from orderloom.store.versions import NEWEST, put_in_force
from orderloom.store.wiping import Wiped, forget_identities, wipe_all


class _Clash(Exception):
    """A statement found another revision than it was told; the transaction goes back."""


class _Rows(NamedTuple):
    """Everything of a group that can be made before the write lock is taken."""

    records: RecordRows
    items: list[ItemRow]
    calls: list[CallRow]
    settled: list[SettledRow]
    jobs: list[JobRow]
    keys: list[KeyRow]
    pages: list[PageRow]
    files: list[FileRow]


class SqlCommitter:
    """A ``Committer`` over the single writing connection.

    A record read under an older shape of its type must reach ``commit`` as the reader gave it
    (the ``before`` of its change): it carries fields that this flow does not know.

    Attributes:
        version: Number of the version that decisions are made under; nothing else is written.
    """

    def __init__(
        self, database: Database, flow: Flow, codecs: Mapping[str, RecordCodec], keyring: Keyring
    ) -> None:
        self._database = database
        self.version = 0
        self._flow = flow
        self._codecs = codecs
        self._keyring = keyring
        self._has_secrets = has_secrets(flow)
        self._identities = Identities(flow, keyring)
        indexed = {shape.id: shape.indexed for shape in flow.records.values()}
        unique = {shape.id: shape.unique for shape in flow.records.values()}
        sought = {shape.id: shape.sought for shape in flow.records.values() if shape.sought}
        self._rows = RowMaker(codecs, indexed, unique, self._identities, sought)
        self._conflicts = Conflicts(codecs, self._identities, database.dialect)
        self._journal = JournalWriter()
        self._pages = PageCodec()
        self._sql = HotStatements(database.dialect)
        self._pen: ThreadPoolExecutor | None = None

    def commit(self, batches: Sequence[Batch]) -> None:
        """Write all of it in one transaction, or nothing.

        Raises:
            Overtaken: Another process has moved a message on, or worked an item of it (OL930).
            RevisionConflict: A record is not at the revision that the decision saw (OL630), one
                of its identity was created meanwhile (OL631), records of a type that was looked
                through changed (OL637), a job went on elsewhere (OL638), a unique value was taken
                (OL639), a figure that was read is otherwise (OL690), or the answer to a call was
                decided already (OL653).
            StoreUnusable: The database is locked or cannot be written; the master key is not
                the one of this store.
        """
        group = Group(batches, self._journal)
        self._transact(group, self._sealed(group))

    def commit_alone(self, prepare: Callable[[], Batch]) -> None:
        """Write what is prepared while nobody else can write anything, or nothing.

        ``prepare`` may read, and sees everything that was ever written before.

        Raises:
            Overtaken: Another process has moved the message on, or worked an item of it (OL930).
            StoreUnusable: Another version of the definitions is in force (OL692).
        """
        if self._has_secrets:
            self._keyring.prepare()
        try:
            with self._database.transaction() as connection:
                group = Group([prepare()], self._journal)
                rows = self._sealed(group)
                wiped = self._put(connection, group, rows)
                if group.version is not None:
                    dialect = self._database.dialect
                    seek_anew(connection, dialect, self._flow, self._codecs, self._keyring)
        except _Clash:
            raise self._conflict(group, rows) from None
        self._is_put(group, wiped)

    def begin(self, batches: Sequence[Batch]) -> Writing:
        """Begin to do as ``commit``; what it would raise is raised here or when it is waited for.

        All rows are made before this returns. A thread writes them: SQLite does so without the
        interpreter's lock.
        """
        group = Group(batches, self._journal)
        rows = self._sealed(group)
        if not self._database.is_readable_meanwhile:
            self._transact(group, rows)
            return Written()
        if self._pen is None:
            self._pen = ThreadPoolExecutor(max_workers=1, thread_name_prefix="orderloom-commit")
        return self._pen.submit(self._transact, group, rows)

    def close(self) -> None:
        """Wait for what was begun."""
        if self._pen is not None:
            self._pen.shutdown()

    def erase(self, decision: Decision) -> tuple[str, ...]:
        """Do as ``commit`` with a decision that erases; give the messages whose bytes are gone."""
        group = Group([Batch(decisions=[decision])], self._journal)
        return self._transact(group, self._sealed(group))

    def _transact(self, group: Group, rows: "_Rows") -> tuple[str, ...]:
        """Write a group; give the messages whose bytes went with it."""
        try:
            with self._database.transaction() as connection:
                wiped = self._put(connection, group, rows)
        except _Clash:
            raise self._conflict(group, rows) from None
        self._is_put(group, wiped)
        return wiped.messages

    def _put(self, connection: sa.Connection, group: Group, rows: "_Rows") -> Wiped:
        if group.erases:
            # Zeroes what is deleted: a wrapped key must not live on in a free page.
            self._database.dialect.zero_deleted(cursor_of(connection), on=True)
        wiped = wipe_all(connection, self._identities, group.erases.values())
        self._write(cursor_of(connection), group, rows)
        forget_identities(connection, self._identities, group.erases.values())
        if rows.calls or rows.jobs:
            self._database.call(connection)
        return wiped

    def _is_put(self, group: Group, wiped: Wiped) -> None:
        """Forget what a group that is written has destroyed; stand under the version it brought."""
        if group.erases:
            self._keyring.forget(wiped.keys)
            self._database.empty_log()
        if group.version is not None:
            self.version = group.version.number

    def _conflict(self, group: Group, rows: "_Rows") -> RevisionConflict:
        with self._database.transaction() as connection:
            return self._conflicts.first(connection, group, rows.records.uniques_new)

    def _sealed(self, group: Group) -> "_Rows":
        """Make a group's rows before the write lock is taken.

        The keys that records have are read before it, too: whoever replaces a key makes a new
        revision, so that this commit clashes.
        """
        documents = encoded(group.changes, self._codecs)
        held: Mapping[str, KeyRow] = {}
        if self._has_secrets or any(each.sensitive is not None for each in documents.values()):
            self._keyring.prepare()
            if known := with_held_keys(group.changes, documents):
                with self._database.reading.begin() as connection:
                    held = keys_of_records(self._database.dialect, connection, known)
        sealing = Sealing(self._keyring, held)
        payloads = sealing if self._has_secrets else None
        return _Rows(
            self._rows.rows(group.changes, documents, sealing),
            [item_row(item, self._identities) for item in group.items],
            [call_row(call, payloads) for call in group.calls],
            self._settled(group.settled),
            [job_row(job, payloads) for job in group.new_jobs()],
            sealing.keys,
            self._pages.rows(group.pages),
            self._files(group.files, sealing.keys),
        )

    def _files(self, files: Sequence[FileContent], keys: list[KeyRow]) -> list[FileRow]:
        made: list[FileRow] = []
        for each in files:
            key, row = self._keyring.new()
            keys.append(row)
            made.append(file_row(each, key))
        return made

    def _settled(self, settled: Sequence[Settlement]) -> list[SettledRow]:
        if not settled:
            return []
        with self._database.reading.begin() as connection:
            return [settled_row(connection, self._keyring, each) for each in settled]

    def _write(self, cursor: Cursor, group: Group, made: "_Rows") -> None:
        sql = self._sql
        self._stand(cursor, group)
        self._verify(cursor, group)
        self._write_records(cursor, made.records)
        if made.items:
            self._write_items(cursor, group, made.items)
        self._write_progress(cursor, group.progress)
        sql.journal.write(cursor, group.journal)
        if group.ledger:
            sql.ledger.write(cursor, group.ledger)
        if group.timers:
            self._write_timers(cursor, group.timers.values())
        if made.pages:
            sql.page.write(cursor, made.pages)
        for each in group.handled:
            self._write_handled(cursor, each)
        self._write_calls(cursor, group, made)
        sql.key.write(cursor, made.keys)
        if made.files:
            sql.file.write(cursor, made.files)
        if group.jobs:
            self._write_jobs(cursor, group.jobs, made.jobs)

    def _write_calls(self, cursor: Cursor, group: Group, made: "_Rows") -> None:
        """Settle calls that are over, take away those that give way, and add the new ones."""
        for settled in made.settled:
            cursor.execute(self._sql.settle, settled)
            if cursor.rowcount != 1:
                raise _Clash
        for each in group.superseded:
            cursor.execute(self._sql.supersede_key, (each,))
            cursor.execute(self._sql.supersede, (each,))
        self._sql.call.write(cursor, made.calls)

    def _write_timers(self, cursor: Cursor, changes: Iterable[TimerChange]) -> None:
        waiting = [timer_row(each.timer) for each in changes if each.state == "waiting"]
        over = [(each.timer.id,) for each in changes if each.state == "over"]
        if over:
            self._sql.timer_over.write(cursor, over)
        if waiting:
            self._sql.timer.write(cursor, waiting)

    def _write_handled(self, cursor: Cursor, handled: Handled) -> None:
        """Move a schedule on from where it was decided to stand."""
        until = micros(handled.until)
        if handled.since is None:
            moved = self._sql.schedule_begins.write(cursor, [(handled.schedule, until)])
        else:
            row = (until, handled.schedule, micros(handled.since))
            moved = self._sql.schedule_handled.write(cursor, [row])
        if moved != 1:
            raise _Clash

    def _write_jobs(
        self, cursor: Cursor, jobs: Mapping[str, JobMove], new: Sequence[JobRow]
    ) -> None:
        """Move jobs on, each from where it was decided to stand; one that is over goes."""
        if new:
            self._sql.job.write(cursor, new)
        for name, (was, change) in jobs.items():
            if was is None:
                continue
            if change.steers:
                moved = self._sql.job_steered.write(cursor, [(change.state, name, was)])
            else:
                row = (change.cursor, change.succeeded, name, was, "waiting")
                moved = self._sql.job_moved.write(cursor, [row])
            if moved != 1:
                raise _Clash
            if change.state == "over":
                self._end_job(cursor, name)

    def _end_job(self, cursor: Cursor, name: str) -> None:
        # What it kept must not live on in a free page once a record of it is erased.
        dialect = self._database.dialect
        dialect.zero_deleted(cursor, on=True)
        cursor.execute(self._sql.job_key_gone, (name,))
        cursor.execute(self._sql.job_over, (name,))
        dialect.zero_deleted(cursor, on=False)

    def _stand(self, cursor: Cursor, group: Group) -> None:
        """Refuse what was decided under definitions that are no longer in force."""
        newest: int = cursor.execute(NEWEST).fetchone()[0]
        if newest != self.version:
            raise StoreUnusable("OL692", number=str(newest))
        if group.version is not None:
            put_in_force(self._database.dialect, cursor, group.version)

    def _verify(self, cursor: Cursor, group: Group) -> None:
        """Hold what the group read, but does not change, against what is there."""
        if group.reads:
            wanted = self._database.dialect.listed(group.reads)
            cursor.execute(self._sql.revisions, (wanted,))
            if dict(cursor.fetchall()) != group.reads:
                raise _Clash
        if group.roots and moved_roots(self._database.dialect, cursor, group.roots):
            raise _Clash
        for record_type, horizon in group.searched.items():
            cursor.execute(self._sql.changed_since, (horizon, record_type))
            if cursor.fetchone() is not None:
                raise _Clash

    def _write_records(self, cursor: Cursor, rows: RecordRows) -> None:
        sql = self._sql
        if sql.new_record.write(cursor, rows.new) != len(rows.new):
            raise _Clash
        if sql.changed_record.write(cursor, rows.changed) != len(rows.changed):
            raise _Clash
        if rows.forgotten:
            sql.forget_links.write(cursor, rows.forgotten)
            sql.forget_uniques.write(cursor, rows.forgotten)
        if rows.links_gone:
            sql.unlink.write(cursor, rows.links_gone)
        sql.link.write(cursor, rows.links_new)
        if rows.uniques_gone:
            sql.not_unique.write(cursor, rows.uniques_gone)
        if sql.unique.write(cursor, rows.uniques_new) != len(rows.uniques_new):
            raise _Clash

    def _write_items(self, cursor: Cursor, group: Group, items: Sequence[ItemRow]) -> None:
        cursor.execute("SAVEPOINT items")
        if self._sql.item_unless_known.write(cursor, items) == len(items):
            for item in items:
                group.tally(item.message_id)[item.outcome] += 1
        else:
            cursor.execute("ROLLBACK TO items")
            self._replace_items(cursor, group, items)
        cursor.execute("RELEASE items")

    def _replace_items(self, cursor: Cursor, group: Group, items: Sequence[ItemRow]) -> None:
        """Write items of which some were parked or quarantined before, and count anew."""
        for item in items:
            place = (item.message_id, item.position)
            outcomes = group.tally(item.message_id)
            known = cursor.execute(self._sql.item_outcome, place).fetchone()
            if known is not None:
                if known[0] not in tables.WAITING_OUTCOMES:
                    raise _Clash
                outcomes[known[0]] -= 1
                self._sql.forget_item.write(cursor, [place])
            outcomes[item.outcome] += 1
            self._sql.item.write(cursor, [item])

    def _write_progress(self, cursor: Cursor, progress: Mapping[str, Progress]) -> None:
        moved: list[tuple[object, ...]] = []
        counted: list[tuple[object, ...]] = []
        for message, so_far in progress.items():
            counts = [so_far.outcomes[outcome] for outcome in tables.OUTCOMES]
            if so_far.cursor is None and not so_far.finished:
                counted.append((*counts, message))
            else:
                digest = self._flow.digest if so_far.finished else ""
                where = (message, so_far.began)
                moved.append((so_far.cursor, so_far.finished, digest, *counts, *where))
        _write_all(cursor, self._sql.advance, moved)
        if counted:
            cursor.executemany(self._sql.tally, counted)


def _write_all(cursor: Cursor, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if not rows:
        return
    cursor.executemany(statement, rows)
    if cursor.rowcount != len(rows):
        raise _Clash
