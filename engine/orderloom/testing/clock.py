"""A clock that moves only when told to."""

from datetime import UTC, datetime, timedelta


class FrozenClock:
    """A ``Clock`` that stands still.

    Args:
        at: The instant it shows, aware, in any zone.
    """

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Give the instant it stands at, in UTC."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._at += by
