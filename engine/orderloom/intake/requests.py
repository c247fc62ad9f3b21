"""Reading a request within bounds: every way to be too big, too slow or too odd has its answer."""

import asyncio
from collections.abc import Mapping, Sequence

from orderloom.declarative.webhooks import Checker
from orderloom.flow.webhook import Arrival
from orderloom.intake.answering import Answer, Receive, Scope

MOST_BODY = 1024 * 1024
MOST_HEADERS = 100
MOST_HEAD = 16 * 1024
BODY_SECONDS = 10.0

_TYPES: Mapping[str, tuple[str, ...]] = {
    "json": ("application/json", "text/json"),
    "form": ("application/x-www-form-urlencoded",),
    "xml": ("application/xml", "text/xml"),
}


class Unfitting(Exception):
    """A request that is not read any further; ``answer`` is what its sender hears."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def headers_of(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Give the headers, names in lower case.

    Raises:
        Unfitting: There are too many, or too much of them.
    """
    raw: Sequence[tuple[bytes, bytes]] = scope["headers"]
    size = sum(len(name) + len(value) + 4 for name, value in raw)
    if len(raw) > MOST_HEADERS or size + len(scope["query_string"]) > MOST_HEAD:
        raise Unfitting(Answer(431, closes=True))
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in raw)


def judge_head(
    method: str, headers: Sequence[tuple[str, str]], checker: Checker | None, *, is_greeting: bool
) -> None:
    """Refuse what need not be read.

    Raises:
        Unfitting: Wrong method, a type that the stream does not have, packed, or too big.
    """
    if method != ("GET" if is_greeting else "POST"):
        allowed = "POST" if checker is None or checker.verify.handshake is None else "GET, POST"
        raise Unfitting(Answer(405, headers={"allow": allowed}, closes=True))
    found = dict(headers)
    if found.get("content-encoding", "identity").lower() != "identity":
        raise Unfitting(Answer(415, closes=True))
    expected = _types_of(checker)
    if expected and checker is not None and checker.verify.ping:
        expected += _TYPES["form"]
    if not is_greeting and not _is_expected(found.get("content-type"), expected):
        raise Unfitting(Answer(415, closes=True))
    length = found.get("content-length", "0")
    if not length.isdigit() or int(length) > MOST_BODY:
        raise Unfitting(Answer(413, closes=True))


def judge_type(arrival: Arrival, checker: Checker | None) -> None:
    """Refuse a form that is no ping, where nothing but a ping may be a form.

    Raises:
        Unfitting: Its type is none that the stream has.
    """
    if arrival.method == "POST" and not _is_expected(
        dict(arrival.headers).get("content-type"), _types_of(checker)
    ):
        raise Unfitting(Answer(415, closes=True))


def _types_of(checker: Checker | None) -> tuple[str, ...]:
    return () if checker is None else _TYPES.get(checker.verify.form, ())


def _is_expected(given: str | None, expected: tuple[str, ...]) -> bool:
    if given is None or not expected:
        return True
    kind = given.partition(";")[0].strip().lower()
    is_json = "application/json" in expected and kind.endswith("+json")
    return kind in expected or is_json


async def body_of(receive: Receive) -> bytes:
    """Read the body.

    Raises:
        Unfitting: It is too big, does not come in time, or its sender went away.
    """
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                event = await receive()
                if event["type"] == "http.disconnect":
                    raise Unfitting(Answer(400, closes=True))
                pieces.append(event.get("body", b""))
                size += len(pieces[-1])
                if size > MOST_BODY:
                    raise Unfitting(Answer(413, closes=True))
                if not event.get("more_body"):
                    return b"".join(pieces)
    except TimeoutError:
        raise Unfitting(Answer(408, closes=True)) from None
