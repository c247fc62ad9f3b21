"""Telling that a connection is down, up again, or has long had nothing to give.

What is known of it stands in the connection's notes, so that an incident is told once whatever
process looks, and whatever begins to fail besides: polls, calls and probes are one incident. The
note follows the event: a process that is killed between the two tells it again.
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

Reason = Literal["", "failed", "silent", "calls", "probe"]
"""Why a connection is down: polls failed, nothing came, its calls rest, or a probe failed."""


class Health(Struct, frozen=True, omit_defaults=True):
    """How a connection stands.

    ``failed`` and ``empty`` count polls in a row, ``since`` is when the first of the failed ones
    was, ``heard`` when something was received last, or looking began. ``calls`` is since when
    calls have failed, once they rest; ``probe`` since when probes have, ``probed`` when the last
    one was. ``down`` says why it was told to be down; ``is_empty`` that it was told to be empty.
    """

    heard: datetime
    failed: int = 0
    empty: int = 0
    since: datetime | None = None
    down: Reason = ""
    is_empty: bool = False
    calls: datetime | None = None
    probe: datetime | None = None
    probed: datetime | None = None


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
        if health.failed == most:
            facts = {"since": health.since, "error": code, "polls": health.failed}
            health = self._down(health, "failed", now, facts)
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
        health = self._up(before, health, now)
        if health.empty == self._alarm.empty and not health.is_empty and not files:
            self._tell("empty", now, {"since": health.heard, "polls": health.empty})
            health = replace(health, is_empty=True)
        if health != before:
            self._write(health)
        self.look(now)

    def heard(self, now: datetime) -> None:
        """Note that something came by itself."""
        if self._alarm.silent is None and self._alarm.probe is None:
            return
        before = self._read(now)
        self._write(self._up(before, replace(before, heard=now), now))

    def look(self, now: datetime) -> None:
        """Note that time passed."""
        if self._alarm.silent is None:
            return
        health = self._read(now)
        if not health.down and now - health.heard >= self._alarm.silent:
            facts = {"since": health.heard, "error": "silent"}
            health = self._down(health, "silent", now, facts)
        self._write(health)

    def calls_rest(self, code: str, since: datetime, now: datetime) -> None:
        """Note that so many calls failed in a row that the others wait."""
        health = replace(self._read(now), calls=since)
        self._write(self._down(health, "calls", now, {"since": since, "error": code}))

    def calls_go(self, now: datetime) -> None:
        """Note that calls are answered again."""
        before = self._read(now)
        if before.calls is not None:
            self._write(self._up(before, replace(before, calls=None), now))

    def probe_due(self, now: datetime) -> datetime | None:
        """Give since when a probe is due: the last one's instant, or now; None: none is due."""
        every, probed = self._alarm.probe, self._read(now).probed
        if every is None:
            return None
        if probed is None:
            return now
        return probed if now - probed >= every else None

    def probed(self, code: str | None, now: datetime) -> None:
        """Note a probe; ``code`` is why it failed, None: it did not."""
        before = self._read(now)
        health = replace(before, probed=now)
        if code is None:
            health = self._up(before, replace(health, probe=None), now)
        else:
            health = replace(health, probe=health.probe or now)
            health = self._down(health, "probe", now, {"since": health.probe, "error": code})
        self._write(health)

    def _down(
        self, health: Health, reason: Reason, now: datetime, facts: Mapping[str, Any]
    ) -> Health:
        """Tell an incident, unless it is told already for another reason."""
        if health.down:
            return health
        self._tell("down", now, facts)
        return replace(health, down=reason)

    def _up(self, before: Health, health: Health, now: datetime) -> Health:
        """Tell the end of an incident once nothing fails any more."""
        left = self._reasons(before, health)
        if not health.down or left:
            return replace(health, down=left[0]) if left and health.down not in left else health
        self._tell("up", now, {"since": _since(before)})
        return replace(health, down="")

    def _reasons(self, before: Health, health: Health) -> list[Reason]:
        most = self._alarm.failed
        reasons: dict[Reason, bool] = {
            "failed": most is not None and health.failed >= most,
            "silent": health.down == "silent" and health.heard == before.heard,
            "calls": health.calls is not None,
            "probe": health.probe is not None,
        }
        return [reason for reason, holds in reasons.items() if holds] if health.down else []

    def _tell(self, what: str, now: datetime, facts: Mapping[str, Any]) -> None:
        name = f"connection.{self._connection.id}.{what}"
        self._announce(Announce(Origin(f"{name}:{now.isoformat()}"), now, name, dict(facts)))

    def _read(self, now: datetime) -> Health:
        return health_noted(self._notes) or Health(heard=now)

    def _write(self, health: Health) -> None:
        text = msgspec.json.encode(health).decode()
        if self._notes.get(_NOTE) != text:
            self._notes.put(_NOTE, text)


def _since(health: Health) -> datetime:
    """Give when what was told began."""
    began = {"calls": health.calls, "probe": health.probe}
    return began.get(health.down) or health.since or health.heard
