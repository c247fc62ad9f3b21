"""The time of day."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time of day."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        ...
