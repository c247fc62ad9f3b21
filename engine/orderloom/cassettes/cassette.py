"""A cassette: a file of JSON lines; a head, a line for each exchange, an end."""

import binascii
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar

import msgspec
from msgspec import Meta, Struct

from orderloom.codes.catalogue import all_codes
from orderloom.errors import OrderloomError
from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.hosts import read_address

VERSION: Final = 1
MOST_BYTES: Final = 64_000_000
"""A longer file is none."""

_CLASSES = ("transient", "throttled", "auth", "rejected", "bug")
_FIRST = 2
Anything = TypeVar("Anything")


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was asked of the connector: at most ``most`` answers of a stream, or a call."""

    stream: str | None = None
    most: Annotated[int, Meta(ge=1, le=1000)] = 1
    call: str | None = None
    input: dict[str, Any] = {}


class Head(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a replay begins with.

    Attributes:
        at: The instant at which the clock stands.
        secret: Fakes, of the shape of the secret's parts.
        notes: What the connection remembered, as far as it was read.
    """

    cassette: int
    connection: str
    at: Annotated[datetime, Meta(tz=True)]
    url: str
    secret: str | dict[str, str] | None
    notes: dict[str, str]
    steps: list[Step]


class Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bytes: as text where they are UTF-8, else in Base64."""

    text: str | None = None
    base64: str | None = None

    def bytes(self) -> bytes:
        """Give the bytes.

        Raises:
            ValueError: They are not Base64.
        """
        return b64decode(self.base64, validate=True) if self.base64 else (self.text or "").encode()


def body_of(raw: bytes) -> Body:
    """Give bytes as a cassette has them."""
    try:
        return Body(text=raw.decode())
    except UnicodeDecodeError:
        return Body(base64=b64encode(raw).decode())


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request."""

    method: str
    url: str
    headers: dict[str, str]
    body: Body


class Answered(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Its answer."""

    status: Annotated[int, Meta(ge=100, le=999)]
    headers: dict[str, str]
    body: Body
    seconds: Annotated[float, Meta(ge=0)]


class Failed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why there was none; ``unknown``: the request may have been carried out."""

    code: str
    error_class: str
    unknown: bool
    facts: dict[str, str]


class Exchange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A request, and what came of it: exactly one of ``answer`` and ``failed``."""

    request: Asked
    answer: Answered | None = None
    failed: Failed | None = None


class Outcome(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a step came to: answers, items and quarantined items by code, or an error's code."""

    files: int = 0
    items: int = 0
    faults: dict[str, int] = {}
    error: str | None = None


class End(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a whole cassette ends with: the number of exchanges, and what each step came to."""

    exchanges: int
    outcomes: list[Outcome]


class Cassette(Struct, frozen=True, kw_only=True):
    """A cassette; its exchange ``n``, from 0, stands in line ``n + 2``."""

    head: Head
    exchanges: list[Exchange]
    end: End


def line_of(number: int) -> int:
    """Give the line of an exchange, counted from 0."""
    return number + _FIRST


def asked(request: HttpRequest) -> Asked:
    """Give a request as a cassette has it."""
    return Asked(
        method=request.method,
        url=request.url,
        headers=dict(request.headers),
        body=body_of(request.body),
    )


def answered(response: HttpResponse) -> Answered:
    """Give an answer as a cassette has it; cookies, which nobody keeps, are left out."""
    headers = {name: text for name, text in response.headers.items() if name != "set-cookie"}
    seconds = round(response.seconds, 3)
    body = body_of(response.body)
    return Answered(status=response.status, headers=headers, body=body, seconds=seconds)


def written(cassette: Cassette) -> bytes:
    """Give a cassette as it stands in a file."""
    lines = (cassette.head, *cassette.exchanges, cassette.end)
    return b"".join(msgspec.json.encode(each) + b"\n" for each in lines)


def read(raw: bytes, file: str) -> Cassette:
    """Read a cassette.

    Args:
        raw: Its bytes.
        file: What it is called where something is wrong.

    Raises:
        OrderloomError: It is none, or not whole (OL832).
    """
    if len(raw) > MOST_BYTES:
        raise _unreadable(file, 1, f"> {MOST_BYTES} B")
    lines = raw.removesuffix(b"\n").split(b"\n")
    head = _line(lines[0], file, 1, Head)
    last = len(lines)
    _demand_head(head, file)
    exchanges = [
        _exchange(line, file, number) for number, line in enumerate(lines[1:-1], start=_FIRST)
    ]
    if last == 1:
        raise _unreadable(file, last, "end")
    end = _line(lines[-1], file, last, End)
    if end.exchanges != len(exchanges):
        raise _unreadable(file, last, f"exchanges: {end.exchanges} ≠ {len(exchanges)}")
    if len(end.outcomes) != len(head.steps):
        raise _unreadable(file, last, f"outcomes: {len(end.outcomes)} ≠ {len(head.steps)}")
    return Cassette(head=head, exchanges=exchanges, end=end)


def _demand_head(head: Head, file: str) -> None:
    if head.cassette != VERSION:
        raise _unreadable(file, 1, f"cassette: {head.cassette}")
    if read_address(head.url) is None:
        raise _unreadable(file, 1, "url")
    if not head.steps or any((each.stream is None) == (each.call is None) for each in head.steps):
        raise _unreadable(file, 1, "steps")


def _exchange(line: bytes, file: str, number: int) -> Exchange:
    found = _line(line, file, number, Exchange)
    if (found.answer is None) == (found.failed is None):
        raise _unreadable(file, number, "answer, failed")
    failed = found.failed
    if failed is not None and (
        failed.code not in all_codes() or failed.error_class not in _CLASSES
    ):
        raise _unreadable(file, number, "failed")
    if read_address(found.request.url) is None:
        raise _unreadable(file, number, "url")
    bodies = (found.request.body, *(() if found.answer is None else (found.answer.body,)))
    for body in bodies:
        try:
            body.bytes()
        except (binascii.Error, ValueError):
            raise _unreadable(file, number, "base64") from None
    return found


def _line(line: bytes, file: str, number: int, kind: type[Anything]) -> Anything:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        what = "…" if isinstance(error, RecursionError) else str(error)
        raise _unreadable(file, number, what) from None


def _unreadable(file: str, line: int, what: str) -> OrderloomError:
    return OrderloomError("OL832", file=file, line=str(line), what=what)
