"""What one call may still take: its time, and how far it has come."""

from collections.abc import Callable
from math import inf
from threading import local

from orderloom.hosts import WebAddress

Monotonic = Callable[[], float]
"""Seconds that only grow, such as ``time.monotonic``."""


# Room for some announcements (status 100 and the like) and for a body's beginning in one read.
_LONGEST_HEAD = 131_072


class Turn(local):
    """The call that this thread is making.

    The library hands one fixed timeout to every read, so a peer that drips could stretch a call for
    ever. A thread makes one call at a time; what its connection reads and writes asks here instead.

    Attributes:
        target: The address that is called.
        sent: Whether a byte of the request has left: from then on the peer may act on it.
        unheard: How many bytes may still come before the answer's headers are complete.
    """

    target: WebAddress
    sent: bool
    unheard: float

    def __init__(self, monotonic: Monotonic) -> None:
        self._monotonic = monotonic
        self._until = 0.0
        self.sent = False
        self.unheard = 0

    def begin(self, target: WebAddress, seconds: float) -> float:
        """Begin a call that may take so many seconds in all; give the moment it began."""
        began = self._monotonic()
        self.target, self.sent, self.unheard = target, False, _LONGEST_HEAD
        self._until = began + seconds
        return began

    def heard(self) -> None:
        """Note that the headers are complete; the body that comes now has its own limit."""
        self.unheard = inf

    def left(self) -> float:
        """Give the seconds that are left.

        Raises:
            TimeoutError: None is.
        """
        left = self._until - self._monotonic()
        if left <= 0:
            raise TimeoutError
        return left
