"""Outgoing calls that wait for delivery."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from msgspec import structs

from orderloom.flow.decision import Settlement
from orderloom.flow.effect import Call
from orderloom.ports import CallStanding, OutboxRow
from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.instants import instant, micros
from orderloom.store.keyring import Keyring
from orderloom.store.open_values import decode_open, encode_open
from orderloom.store.sealing import opened_text, sealed_text

# Spelt as in the partial index, so that the planner sees it fits.
_WAITING = sa.text("outbox.status = 'waiting'")
_EARLIER_WAITING = sa.text("earlier.status = 'waiting'")


class SqlOutbox:
    """An ``Outbox``."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._reading = database.reading
        self._keyring = keyring

    def due(self, now: datetime, limit: int, resting: Collection[str] = ()) -> Sequence[OutboxRow]:
        """Give calls that may leave now, oldest first.

        Of one record's calls to one connection only the first is given: the next waits until
        that one is sent or given up. Connections that rest are left out.
        """
        wanted = due_statement(now, limit)
        if resting:
            reaching = tables.outbox.c.connection
            wanted = wanted.where(reaching.is_(None) | reaching.not_in(sorted(resting)))
        with self._reading.begin() as connection:
            rows = connection.execute(wanted).all()
        return [self._row(row) for row in rows]

    def take(self, row: OutboxRow, until: datetime) -> OutboxRow | None:
        """Take a call as it was given by ``due``; None: it is another's, or no longer so.

        Taking what somebody began to send counts as a try, that one's: what kills whoever sends
        it must come to an end.
        """
        begun = row.held_until is not None
        return self._hold(row, until, row.attempts + begun)

    def keep(self, row: OutboxRow, until: datetime) -> OutboxRow | None:
        """Keep a call that was taken for longer; None: it is not ours any more."""
        return self._hold(row, until, row.attempts)

    def leave(self, row: OutboxRow) -> None:
        """Leave a call that was taken as it waited, for nothing of it left."""
        self._hold(row, None, row.attempts)

    def answered(self, call_id: str) -> tuple[Call, Mapping[str, Any]] | None:
        """Give a call that was answered, with its answer; None: it was not, or it was erased."""
        outbox = tables.outbox.c
        one = sa.and_(outbox.id == call_id, outbox.status == "sent", outbox.answer.is_not(None))
        with self._reading.begin() as connection:
            row = connection.execute(_whole().add_columns(outbox.answer).where(one)).one_or_none()
        if row is None:
            return None
        told: str = row.answer
        if row.payload_key_id is not None:
            told = opened_text(self._keyring.known(row.payload_key_id, row.wrapped), told, row.id)
        return self._call(row), decode_open(told)

    def sent(self, call_id: str, at: datetime, answer: Mapping[str, Any]) -> None:
        """Note that a call was delivered; its answer is kept as secret as what was said."""
        with self._reading.begin() as connection:
            told = kept_answer(connection, self._keyring, call_id, answer)
        values = {"status": "sent", "sent_at": micros(at), "answer": told}
        self._settle(call_id, {**values, "error": None})

    def failed(
        self,
        call_id: str,
        at: datetime,
        error: str,
        again_at: datetime | None,
        held_until: datetime | None = None,
    ) -> None:
        """Note a failure of whoever has the call until then; that of another changes nothing.

        ``again_at`` None: it is given up and stays for a person to see.
        """
        values: dict[str, object] = {"error": error, "held_until": None}
        if again_at is None:
            values |= {"status": "failed", "next_at": micros(at)}
        else:
            values["next_at"] = micros(again_at)
        self._settle(call_id, values, _held(held_until))

    def unsent(self, record_id: str) -> Sequence[CallStanding]:
        """Give the calls of a record that were not delivered, oldest first."""
        with self._reading.begin() as connection:
            rows = connection.execute(_unsent(record_id)).all()
        return [
            CallStanding(
                **{**row._mapping, "at": instant(row.at), "next_at": instant(row.next_at)}  # noqa: SLF001 - SQLAlchemy's own
            )
            for row in rows
        ]

    def counts(self) -> Mapping[str, int]:
        """Count rows by status: ``waiting sent failed unroutable``."""
        outbox = tables.outbox.c
        counted = sa.select(outbox.status, sa.func.count()).group_by(outbox.status)
        with self._reading.begin() as connection:
            numbers = {row[0]: row[1] for row in connection.execute(counted)}
        return {status: numbers.get(status, 0) for status in tables.CALL_STATES}

    def counts_by_connection(self) -> Mapping[str, Mapping[str, int]]:
        """Count the rows of each connection by status."""
        outbox = tables.outbox.c
        wanted = sa.select(outbox.connection, outbox.status, sa.func.count()).where(
            outbox.connection.is_not(None)
        )
        found: dict[str, dict[str, int]] = {}
        with self._reading.begin() as connection:
            for name, status, number in connection.execute(
                wanted.group_by(outbox.connection, outbox.status)
            ):
                found.setdefault(name, dict.fromkeys(tables.CALL_STATES, 0))[status] = number
        return found

    def _settle(
        self, call_id: str, values: Mapping[str, object], *where: sa.ColumnElement[bool]
    ) -> None:
        """Write what an attempt led to; a call that is settled already stays so."""
        attempt = _waiting(call_id).where(*where)
        with self._database.aside() as connection:
            counted = tables.outbox.c.attempts + 1
            connection.execute(attempt.values(attempts=counted, **values))

    def _hold(self, row: OutboxRow, until: datetime | None, attempts: int) -> OutboxRow | None:
        """Compare and set: a call that stands as the row says is held until then.

        Every instant until which one call is held is later than the one before, and a try that
        is over counts: so a row that is not of now never fits.
        """
        stands = _waiting(row.call.id).where(
            _held(row.held_until), tables.outbox.c.attempts == row.attempts
        )
        held = None if until is None else micros(until)
        with self._database.aside() as connection:
            changed = connection.execute(stands.values(held_until=held, attempts=attempts))
        if changed.rowcount != 1:
            return None
        return structs.replace(row, held_until=until, attempts=attempts)

    def _row(self, row: sa.Row[Any]) -> OutboxRow:
        held = None if row.held_until is None else instant(row.held_until)
        return OutboxRow(call=self._call(row), attempts=row.attempts, held_until=held)

    def _call(self, row: sa.Row[Any]) -> Call:
        payload = row.payload
        if row.payload_key_id is not None:
            key = self._keyring.known(row.payload_key_id, row.wrapped)
            payload = opened_text(key, payload, row.id)
        return Call(
            id=row.id,
            at=instant(row.at),
            connection=row.connection,
            operation=row.operation,
            payload=decode_open(payload),
            key=row.idempotency_key,
            irreversible=row.irreversible,
            record_id=row.record_id,
            action=row.action,
        )


