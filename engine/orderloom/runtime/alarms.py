"""Telling that a connection is down, up again, or has long had nothing to give.

What is known of it stands in the connection's notes, so that an incident is told once whatever
process looks. The note follows the event: a process that is killed between the two tells it again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from orderloom.definition.connection import Alarm, Connection
from orderloom.flow.command import Announce, Origin
from orderloom.ports import Notebook

_NOTE = "health"


class Health(Struct, frozen=True, omit_defaults=True):
    """How a connection stands.

    ``failed`` and ``empty`` count polls in a row, ``since`` is when the first of the failed ones
    was, ``heard`` when something was received last, or looking began. ``down`` says why it was
    told to be down; ``is_empty`` that it was told to be empty.
    """

    heard: datetime
    failed: int = 0
    empty: int = 0
    since: datetime | None = None
    down: Literal["", "failed", "silent"] = ""
    is_empty: bool = False


def health_noted(notes: Notebook) -> Health | None:
    """Give how a connection stood last; None: nothing was noted."""
    noted = notes.get(_NOTE)
    return None if noted is None else msgspec.json.decode(noted, type=Health)


class Watch:
    """Looks after one connection.

    Args:
        connection: The connection.
        notes: What it remembers.
        announce: Takes what is to be told.
    """

    def __init__(
        self, connection: Connection, notes: Notebook, announce: Callable[[Announce], None]
    ) -> None:
        self._connection = connection
        self._alarm: Alarm = connection.alarm
        self._notes = notes
        self._announce = announce

    def failed(self, code: str, now: datetime) -> None:
        """Note a poll that failed."""
        if not self._alarm.is_set:
            return
        health = self._read(now)
        most = self._alarm.failed
        if most is None or health.failed >= most:
            self.look(now)
            return
        health = replace(health, failed=health.failed + 1, since=health.since or now)
        if health.failed == most and not health.down:
            facts = {"since": health.since, "error": code, "polls": health.failed}
            self._tell("down", now, facts)
            health = replace(health, down="failed")
        self._write(health)

    def polled(self, files: int, now: datetime) -> None:
        """Note a poll that worked, and how much it gave."""
        if not self._alarm.is_set:
            return
        before = health = self._read(now)
        health = replace(health, failed=0, since=None)
        if files:
            health = replace(health, heard=now, empty=0, is_empty=False)
        elif self._alarm.empty is not None and health.empty < self._alarm.empty:
            health = replace(health, empty=health.empty + 1)
        if health.down == "failed" or (health.down == "silent" and files):
            self._tell("up", now, {"since": before.since or before.heard})
            health = replace(health, down="")
        if health.empty == self._alarm.empty and not health.is_empty and not files:
            self._tell("empty", now, {"since": health.heard, "polls": health.empty})
            health = replace(health, is_empty=True)
        if health != before:
            self._write(health)
        self.look(now)

    def look(self, now: datetime) -> None:
        """Note that time passed."""
        if self._alarm.silent is None:
            return
        health = self._read(now)
        if not health.down and now - health.heard >= self._alarm.silent:
            self._tell("down", now, {"since": health.heard, "error": "silent"})
            health = replace(health, down="silent")
        self._write(health)

    def _tell(self, what: str, now: datetime, facts: Mapping[str, Any]) -> None:
        name = f"connection.{self._connection.id}.{what}"
        self._announce(Announce(Origin(f"{name}:{now.isoformat()}"), now, name, dict(facts)))

    def _read(self, now: datetime) -> Health:
        return health_noted(self._notes) or Health(heard=now)

    def _write(self, health: Health) -> None:
        text = msgspec.json.encode(health).decode()
        if self._notes.get(_NOTE) != text:
            self._notes.put(_NOTE, text)
