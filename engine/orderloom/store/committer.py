"""The only one who writes decisions: a whole group of batches in one transaction."""

from collections.abc import Mapping, Sequence
from typing import cast

import msgspec
import sqlalchemy as sa

from orderloom.definition.flow import Flow
from orderloom.errors import RevisionConflict
from orderloom.flow.decision import Batch
from orderloom.flow.record import Record
from orderloom.store import tables
from orderloom.store.codec import RecordCodec
from orderloom.store.engine import Database
from orderloom.store.group import Group, Progress, RecordRows, link_fields, record_rows
from orderloom.store.hot_statements import Cursor, HotStatements
from orderloom.store.journal_rows import JournalWriter


class _Clash(Exception):
    """A statement found another revision than it was told; the transaction goes back."""


class SqlCommitter:
    """A ``Committer`` over the single writing connection.

    A record read under an older shape of its type must reach ``commit`` as the reader gave it
    (the ``before`` of its change): it carries fields that this flow does not know.
    """

    def __init__(self, database: Database, flow: Flow, codecs: Mapping[str, RecordCodec]) -> None:
        self._database = database
        self._digest = flow.digest
        self._codecs = codecs
        self._link_fields = {
            record_type.id: link_fields(record_type) for record_type in flow.records.values()
        }
        self._journal = JournalWriter()
        self._sql = HotStatements(database.writing.dialect)

    def commit(self, batches: Sequence[Batch]) -> None:
        """Write all of it in one transaction, or nothing.

        Raises:
            RevisionConflict: A record is not at the revision that the decision saw (OL630), or
                one of its identity was created meanwhile (OL631).
            StoreUnusable: The database is locked or cannot be written.
        """
        group = Group(batches, self._journal)
        rows = record_rows(group.changes, self._codecs, self._link_fields)
        try:
            with self._database.transaction() as connection:
                self._write(cast("Cursor", connection.connection.cursor()), group, rows)
        except _Clash:
            raise self._conflict(group) from None

    def _write(self, cursor: Cursor, group: Group, rows: RecordRows) -> None:
        sql = self._sql
        if group.reads:
            self._verify(cursor, group.reads)
        _write_all(cursor, sql.new_record, rows.new)
        _write_all(cursor, sql.changed_record, rows.changed)
        if rows.links_gone:
            cursor.executemany(sql.unlink, rows.links_gone)
        if rows.links_new:
            cursor.executemany(sql.link, rows.links_new)
        if group.items:
            self._write_items(cursor, group)
        self._write_progress(cursor, group.progress)
        if group.journal:
            cursor.executemany(sql.journal, group.journal)
        if group.calls:
            cursor.executemany(sql.call, group.calls)

    def _verify(self, cursor: Cursor, reads: Mapping[str, int]) -> None:
        cursor.execute(self._sql.revisions, (msgspec.json.encode(list(reads)).decode(),))
        if dict(cursor.fetchall()) != reads:
            raise _Clash

    def _write_items(self, cursor: Cursor, group: Group) -> None:
        cursor.execute("SAVEPOINT items")
        cursor.executemany(self._sql.item_unless_known, group.items)
        if cursor.rowcount == len(group.items):
            for item in group.items:
                group.tally(item.message_id)[item.outcome] += 1
        else:
            cursor.execute("ROLLBACK TO items")
            self._replace_items(cursor, group)
        cursor.execute("RELEASE items")

    def _replace_items(self, cursor: Cursor, group: Group) -> None:
        """Write items of which some were parked or quarantined before, and count anew."""
        for item in group.items:
            place = (item.message_id, item.position)
            outcomes = group.tally(item.message_id)
            known = cursor.execute(self._sql.item_outcome, place).fetchone()
            if known is not None:
                outcomes[known[0]] -= 1
                cursor.execute(self._sql.forget_item, place)
            outcomes[item.outcome] += 1
            cursor.execute(self._sql.item, item)

    def _write_progress(self, cursor: Cursor, progress: Mapping[str, Progress]) -> None:
        moved: list[tuple[object, ...]] = []
        counted: list[tuple[object, ...]] = []
        for message, so_far in progress.items():
            counts = [so_far.outcomes[outcome] for outcome in tables.OUTCOMES]
            if so_far.cursor is None and not so_far.finished:
                counted.append((*counts, message))
            else:
                digest = self._digest if so_far.finished else ""
                moved.append((so_far.cursor, so_far.finished, digest, *counts, message))
        if moved:
            cursor.executemany(self._sql.advance, moved)
        if counted:
            cursor.executemany(self._sql.tally, counted)

    def _conflict(self, group: Group) -> RevisionConflict:
        """Find out, after the transaction went back, whom somebody else wrote."""
        with self._database.transaction() as connection:
            for name, revision in group.reads.items():
                if (_state(connection, name) or (0, ""))[0] != revision:
                    return RevisionConflict("OL630", record=name)
            for name, change in group.changes.items():
                if _state(connection, name) != self._expected(change.before):
                    return RevisionConflict("OL630", record=name)
                after = change.after
                if change.before is None and _is_taken(connection, after.type, after.key):
                    return RevisionConflict("OL631", type=after.type, key=after.key)
        # All is back as it was decided upon; deciding again is right all the same.
        return RevisionConflict("OL630", record=next(iter((*group.changes, *group.reads))))

    def _expected(self, before: Record | None) -> tuple[int, str] | None:
        if before is None:
            return None
        return before.revision, self._codecs[before.type].demanded_shape(before)


def _write_all(cursor: Cursor, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if not rows:
        return
    cursor.executemany(statement, rows)
    if cursor.rowcount != len(rows):
        raise _Clash


def _state(connection: sa.Connection, record_id: str) -> tuple[int, str] | None:
    columns = tables.records.c
    row = connection.execute(
        sa.select(columns.revision, columns.shape).where(columns.id == record_id)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def _is_taken(connection: sa.Connection, record_type: str, key: str) -> bool:
    columns = tables.records.c
    found = sa.select(columns.id).where(columns.type == record_type, columns.key == key)
    return connection.execute(found).first() is not None
