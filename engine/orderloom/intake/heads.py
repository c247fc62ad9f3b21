"""Bounds on what comes before a request is known: uvicorn waits for a head for ever."""

import asyncio
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from orderloom.intake.requests import MOST_HEAD

if TYPE_CHECKING:
    _Protocol = H11Protocol
else:
    _Protocol = object

HEAD_SECONDS = 10.0


class _Bounded(_Protocol):
    """Closes a connection whose next head is too long or does not come in time."""

    _head_timer: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_busy():
            self._forget_head()
            return
        self._head_bytes += len(data)
        if self._head_bytes > MOST_HEAD:
            self.transport.write(b"HTTP/1.1 431 \r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
            self.transport.close()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing() and not self._is_busy():
            self._expect_head()

    def _is_busy(self) -> bool:
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _expect_head(self) -> None:
        self._forget_head()
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _forget_head(self) -> None:
        self._head_bytes = 0
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


def protocol() -> type[asyncio.Protocol]:
    """Give uvicorn's protocol within bounds, on httptools where that is installed."""
    if find_spec("httptools") is None:
        return type("BoundedH11", (_Bounded, H11Protocol), {})
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol  # noqa: PLC0415

    return type("BoundedHttpTools", (_Bounded, HttpToolsProtocol), {})
