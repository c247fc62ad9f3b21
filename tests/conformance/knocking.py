"""Webhooks as a trip sends them: through the intake, kept and worked, all in this process."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from orderloom.app.application import Application
from orderloom.app.lookout import Lookout
from orderloom.intake.accepting import Acceptor
from orderloom.intake.application import Intake
from orderloom.intake.doors import Porter, doors_of
from orderloom.intake.pressing import MOST_WAITING, Pressure
from orderloom.runtime.alarms import Watch

BASE = "https://hooks.example.com"


class Knocker:
    """Posts to the doors of a flow."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._heard: set[str] = set()
        self._refused: list[str] = []
        self._acceptor = Acceptor(app.stores, self._heard.update, self._note)
        pressure = Pressure(app.stores.inbox, MOST_WAITING)
        lookout = Lookout(lambda: app, app.clock.now, None, is_local=True)
        self._intake = Intake(
            doors_of(app), Porter(app), self._acceptor, pressure, app.clock.now, BASE, lookout
        )

    def knock(self, path: str, **request: Any) -> str:
        """Send one request, let it be worked, and give what was answered and refused."""
        said = asyncio.run(_sent(self._intake, path, **request))
        worker = self._app.worker(self._app.live_desk())
        for name in sorted(self._heard):
            watch = Watch(
                self._app.flow.connections[name], self._app.stores.notes(name), worker.announce
            )
            watch.heard(self._app.clock.now())
        worker.resume()
        told = f"{said} heard {sorted(self._heard)} refused {self._refused}"
        self._heard.clear()
        self._refused.clear()
        return told

    def close(self) -> None:
        """Write what waits, and end."""
        self._acceptor.close()

    def _note(self, connection: str, stream: str, code: str) -> None:
        self._refused.append(f"{connection}.{stream} {code}")


async def _sent(
    intake: Intake,
    path: str,
    *,
    body: Any = "",
    query: str = "",
    headers: Mapping[str, str] | None = None,
    method: str = "POST",
) -> str:
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    known = {"content-type": "application/json", **(headers or {})}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in known.items()],
    }
    said: list[Any] = []

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request", "body": text.encode(), "more_body": False}

    async def send(message: Any) -> None:
        said.append(message.get("status", message.get("body")))

    await intake(scope, receive, send)
    return " ".join(map(str, said))
