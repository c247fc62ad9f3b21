"""What a platform sent by itself, before anybody believes it."""

from datetime import datetime

from msgspec import Struct


class Arrival(Struct, frozen=True, kw_only=True):
    """A request as it arrived.

    Attributes:
        method: ``POST``, or ``GET`` of a handshake.
        url: The whole address without what follows ``?``, as the platform knows it.
        query: What follows ``?``, still percent-encoded.
        headers: Pairs in order, names in lower case.
        body: The raw bytes.
        at: When the last byte was here.
    """

    method: str
    url: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime


class Refusal(Struct, frozen=True, kw_only=True):
    """A webhook that nobody could believe, as it is kept.

    Attributes:
        id: Derived from what arrived: the same again is counted, not kept twice.
        connection: Whose address was called.
        stream: Which of its streams.
        code: Why it was not taken, as of last time.
        first_at: When it came first.
        last_at: When it came last.
        times: How often.
        arrival: What arrived, secret until somebody believes it.
    """

    id: str
    connection: str
    stream: str
    code: str
    first_at: datetime
    last_at: datetime
    times: int
    arrival: Arrival
