"""Which of a message's items is worked first: the one of the higher rank.

Ranks order records, not what is said of one: all items of a record go with the highest of their
ranks, in the order in which they stand. A message's cursor counts items in the order in which they
are worked, so that order is kept until the message is finished: a definition that ranks otherwise
after a crash would lose items and work others twice.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Protocol

from orderloom.flow.message import Message, SplitItem
from orderloom.ports import Inbox

WINDOW = 10_000
"""Items that are put in order together; those of a longer message are never all in memory."""


class Splitter(Protocol):
    """Takes messages apart, each through its mapping."""

    parks: bool
    """Whether any mapping lets items wait for records."""

    ranks: frozenset[str]
    """The mappings whose items are not worked in the order in which they stand."""

    def split(self, message: Message, start: int) -> Iterator[SplitItem]:
        """Give the items from position ``start`` on; raises ``MessageRejected``."""
        ...


def order_of(items: Sequence[SplitItem]) -> list[int]:
    """Give the indices of items in the order in which they are worked."""
    highest: dict[tuple[str, str | int], int | Decimal] = {}
    for item in items:
        record = (item.record, item.key or item.position)
        highest[record] = max(item.rank, highest.get(record, item.rank))
    ranks = [highest[item.record, item.key or item.position] for item in items]
    return sorted(range(len(items)), key=lambda index: -ranks[index])


class Ranked:
    """Gives the items of messages in the order in which they are worked.

    Args:
        inbox: Keeps the order of a message that is under way.
        splitter: How messages are taken apart.
    """

    def __init__(self, inbox: Inbox, splitter: Splitter) -> None:
        self._inbox = inbox
        self._splitter = splitter

    def items(self, message: Message, start: int) -> Iterator[SplitItem]:
        """Give a message's items but the first ``start`` of those to be worked.

        Raises:
            MessageRejected: The bytes make no sense.
        """
        first = start - start % WINDOW
        known = self._inbox.order(message.id, first) if start > first else None
        if known is None and (start > first or message.mapping not in self._splitter.ranks):
            yield from self._splitter.split(message, start)
            return
        items = self._splitter.split(message, first)
        while window := list(islice(items, WINDOW)):
            order = self._new(message, first, window) if known is None else known
            yield from (
                window[each] for each in order[max(start - first, 0) :] if each < len(window)
            )
            first, known = first + WINDOW, None

    def _new(self, message: Message, first: int, window: Sequence[SplitItem]) -> Sequence[int]:
        order = order_of(window)
        if message.mapping in self._splitter.ranks and order != list(range(len(order))):
            self._inbox.keep_order(message.id, first, order)
        return order
