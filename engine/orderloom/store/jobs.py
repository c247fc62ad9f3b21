"""The table of jobs: what is left to do for each of many records.

A row goes when its job is over, and with it the key of what it kept. Until then its cursor moves
in the very commit of each record's decision, so that every record is worked once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from orderloom.flow.job import Job, JobChange
from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.instants import instant, micros
from orderloom.store.keyring import Keyring
from orderloom.store.open_values import decode_open, encode_open
from orderloom.store.sealing import Sealing, opened_text


class JobRow(NamedTuple):
    """A row of ``jobs`` when it is new, in the order of the table."""

    id: str
    name: str
    record_type: str
    at: int
    ids: str
    cursor: int
    succeeded: int
    most: int | None
    path: str
    payload: str
    payload_key_id: str | None
    state: str


def job_row(change: JobChange, sealing: Sealing | None) -> JobRow:
    """Give the row of a job; without ``sealing`` the flow has no secrets that it could keep."""
    job = change.job
    kept = {"event": job.event, "results": job.results, "this": job.this, "user": job.user}
    payload, key_id = encode_open(kept), None
    if sealing is not None:
        payload, key_id = sealing.payload(job.id, payload)
    return JobRow(
        job.id,
        job.name,
        job.record,
        micros(job.now),
        msgspec.json.encode(job.ids).decode(),
        change.cursor,
        change.succeeded,
        job.take,
        msgspec.json.encode(job.path).decode(),
        payload,
        key_id,
        change.state,
    )


class SqlJobs:
    """``Jobs`` over one database."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        jobs, keys = tables.jobs, tables.keys
        self._every = sa.select(jobs.c.id).order_by(jobs.c.seq)
        self._ids = self._every.where(jobs.c.state == "waiting")
        self._one = (
            sa.select(*jobs.c, keys.c.wrapped)
            .join_from(jobs, keys, keys.c.id == jobs.c.payload_key_id, isouter=True)
            .where(jobs.c.id == sa.bindparam("of"))
        )

    def unfinished(self) -> Sequence[str]:
        """Give the ids of jobs that wait to be worked to their end, oldest first."""
        with self._database.reading.begin() as connection:
            return tuple(connection.scalars(self._ids))

    def every(self) -> Sequence[str]:
        """Give the ids of all jobs that are not at their end, paused ones too, oldest first."""
        with self._database.reading.begin() as connection:
            return tuple(connection.scalars(self._every))

    def read(self, job_id: str) -> JobChange | None:
        """Give a job and how far it is; None when it is over."""
        with self._database.reading.begin() as connection:
            row = connection.execute(self._one, {"of": job_id}).one_or_none()
        if row is None:
            return None
        payload = row.payload
        if row.payload_key_id is not None:
            key = self._keyring.known(row.payload_key_id, row.wrapped)
            payload = opened_text(key, payload, row.id)
        return job_of(row, payload)


def job_of(row: Any, payload: str) -> JobChange:  # noqa: ANN401 - a row, whoever read it
    """Give the job of a row, and how far it is; ``payload`` is in the clear."""
    kept = decode_open(payload)
    now: datetime = instant(row.at)
    job = Job(
        id=row.id,
        name=row.name,
        record=row.record_type,
        ids=msgspec.json.decode(row.ids, type=tuple[str, ...]),
        now=now,
        event=kept["event"],
        results=kept["results"],
        this=kept["this"],
        user=kept.get("user"),
        take=row.most,
        path=msgspec.json.decode(row.path, type=tuple[str, ...]),
    )
    return JobChange(job=job, cursor=row.cursor, succeeded=row.succeeded, state=row.state)
