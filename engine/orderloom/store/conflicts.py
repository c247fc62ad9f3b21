"""Finding out, after a commit was taken back, whom somebody else wrote meanwhile."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

import sqlalchemy as sa

from orderloom.errors import Overtaken, RevisionConflict
from orderloom.flow.decision import ItemResult
from orderloom.flow.job import JobChange
from orderloom.flow.record import Record
from orderloom.store import tables
from orderloom.store.codec import RecordCodec
from orderloom.store.dialect import Dialect, cursor_of
from orderloom.store.figures import moved_roots
from orderloom.store.group import Group
from orderloom.store.instants import instant
from orderloom.store.sealing import Identities

UniqueRow = tuple[str, str, str, str]
"""Type, field, value and record id, as ``RecordRows.uniques_new`` has them."""


class Conflicts:
    """Compares what a group was decided upon with what is stored."""

    def __init__(
        self, codecs: Mapping[str, RecordCodec], identities: Identities, dialect: Dialect
    ) -> None:
        self._dialect = dialect
        self._codecs = codecs
        self._identities = identities

    def first(
        self, connection: sa.Connection, group: Group, uniques: Sequence[UniqueRow]
    ) -> RevisionConflict:
        """Give the first conflict; all may be back as it was, and deciding again is right then."""
        fallback = next(iter((*group.changes, *group.reads)), "")
        every = chain(
            _of_messages(connection, group),
            _of_calls(connection, group),
            self._of_records(connection, group),
            _others(connection, self._dialect, group, uniques),
        )
        return next(every, RevisionConflict("OL630", record=fallback))

    def _of_records(self, connection: sa.Connection, group: Group) -> Iterator[RevisionConflict]:
        for name, revision in group.reads.items():
            if (_state(connection, name) or (0, ""))[0] != revision:
                yield RevisionConflict("OL630", record=name)
        for name, change in group.changes.items():
            if _state(connection, name) != self._expected(change.before):
                yield RevisionConflict("OL630", record=name)
            after = change.after
            stored = self._identities.stored(after.type, after.key)
            if change.before is None and _is_taken(connection, after.type, stored):
                yield RevisionConflict("OL631", type=after.type, key=stored)

    def _expected(self, before: Record | None) -> tuple[int, str] | None:
        if before is None:
            return None
        return before.revision, self._codecs[before.type].demanded_shape(before)


def _of_messages(connection: sa.Connection, group: Group) -> Iterator[RevisionConflict]:
    """Tell what another process has worked, before the records that it changed by that."""
    for message, progress in group.progress.items():
        if progress.began is not None and _reached(connection, message) != progress.began:
            yield Overtaken("OL930", message=message)
    for item in group.items:
        outcome = _outcome(connection, item)
        if outcome is not None and outcome not in tables.WAITING_OUTCOMES:
            yield Overtaken("OL930", message=item.message)


def _of_calls(connection: sa.Connection, group: Group) -> Iterator[RevisionConflict]:
    for settled in group.settled:
        if not _is_waiting(connection, settled.call):
            yield RevisionConflict("OL653", call=settled.call)


def _others(
    connection: sa.Connection, dialect: Dialect, group: Group, uniques: Sequence[UniqueRow]
) -> Iterator[RevisionConflict]:
    for record_type, horizon in group.searched.items():
        if _changed_since(connection, record_type, horizon):
            yield RevisionConflict("OL637", type=record_type)
    for stream in moved_roots(dialect, cursor_of(connection), group.roots):
        yield RevisionConflict("OL690", stream=stream)
    for job, (was, change) in group.jobs.items():
        if not _stands(connection, job, was, change):
            yield RevisionConflict("OL638", job=job)
    for handled in group.handled:
        if _handled_at(connection, handled.schedule) != handled.since:
            yield RevisionConflict("OL618", schedule=handled.schedule)
    for row in uniques:
        if _owner(connection, row) not in (None, row[3]):
            yield RevisionConflict("OL639", type=row[0], field=row[1])


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


def _changed_since(connection: sa.Connection, record_type: str, horizon: int) -> bool:
    columns = tables.journal.c
    found = sa.select(columns.seq).where(columns.seq > horizon, columns.record_type == record_type)
    return connection.execute(found.limit(1)).first() is not None


def _stands(connection: sa.Connection, job: str, was: int | None, change: JobChange) -> bool:
    columns = tables.jobs.c
    row = connection.execute(
        sa.select(columns.cursor, columns.state).where(columns.id == job)
    ).one_or_none()
    if row is None or was is None:
        return row is None and was is None
    return bool(row[0] == was) and (change.steers or row[1] == "waiting")


def _reached(connection: sa.Connection, message: str) -> int | None:
    columns = tables.inbox.c
    found: int | None = connection.scalar(sa.select(columns.cursor).where(columns.id == message))
    return found


def _outcome(connection: sa.Connection, item: ItemResult) -> str | None:
    columns = tables.items.c
    place = sa.and_(columns.message_id == item.message, columns.position == item.position)
    found: str | None = connection.scalar(sa.select(columns.outcome).where(place))
    return found


def _is_waiting(connection: sa.Connection, call: str) -> bool:
    columns = tables.outbox.c
    return connection.scalar(sa.select(columns.status).where(columns.id == call)) == "waiting"


def _handled_at(connection: sa.Connection, schedule: str) -> datetime | None:
    columns = tables.schedules.c
    found = connection.scalar(sa.select(columns.handled_at).where(columns.id == schedule))
    return None if found is None else instant(found)


def _owner(connection: sa.Connection, row: UniqueRow) -> str | None:
    columns = tables.uniques.c
    record_type, field, value, _ = row
    place = sa.and_(columns.type == record_type, columns.field == field, columns.value == value)
    found: str | None = connection.scalar(sa.select(columns.record_id).where(place))
    return found
