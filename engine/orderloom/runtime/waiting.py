"""Which of several waiting messages is worked next.

The higher rank goes first, but a message goes before an older one only where nobody could tell
but by the clock: they speak of no record in common, and no timer or schedule is due between them.
So each record's messages stay in order, and being late changes no timer's outcome. Connections
take turns at the same rank, and of so many messages one is always the oldest that waits: a low
rank waits longer, never for ever.
"""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from orderloom.errors import MessageRejected
from orderloom.flow.message import Message
from orderloom.ports import Inbox
from orderloom.runtime.ranks import Splitter

HORIZON = 500
"""So many messages, the oldest, are looked at to choose one."""

OLDEST = 4
"""Of so many messages one is the oldest."""

_Records = frozenset[tuple[str, str]]


class Look(NamedTuple):
    """What is seen of a waiting message: ``rank`` is the highest of its items."""

    id: str
    received_at: datetime
    source: str | None
    rank: int | Decimal
    records: _Records


class Waiting:
    """Chooses among the messages that wait, each of them once.

    Args:
        inbox: Where they wait.
        splitter: How messages are taken apart, for their ranks and records.
    """

    def __init__(self, inbox: Inbox, splitter: Splitter) -> None:
        self._inbox = inbox
        self._splitter = splitter
        self._looks: dict[str, Look] = {}
        self._taken: set[str] = set()
        self._turns: dict[str | None, int] = {}

    def oldest(self) -> datetime | None:
        """Give the instant of the oldest message that waits, None when none does."""
        ids = self._inbox.unfinished(HORIZON + len(self._taken))
        waiting = [each for each in ids if each not in self._taken][:HORIZON]
        self._looks = {each: self._looks.get(each) or self._look(each) for each in waiting}
        return next((look.received_at for look in self._looks.values()), None)

    def choose(self, until: datetime | None) -> str:
        """Take one of the messages that wait.

        Args:
            until: The next instant of a timer or schedule; the oldest goes before all others
                from then on.
        """
        looks = list(self._looks.values())
        chosen = looks[0]
        number = len(self._taken) + 1
        if number % OLDEST:
            free = _free(looks, until)
            chosen = min(free, key=lambda look: (-look.rank, self._turns.get(look.source, 0)))
        self._turns[chosen.source] = number
        self._taken.add(chosen.id)
        return chosen.id

    def _look(self, message_id: str) -> Look:
        message, _ = self._inbox.read(message_id)
        ranks: list[int | Decimal] = []
        records: set[tuple[str, str]] = set()
        try:
            for item in self._splitter.split(message, 0):
                ranks.append(item.rank)
                if item.key is not None:
                    records.add((item.record, item.key))
        except MessageRejected:
            pass  # said when it is worked
        return _seen(message, max(ranks, default=0), records)


def _seen(message: Message, rank: int | Decimal, records: Collection[tuple[str, str]]) -> Look:
    return Look(message.id, message.received_at, message.source, rank, frozenset(records))


def _free(looks: list[Look], until: datetime | None) -> list[Look]:
    """Give the messages that may go before all older ones; the oldest always may."""
    free = [looks[0]]
    before = set(looks[0].records)
    for look in looks[1:]:
        if until is not None and look.received_at >= until:
            break
        if before.isdisjoint(look.records):
            free.append(look)
        before |= look.records
    return free