def kept_answer(
    connection: sa.Connection, keyring: Keyring, call_id: str, answer: Mapping[str, Any]
) -> str:
    """Give an answer as it is stored: sealed if what was said was."""
    told = encode_open(answer)
    key = connection.execute(_key_of(call_id)).one_or_none()
    return told if key is None else sealed_text(keyring.known(key.id, key.wrapped), told, call_id)


class SettledRow(NamedTuple):
    """How a row of ``outbox`` changes when its answer is decided, and its id."""

    status: str
    error: str | None
    answer: str | None
    sent_at: int | None
    id: str


def settled_row(connection: sa.Connection, keyring: Keyring, each: Settlement) -> SettledRow:
    """Give the row of a call that is over."""
    told = None if each.answer is None else kept_answer(connection, keyring, each.call, each.answer)
    sent_at = micros(each.at) if each.state == "sent" else None
    return SettledRow(each.state, each.error, told, sent_at, each.call)


def _waiting(call_id: str) -> sa.Update:
    outbox = tables.outbox.c
    return sa.update(tables.outbox).where(outbox.id == call_id, outbox.status == "waiting")


def _held(until: datetime | None) -> sa.ColumnElement[bool]:
    column = tables.outbox.c.held_until
    return column.is_(None) if until is None else column == micros(until)


def _key_of(call_id: str) -> sa.Select[Any]:
    outbox, keys = tables.outbox.c, tables.keys.c
    held = sa.select(keys.id, keys.wrapped).join_from(
        tables.outbox, tables.keys, keys.id == outbox.payload_key_id
    )
    return held.where(outbox.id == call_id)


def _unsent(record_id: str) -> sa.Select[Any]:
    outbox = tables.outbox.c
    told = (outbox.id, outbox.at, outbox.connection, outbox.operation, outbox.status)
    more = (outbox.attempts, outbox.next_at, outbox.error)
    mine = sa.and_(outbox.record_id == record_id, outbox.status != "sent")
    behind = sa.and_(outbox.status == "waiting", _is_behind()).label("behind")
    return sa.select(*told, *more, behind).where(mine).order_by(outbox.seq)


def _is_behind() -> sa.Exists:
    """Say that an earlier call of the record to the connection waits."""
    outbox = tables.outbox.c
    earlier = tables.outbox.alias("earlier")
    return sa.exists().where(
        _EARLIER_WAITING,
        earlier.c.record_id == outbox.record_id,
        earlier.c.connection == outbox.connection,
        earlier.c.seq < outbox.seq,
    )


def due_statement(now: datetime, limit: int) -> sa.Select[Any]:
    """Select the calls that may leave."""
    outbox = tables.outbox.c
    free = sa.or_(outbox.held_until.is_(None), outbox.held_until <= micros(now))
    return (
        _whole()
        .where(_WAITING, outbox.next_at <= micros(now), free, ~_is_behind())
        .order_by(outbox.seq)
        .limit(limit)
    )


def _whole() -> sa.Select[Any]:
    outbox = tables.outbox.c
    return sa.select(
        outbox.id,
        outbox.at,
        outbox.connection,
        outbox.operation,
        outbox.payload,
        outbox.payload_key_id,
        tables.keys.c.wrapped,
        outbox.idempotency_key,
        outbox.irreversible,
        outbox.record_id,
        outbox.action,
        outbox.attempts,
        outbox.held_until,
    ).join_from(tables.outbox, tables.keys, tables.keys.c.id == outbox.payload_key_id, isouter=True)
