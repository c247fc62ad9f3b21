"""Deciding a group while the one before it is being written.

A commit waits for the disk, and a second core can write while this one decides. The next group
sees what the one under way decided as a layer over the store, as a dry run sees its earlier
groups. Commits stay in order, one at a time. If one fails, what was decided upon it is thrown
away, and both are decided again, one after the other.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from orderloom.errors import MessageRejected, StoreUnusable
from orderloom.flow.decision import Batch
from orderloom.flow.message import Message, SplitItem
from orderloom.ports import Writing
from orderloom.runtime import groups
from orderloom.runtime.desk import Desk
from orderloom.runtime.groups import Decided, Group, Groups
from orderloom.runtime.jobs import leaves_jobs

_BREATH = 32
"""So often nobody reads while a commit is made: the write-ahead log is only emptied then."""


class _UnderWay(NamedTuple):
    """A group that is being written."""

    group: Group
    decided: Decided
    writing: Writing


class Overlap:
    """Works the groups of messages, each decided while the one before is written.

    Args:
        desk: Where they are written.
        serial: Works groups one after the other.
        written: Counts a batch that was written.
    """

    def __init__(self, desk: Desk, serial: Groups, written: Callable[[Batch], None]) -> None:
        self._desk = desk
        self._serial = serial
        self._written = written
        self._is_useful = True
        self._under_way: _UnderWay | None = None

    def work(self, message: Message, items: Iterator[SplitItem], began: int) -> None:
        """Decide and commit all items of a message, the last of them too before it returns.

        Args:
            message: Whose they are.
            items: What is left of it to work.
            began: How many of its items are worked.

        Raises:
            MessageRejected: The rest of the message makes no sense.
            StoreUnusable: Nothing can be written.
        """
        number = 0
        try:
            while taken := list(islice(items, groups.GROUP)):
                number += 1
                self._next(Group(message, taken, began), alone=number % _BREATH == 0)
                began += len(taken)
        finally:
            self._settle()

    def _next(self, group: Group, *, alone: bool) -> None:
        """Begin to write a group, or, where its decisions cannot stand, work it serially."""
        decided = None
        if self._is_useful and not alone:
            decided = self._decide(group)
        if not self._settle() or decided is None or not self._begin(group, decided):
            self._serial.work(group)

    def _decide(self, group: Group) -> Decided | None:
        """Decide upon what is being written; None where that is of no use."""
        under_way = self._under_way
        try:
            decided = self._serial.decide(group, under_way and under_way.decided.changes)
        except (MessageRejected, StoreUnusable):
            raise
        except Exception:  # noqa: BLE001 - decided again, it says what is wrong
            return None
        # Jobs go before the next group. What looks through all records of a type looks at how far
        # the journal goes, which the commit under way changes.
        decisions = decided.batch.decisions
        if leaves_jobs(decisions) or any(each.searched for each in decisions):
            self._is_useful = False
            return None
        return decided

    def _begin(self, group: Group, decided: Decided) -> bool:
        try:
            writing = self._desk.begin([decided.batch])
        except StoreUnusable:
            raise
        except Exception:  # noqa: BLE001 - decided again, it says what is wrong
            return False
        self._under_way = _UnderWay(group, decided, writing)
        return True

    def _settle(self) -> bool:
        """Wait for what is being written; False: it was decided again, and may be otherwise."""
        under_way, self._under_way = self._under_way, None
        if under_way is None:
            return True
        try:
            under_way.writing.result()
        except StoreUnusable:
            raise
        except Exception as error:  # noqa: BLE001 - one poison item must not stop the others
            self._serial.again(under_way.group, error)
            return False
        self._written(under_way.decided.batch)
        return True
