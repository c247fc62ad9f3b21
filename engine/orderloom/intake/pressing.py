"""How much waits to be worked, and whether more is taken."""

import asyncio
from time import monotonic

from orderloom.ports import Inbox

MOST_WAITING = 100_000
"""So many messages may wait to be worked, unless an operator says otherwise."""

AGAIN_SECONDS = 5
"""Whoever is sent away is asked to come again after so long."""

_LOOK_SECONDS = 1.0


class TooMuchWaits(Exception):
    """More waits to be worked than is wanted; nothing was taken."""


class Pressure:
    """Sends callers away while too many messages wait.

    What waits is counted in the store, but only when as much came since the last count as could
    have filled it, and once a second while it is full: taking a message costs nothing more.

    Args:
        inbox: Where messages wait.
        most: So many may; the store may hold a few more, those that were on their way.
    """

    def __init__(self, inbox: Inbox, most: int) -> None:
        self._inbox = inbox
        self._most = most
        self._guess = most
        self._looked_at = -_LOOK_SECONDS
        self._looking = asyncio.Lock()

    async def admit(self) -> None:
        """Let one message in.

        Raises:
            TooMuchWaits: It is full.
            StoreUnusable: It cannot be asked now.
        """
        if self._guess >= self._most:
            async with self._looking:  # who comes while somebody looks hears what was seen
                await self._look()
        if self._guess >= self._most:
            raise TooMuchWaits
        self._guess += 1

    async def _look(self) -> None:
        """Count what waits, unless somebody did a moment ago."""
        if self._guess >= self._most and monotonic() - self._looked_at >= _LOOK_SECONDS:
            waiting = await asyncio.to_thread(self._inbox.unfinished, self._most)
            self._guess = len(waiting)
            self._looked_at = monotonic()
