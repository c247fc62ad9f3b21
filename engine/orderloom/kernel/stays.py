"""Timers of the engine's own, beside those of definitions: each belongs to one name of a record.

They wait in the record as its other timers do, so that they are cancelled, moved and committed
with it.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from orderloom.definition.record import TIMERS
from orderloom.flow.timer import Timer
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay

MARK = ":"
"""Stands in the name of each, behind what sort it is; in no name of a definition's timer."""
_END = datetime.max.replace(tzinfo=UTC)


def after(start: datetime, span: timedelta) -> datetime:
    """Give the instant a span later; of one beyond the calendar its end."""
    try:
        return start + span
    except OverflowError:
        return _END


def wake(work: Overlay, holder: Draft, name: str, due: datetime) -> None:
    """Set the timer of that name, in place of any that waits."""
    entry = {
        "id": work.ids.next("timer"),
        "name": name,
        "of": name,
        "since": work.now,
        "due": max(due, work.now),
        "chain": work.chain + 1 if due <= work.now else 0,
    }
    work.put(holder, TIMERS, [*_others(holder, name), entry])


def due_of(holder: Draft, name: str) -> datetime | None:
    """Give when the timer of that name is due, None when none waits."""
    return next((each["due"] for each in _waiting(holder) if each["of"] == name), None)


def let_sleep(work: Overlay, holder: Draft, name: str) -> None:
    """Cancel the timer of that name, if one waits."""
    others = _others(holder, name)
    if len(others) != len(_waiting(holder)):
        work.put(holder, TIMERS, others or None)


def is_over(work: Overlay, holder: Draft, timer: Timer) -> bool:
    """Say whether a timer that rings still waits, and take it away."""
    entry = next((each for each in _waiting(holder) if each["id"] == timer.id), None)
    if entry is None or entry.get("due") != timer.due:
        return False
    work.chain = entry["chain"]
    work.put(holder, TIMERS, [each for each in _waiting(holder) if each is not entry] or None)
    return True


def _others(holder: Draft, name: str) -> list[dict[str, Any]]:
    return [entry for entry in _waiting(holder) if entry["of"] != name]


def _waiting(holder: Draft) -> list[dict[str, Any]]:
    waiting: list[dict[str, Any]] = holder.values.get(TIMERS) or []
    return waiting
