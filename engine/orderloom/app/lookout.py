"""Answers those who watch an installation: whether it lives, whether it works, its numbers.

Whether it lives anybody may know who reaches it. The rest is for this computer alone, or for who
shows the token; who is neither finds nothing there.
"""

import hmac
import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from orderloom.app.application import Application
from orderloom.errors import OrderloomError

HEALTH = "/healthz"
READY = "/readyz"
METRICS = "/metrics"
PATHS = frozenset({HEALTH, READY, METRICS})
LATE = timedelta(minutes=2)
"""Background work that ended no round for so long has stopped."""
_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
_FORWARDED = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})
_JSON = "application/json"

_log = logging.getLogger(__name__)


class Told(NamedTuple):
    """An answer over HTTP."""

    status: int
    body: bytes
    kind: str = _JSON


class Lookout:
    """Answers ``/healthz``, ``/readyz`` and ``/metrics``.

    Args:
        app: Gives the flow as it is open now; called from any thread.
        ticked_at: Says when background work ended its last round.
        token: Who shows it may ask from anywhere; None: nobody may but this computer.
        is_local: Whether only this computer reaches the address that is served.
    """

    def __init__(
        self,
        app: Callable[[], Application],
        ticked_at: Callable[[], datetime],
        token: str | None,
        *,
        is_local: bool,
    ) -> None:
        self._app = app
        self._ticked_at = ticked_at
        self._token = token
        self._is_local = is_local

    def answer(self, path: str, headers: Mapping[str, str]) -> Told:
        """Answer a request to one of ``PATHS``.

        Args:
            path: Which.
            headers: Of the request, their names in lower case.
        """
        if path == HEALTH:
            return Told(200, b'{"status": "ok"}')
        if not self._may_ask(headers):
            return Told(404, b"")
        try:
            return self._ready() if path == READY else self._metrics()
        except Exception:  # noqa: BLE001 - who watches must hear of it, whatever it is
            _log.exception("an installation could not be looked at")
            return _told({"store": "OL094"})

    def _may_ask(self, headers: Mapping[str, str]) -> bool:
        """Say whether somebody shows the token or, where none is asked for, is this computer.

        A proxy on this computer speaks for others, and a page may have re-bound a name.
        """
        if self._token is not None:
            shown = headers.get("authorization", "")
            return hmac.compare_digest(shown.encode(), f"Bearer {self._token}".encode())
        host = headers.get("host", "").lower()
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        return self._is_local and name in _LOCAL and _FORWARDED.isdisjoint(headers)

    def _ready(self) -> Told:
        app = self._app()
        failing: dict[str, str] = {}
        try:
            app.stores.depths(app.clock.now())
            with app.stores.reader() as reader:
                reader.hashed("lookout", "")  # tells whether the master key is the store's
        except OrderloomError as error:
            failing["store"] = error.code
        if app.clock.now() - self._ticked_at() > LATE:
            failing["work"] = "OL093"
        return _told(failing)

    def _metrics(self) -> Told:
        from orderloom.app.gauges import CONTENT_TYPE, exposition  # noqa: PLC0415 - when asked for

        return Told(200, exposition(self._app()), CONTENT_TYPE)


def _told(failing: Mapping[str, str]) -> Told:
    body = {"status": "failing" if failing else "ok", "failing": dict(failing)}
    return Told(503 if failing else 200, json.dumps(body).encode())
