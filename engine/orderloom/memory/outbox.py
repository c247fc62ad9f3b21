"""Outgoing calls that wait for delivery."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import structs

from orderloom.flow.effect import Call
from orderloom.memory.contents import Memory, Posted
from orderloom.ports import CallStanding, OutboxRow
from orderloom.store.instants import instant, micros
from orderloom.store.open_values import decode_open, encode_open
from orderloom.store.tables import CALL_STATES


class MemoryOutbox:
    """An ``Outbox`` over a memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def due(self, now: datetime, limit: int, resting: Collection[str] = ()) -> Sequence[OutboxRow]:
        """Give calls that may leave now, oldest first.

        Of one record's calls to one connection only the first is given: the next waits until
        that one is sent or given up. Connections that rest are left out.
        """
        at = micros(now)
        found: list[OutboxRow] = []
        before: set[tuple[str, str]] = set()
        for posted in self._memory.contents.calls.values():
            if posted.status != "waiting":
                continue
            record_id, connection = posted.row.record_id, posted.row.connection
            is_first = True
            if record_id is not None and connection is not None:
                is_first = (record_id, connection) not in before
                before.add((record_id, connection))
            is_free = posted.held_until is None or posted.held_until <= at
            if is_first and is_free and posted.next_at <= at and connection not in resting:
                found.append(_row(posted))
        return found[:limit]

    def take(self, row: OutboxRow, until: datetime) -> OutboxRow | None:
        """Take a call as it was given by ``due``; None: it is another's, or no longer so."""
        return self._hold(row, until, row.attempts + (row.held_until is not None))

    def keep(self, row: OutboxRow, until: datetime) -> OutboxRow | None:
        """Keep a call that was taken for longer; None: it is not ours any more."""
        return self._hold(row, until, row.attempts)

    def leave(self, row: OutboxRow) -> None:
        """Leave a call that was taken as it waited, for nothing of it left."""
        self._hold(row, None, row.attempts)

    def answered(self, call_id: str) -> tuple[Call, Mapping[str, Any]] | None:
        """Give a call that was answered, with its answer; None: it was not, or it was erased."""
        posted = self._memory.contents.calls.get(call_id)
        if posted is None or posted.status != "sent" or posted.answer is None:
            return None
        return _call(posted), decode_open(posted.answer)

    def sent(self, call_id: str, at: datetime, answer: Mapping[str, Any]) -> None:
        """Note that a call was delivered."""
        with self._memory.lock:
            if (posted := self._waiting(call_id)) is not None:
                self._memory.contents.calls[call_id] = structs.replace(
                    posted,
                    status="sent",
                    sent_at=micros(at),
                    answer=encode_open(answer),
                    error=None,
                    attempts=posted.attempts + 1,
                )

    def failed(
        self,
        call_id: str,
        at: datetime,
        error: str,
        again_at: datetime | None,
        held_until: datetime | None = None,
    ) -> None:
        """Note a failure of whoever has the call until then; that of another changes nothing."""
        with self._memory.lock:
            posted = self._waiting(call_id)
            if posted is None or posted.held_until != _stored(held_until):
                return
            self._memory.contents.calls[call_id] = structs.replace(
                posted,
                status="failed" if again_at is None else "waiting",
                error=error,
                held_until=None,
                next_at=micros(at if again_at is None else again_at),
                attempts=posted.attempts + 1,
            )

    def unsent(self, record_id: str) -> Sequence[CallStanding]:
        """Give the calls of a record that were not delivered, oldest first."""
        found: list[CallStanding] = []
        before: set[str | None] = set()
        for posted in self._memory.contents.calls.values():
            if posted.row.record_id != record_id or posted.status == "sent":
                continue
            found.append(_standing(posted, behind=posted.row.connection in before))
            if posted.status == "waiting" and posted.row.connection is not None:
                before.add(posted.row.connection)
        return found

    def counts(self) -> Mapping[str, int]:
        """Count rows by status: ``waiting sent failed unroutable``."""
        counts = dict.fromkeys(CALL_STATES, 0)
        for posted in self._memory.contents.calls.values():
            counts[posted.status] += 1
        return counts

    def counts_by_connection(self) -> Mapping[str, Mapping[str, int]]:
        """Count the rows of each connection by status."""
        found: dict[str, dict[str, int]] = {}
        for posted in self._memory.contents.calls.values():
            if (name := posted.row.connection) is not None:
                counts = found.setdefault(name, dict.fromkeys(CALL_STATES, 0))
                counts[posted.status] += 1
        return found

    def _waiting(self, call_id: str) -> Posted | None:
        """Give a call that is not settled."""
        posted = self._memory.contents.calls.get(call_id)
        return None if posted is None or posted.status != "waiting" else posted

    def _hold(self, row: OutboxRow, until: datetime | None, attempts: int) -> OutboxRow | None:
        """Compare and set: a call that stands as the row says is held until then."""
        with self._memory.lock:
            posted = self._waiting(row.call.id)
            told = (_stored(row.held_until), row.attempts)
            if posted is None or (posted.held_until, posted.attempts) != told:
                return None
            self._memory.contents.calls[row.call.id] = structs.replace(
                posted, held_until=_stored(until), attempts=attempts
            )
        return structs.replace(row, held_until=until, attempts=attempts)


def _stored(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def _row(posted: Posted) -> OutboxRow:
    held = None if posted.held_until is None else instant(posted.held_until)
    return OutboxRow(call=_call(posted), attempts=posted.attempts, held_until=held)


def _standing(posted: Posted, *, behind: bool) -> CallStanding:
    return CallStanding(
        id=posted.row.id,
        at=instant(posted.row.at),
        connection=posted.row.connection,
        operation=posted.row.operation,
        status=posted.status,
        attempts=posted.attempts,
        next_at=instant(posted.next_at),
        error=posted.error,
        behind=behind and posted.status == "waiting",
    )


def _call(posted: Posted) -> Call:
    row = posted.row
    return Call(
        id=row.id,
        at=instant(row.at),
        connection=row.connection,
        operation=row.operation,
        payload=decode_open(row.payload),
        key=row.idempotency_key,
        irreversible=row.irreversible,
        record_id=row.record_id,
        action=row.action,
    )
