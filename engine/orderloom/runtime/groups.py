"""Groups of a message's items: decided on one picture, committed together, else each alone."""

import logging
from collections.abc import Callable, Iterable
from typing import NamedTuple

from orderloom.errors import MessageRejected, Overtaken, RevisionConflict, StoreUnusable
from orderloom.flow.decision import Batch
from orderloom.flow.message import MappedItem, Message, SplitItem
from orderloom.runtime.desk import Desk
from orderloom.runtime.item import ItemDecider, in_quarantine
from orderloom.runtime.jobs import leaves_jobs
from orderloom.runtime.picture import Changes, Picture

GROUP = 100
MOST_TRIES = 5
ALONE_AFTER = 2
"""So often an item is decided beside others; then nobody else writes until it is written."""

_log = logging.getLogger(__name__)


class Group(NamedTuple):
    """Items of a message that belong together.

    ``began`` is how many of the message's items must be worked for these to be; they move its
    cursor on. None: wherever it stands.
    """

    message: Message
    items: list[SplitItem]
    began: int | None

    def rest(self, done: int) -> "Group":
        """Give what is left when so many are worked."""
        return self._replace(items=self.items[done:], began=self.cursor(done))

    def cursor(self, done: int) -> int | None:
        """Give where the message is when so many are worked."""
        return None if self.began is None else self.began + done


class Decided(NamedTuple):
    """What a group led to: ``done`` of its items are in ``batch``, its records in ``changes``."""

    batch: Batch
    done: int
    changes: Changes


class Groups:
    """Works groups to their end, one after the other.

    Args:
        desk: Where records are read.
        decider: How one item is decided.
        commit: Writes a batch and counts it.
        commit_alone: Writes and counts what is decided while nobody else can write.
        follow_up: Works what a batch leads to before any later message.
    """

    def __init__(
        self,
        desk: Desk,
        decider: ItemDecider,
        commit: Callable[[Batch], None],
        commit_alone: Callable[[Callable[[], Batch]], Batch],
        follow_up: Callable[[Batch], None],
    ) -> None:
        self._desk = desk
        self._decider = decider
        self._commit = commit
        self._commit_alone = commit_alone
        self._follow_up = follow_up

    def work(self, group: Group) -> None:
        """Decide a group and commit it; what leaves jobs behind ends a commit before its time."""
        while group.items:
            group = group.rest(self._commit_first(group))

    def decide(self, group: Group, kept: Changes | None = None) -> Decided:
        """Decide a group's items up to the first that leaves jobs behind.

        Args:
            group: The items.
            kept: What was decided before them and may not be in the store yet.
        """
        batch = Batch(message=group.message.id)
        done = len(group.items)
        with self._desk.picture(kept) as picture:
            _prefetch(picture, group.items)
            for number, item in enumerate(group.items, start=1):
                before = len(batch.decisions)
                self._decider.decide(picture, group.message, item, batch)
                if leaves_jobs(batch.decisions[before:]):
                    done = number
                    break
            batch.began, batch.cursor = group.began, group.cursor(done)
            return Decided(batch, done, picture.decided)

    def again(self, group: Group, error: Exception) -> None:
        """Work a group's items each alone, for together they failed.

        Raises:
            Overtaken: Another process has moved the message on.
        """
        if isinstance(error, Overtaken) and group.began is not None:
            raise error
        if len(group.items) == 1:
            self._isolated(group, error)
            return
        for number, item in enumerate(group.items):
            self.work(group._replace(items=[item], began=group.cursor(number)))

    def _commit_first(self, group: Group) -> int:
        """Commit the first items of a group together, else each alone; give their number."""
        try:
            decided = self.decide(group)
            self._commit(decided.batch)
        except (MessageRejected, StoreUnusable):
            raise
        except Exception as error:  # noqa: BLE001 - one poison item must not stop the others
            self.again(group, error)
            return len(group.items)
        self._follow_up(decided.batch)
        return decided.done

    def _isolated(self, group: Group, error: Exception) -> None:
        """Try one item alone after a clash; anything else quarantines it."""
        if isinstance(error, Overtaken):
            return  # another process has tried it again
        if isinstance(error, RevisionConflict):
            try:
                batch = self._without_clash(group)
            except Overtaken as overtaken:
                self.again(group, overtaken)
                return
            except (MessageRejected, StoreUnusable):
                raise
            except Exception as other:  # noqa: BLE001 - one poison item must not stop the others
                error = other
            else:
                self._follow_up(batch)
                return
        message, item = group.message, group.items[0]
        _log.error("item %s of %s was quarantined", item.where, message.id, exc_info=error)
        result = in_quarantine(item, message, error)
        self._commit(
            Batch(message=message.id, began=group.began, cursor=group.cursor(1), items=[result])
        )

    def _without_clash(self, group: Group) -> Batch:
        """Decide and commit one item: beside others while that goes well, then before them.

        What many want at once, such as the last pieces of an item, would clash for ever.
        """
        for _ in range(ALONE_AFTER):
            try:
                decided = self.decide(group)
                self._commit(decided.batch)
            except Overtaken:
                raise
            except RevisionConflict:
                continue
            return decided.batch
        return self._commit_alone(lambda: self.decide(group).batch)


def _prefetch(picture: Picture, items: Iterable[SplitItem]) -> None:
    keys: dict[str, list[str]] = {}
    for item in items:
        if isinstance(item, MappedItem):
            keys.setdefault(item.record, []).append(item.key)
    for record_type, wanted in keys.items():
        picture.prefetch(record_type, wanted)
