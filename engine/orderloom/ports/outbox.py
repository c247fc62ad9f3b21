"""What waits to leave, and the switch that stops it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from orderloom.flow.effect import Call


class Switch(Protocol):
    """The one switch that stops all outgoing calls; asked before every one, so it is quick."""

    def is_stopped(self) -> bool:
        """Say whether nothing may leave now."""
        ...


class OutboxRow(Struct, frozen=True, kw_only=True):
    """One call that waits for delivery; ``attempts`` made so far.

    ``held_until`` is when whoever began to send it was to be done, None: nobody has begun. In what
    is due that is over: he came to an end without a word, and nobody knows what arrived.
    """

    call: Call
    attempts: int
    held_until: datetime | None = None


class CallStanding(Struct, frozen=True, kw_only=True):
    """How a call stands: ``status`` is ``waiting``, ``sent``, ``failed`` or ``unroutable``.

    ``error`` is the code of what went wrong last; ``next_at`` when a waiting one may leave.
    ``behind``: an earlier one of the same record to the same connection must be over first.
    """

    id: str
    at: datetime
    connection: str | None
    operation: str
    status: str
    attempts: int
    next_at: datetime
    error: str | None
    behind: bool


class Outbox(Protocol):
    """Outgoing calls, at least once, in order per record and connection.

    Whoever sends a call takes it before, so that of several deliverers one does. It is his until
    an instant that he moves on while he is at it; if he does not, it is due again.
    """

    def due(self, now: datetime, limit: int, resting: Collection[str] = ()) -> Sequence[OutboxRow]:
        """Give calls that may leave now, oldest first; none of the connections that rest."""
        ...

    def take(self, row: OutboxRow, until: datetime) -> OutboxRow | None:
        """Take a call as it was given by ``due``; None: it is another's, or no longer so.

        Taking what somebody began to send counts as a try, that one's.
        """
        ...

    def keep(self, row: OutboxRow, until: datetime) -> OutboxRow | None:
        """Keep a call that was taken for longer; None: it is not ours any more."""
        ...

    def leave(self, row: OutboxRow) -> None:
        """Leave a call that was taken as it waited, for nothing of it left."""
        ...

    def answered(self, call_id: str) -> tuple[Call, Mapping[str, Any]] | None:
        """Give a call that was answered, with its answer; None: it was not, or it was erased."""
        ...

    def sent(self, call_id: str, at: datetime, answer: Mapping[str, Any]) -> None:
        """Note that a call was delivered."""
        ...

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
        ...

    def unsent(self, record_id: str) -> Sequence[CallStanding]:
        """Give the calls of a record that were not delivered, oldest first."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Count rows by status: ``waiting sent failed unroutable``."""
        ...

    def counts_by_connection(self) -> Mapping[str, Mapping[str, int]]:
        """Count the rows of each connection by status; all four are keys."""
        ...
