"""The machine's clock, behind the port."""

from datetime import UTC, datetime


class SystemClock:
    """Gives the real time; the only place that reads it."""

    def now(self) -> datetime:
        """Give the present instant in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the adapter
