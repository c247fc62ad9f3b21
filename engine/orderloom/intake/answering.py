"""Answers over ASGI."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, NamedTuple, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Answer(NamedTuple):
    """What a sender hears; ``closes`` ends the connection after it."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = {}
    closes: bool = False


async def answer(send: Send, given: Answer) -> None:
    """Give an answer; its type is JSON where it looks so, else plain text."""
    raw = given.body.encode()
    kind = "application/json" if given.body[:1] in {"{", "["} else "text/plain; charset=utf-8"
    headers = {"content-length": str(len(raw)), **given.headers}
    if raw and "content-type" not in headers:
        headers["content-type"] = kind
    if given.closes:
        headers["connection"] = "close"
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": given.status, "headers": pairs})
    await send({"type": "http.response.body", "body": raw})
