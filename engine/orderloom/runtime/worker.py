"""The worker: takes messages apart, decides item by item, commits in groups."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice

from orderloom.errors import MessageRejected, Overtaken, RevisionConflict
from orderloom.flow.command import Announce, Answer
from orderloom.flow.decision import Batch, Settlement
from orderloom.flow.message import Message, SplitItem
from orderloom.kernel.interpreter import decide
from orderloom.ports import Standing
from orderloom.runtime import groups
from orderloom.runtime.answers import Answers
from orderloom.runtime.desk import Desk
from orderloom.runtime.groups import MOST_TRIES, Group, Groups
from orderloom.runtime.item import ItemDecider
from orderloom.runtime.jobs import Foreman, leaves_jobs
from orderloom.runtime.overlap import Overlap
from orderloom.runtime.ranks import Ranked, Splitter
from orderloom.runtime.schedules import Ticker
from orderloom.runtime.tally import Rejected, Tally
from orderloom.runtime.timers import Bells, ring_at_once
from orderloom.runtime.waiting import Waiting

PARKED_FOR = timedelta(hours=24)

Progress = Callable[[Batch], None]


class Worker:
    """Works messages to their end.

    Args:
        desk: Where it reads and writes.
        decider: How one item is decided.
        splitter: How messages are taken apart.
        digest: The flow's digest; items quarantined under another are tried again.
        progress: Called after every commit.
    """

    def __init__(
        self,
        desk: Desk,
        decider: ItemDecider,
        splitter: Splitter,
        digest: str,
        progress: Progress = lambda _: None,
    ) -> None:
        self._desk = desk
        self._decider = decider
        self._splitter = splitter
        self._digest = digest
        self._progress = progress
        self.tally = Tally()
        self._reached = 0
        self._serial = Groups(desk, decider, self._commit, self._commit_alone, self._follow_up)
        self._ranked = Ranked(desk.inbox, splitter)
        self._overlap = Overlap(desk, self._serial, self._written)
        self._foreman = Foreman(desk, decider.program, self._commit)
        self._answers = Answers(desk, decider.program, self._commit)
        self._bells = Bells(desk, decider.program, self._commit, self._foreman)
        self._ticker = Ticker(desk, decider.program, self._commit, self._foreman)

    def begin(self, now: datetime) -> None:
        """Let schedules that were never seen begin at ``now``."""
        self._ticker.begin(now)

    def next_schedule(self) -> datetime | None:
        """Give the instant at which the next schedule is due, None without any."""
        return self._ticker.next_due()

    def fire_due(self, until: datetime) -> int:
        """Work all timers and schedules due at ``until`` or before; give their number.

        They go in order of the instants at which they are due, timers before schedules.
        """
        self.begin(until)
        number = 0
        while (due := self._ticker.due(until)) is not None:
            number += self._bells.fire_due(due.instant) + 1
            self._ticker.work(due, until)
        return number + self._bells.fire_due(until)

    def work_jobs(self) -> None:
        """Work what decisions left to do for many records; it goes before anything else."""
        self._foreman.work()

    def hear(self, answer: Answer, settlement: Settlement) -> None:
        """Decide what the answer to a call leads to, and all that follows at once."""
        self.fire_due(answer.now)
        self._answers.hear(answer, settlement)
        self.work_jobs()

    def announce(self, command: Announce) -> None:
        """Tell rules that listen what happened outside; without any, nothing is decided.

        Raises:
            RevisionConflict: Somebody else keeps changing a record.
        """
        program = self._decider.program
        if command.event not in program.listeners and command.event not in program.counted:
            return
        for last in (*(False,) * (MOST_TRIES - 1), True):
            try:
                with self._desk.picture() as picture:
                    decision = decide(program, picture, command)
                    picture.apply(decision)
                    rung = ring_at_once(program, picture, decision)
                    batch = Batch(decisions=[decision, *rung])
                self._commit(batch)
            except RevisionConflict:
                if last:
                    raise
                continue
            self._follow_up(batch)
            return

    def take(self, message: Message) -> None:
        """Accept a message durably and work it; one known already changes nothing."""
        standing = self._desk.inbox.accept(message)
        if standing.finished:
            self._again(message, standing)
        else:
            self._count_before(standing)
            self._work(message, standing.cursor)

    def take_all(self, messages: Iterable[Message]) -> None:
        """Take messages one after the other; those whose rank is higher first, if any has one."""
        if not self._splitter.ranks:
            for message in messages:
                self.take(message)
            return
        for message in messages:
            standing = self._desk.inbox.accept(message)
            if standing.finished:
                self._again(message, standing)
        self._work_waiting()

    def resume(self) -> None:
        """Work what an earlier run left unfinished: jobs, what it released, then messages."""
        self.work_jobs()
        if self._splitter.parks:
            self._work_parked(self._desk.inbox.releasable())
        if self._splitter.ranks:
            self._work_waiting()
            return
        for message_id in self._desk.inbox.unfinished():
            self._go_on(message_id)

    def _work_waiting(self) -> None:
        """Work the messages that wait, the higher rank first, until none does."""
        waiting = Waiting(self._desk.inbox, self._splitter)
        while (oldest := waiting.oldest()) is not None:
            self.fire_due(oldest)
            self._go_on(waiting.choose(self._next_due()))

    def _next_due(self) -> datetime | None:
        found = (self._desk.timers.next_due(), self._ticker.next_due())
        return min((each for each in found if each is not None), default=None)

    def _go_on(self, message_id: str) -> None:
        message, standing = self._desk.inbox.read(message_id)
        if standing.finished:  # by another process, since it was listed
            return
        self._count_before(standing)
        self._work(message, standing.cursor)

    def replay(self, message_id: str, only: Collection[int] | None = None) -> None:
        """Try what is quarantined of a message once more, under the definitions of now.

        Args:
            message_id: The message; one that could not be read is tried from there on.
            only: The positions of the items; None: all.

        Raises:
            MessageRejected: There is no such message (OL626), or its bytes are gone (OL633).
        """
        message, standing = self._desk.inbox.read(message_id)
        if standing.rejected:
            self._desk.inbox.reopen(message_id)
            self._work(message, standing.cursor)
            return
        waiting = self._desk.inbox.positions(message_id, "quarantined")
        if retried := [each for each in waiting if only is None or each in only]:
            self._groups(message, self._items_at(message, retried), None)

    def expire(self, now: datetime) -> None:
        """Quarantine items that were parked for longer than a day."""
        for message_id, position in self._desk.inbox.expired(now - PARKED_FOR):
            message, _ = self._desk.inbox.read(message_id)
            for item in self._items_at(message, [position]):
                given_up = self._decider.give_up(item, message, PARKED_FOR)
                with suppress(Overtaken):  # it was released elsewhere
                    self._commit(Batch(message=message.id, items=[given_up]))

    def _count_before(self, standing: Standing) -> None:
        for outcome, number in standing.outcomes.items():
            self.tally.items[outcome] += number

    def _again(self, message: Message, standing: Standing) -> None:
        """Count a known message as duplicate, but try what only other definitions refused."""
        before = sum(standing.outcomes.values())
        changed = standing.digest != self._digest
        if standing.rejected and changed:
            self.tally.items["duplicate"] += before - 1
            self._desk.inbox.reopen(message.id)
            self._work(message, standing.cursor)
            return
        retried: Sequence[int] = ()
        if changed and standing.outcomes.get("quarantined"):
            retried = self._desk.inbox.positions(message.id, "quarantined")
        self.tally.items["duplicate"] += before - len(retried)
        if retried:
            self._groups(message, self._items_at(message, retried), None)

    def _work(self, message: Message, start: int) -> None:
        # At the same instant timers go first.
        self.fire_due(message.received_at)
        self._reached = start
        while True:
            try:
                items = self._ranked.items(message, self._reached)
                self._groups(message, items, self._reached)
            except Overtaken:
                if self._is_left(message):
                    return
            else:
                return

    def _is_left(self, message: Message) -> bool:
        """Go on from where another process has brought a message; True: to its end.

        What that process worked counts as duplicate here, as if it had come before.
        """
        standing = self._desk.inbox.standing(message.id)
        assert standing is not None  # noqa: S101 - it was accepted
        others = standing.cursor - self._reached + standing.rejected
        self.tally.items["duplicate"] += others
        self._reached = standing.cursor
        return standing.finished

    def _groups(self, message: Message, items: Iterator[SplitItem], began: int | None) -> None:
        """Decide and commit items a group at a time; bytes that make no sense close it."""
        try:
            if began is not None and not self._splitter.parks:
                self._overlap.work(message, items, began)
            else:  # items that waited go before whatever comes next
                while taken := list(islice(items, groups.GROUP)):
                    group = Group(message, taken, began)
                    self._serial.work(group)
                    began = group.cursor(len(taken))
            self._desk.commit([Batch(message=message.id, finished=True)])
        except MessageRejected as error:
            self._desk.inbox.reject(message.id, error.code, error.facts)
            self.tally.items["quarantined"] += 1
            self.tally.rejected.append(Rejected(message.id, message.name, error.code, error.facts))

    def _items_at(self, message: Message, positions: Sequence[int]) -> Iterator[SplitItem]:
        wanted = set(positions)
        for item in self._splitter.split(message, min(wanted)):
            if item.position in wanted:
                yield item
                wanted.discard(item.position)
            if not wanted:
                return

    def _follow_up(self, batch: Batch) -> None:
        """Work what a batch leads to before any later message."""
        if leaves_jobs(batch.decisions):
            self.work_jobs()
        self._release(batch)

    def _release(self, batch: Batch) -> None:
        """Work the items that waited for records which this batch created."""
        if not self._splitter.parks:
            return
        created: dict[str, list[str]] = {}
        for decision in batch.decisions:
            for change in decision.changes:
                if change.before is None:
                    created.setdefault(change.after.type, []).append(change.after.key)
        for record_type, keys in created.items():
            self._work_parked(self._desk.inbox.parked(record_type, keys))

    def _work_parked(self, places: Iterable[tuple[str, int]]) -> None:
        for message_id, position in places:
            message, _ = self._desk.inbox.read(message_id)
            items = list(self._items_at(message, [position]))
            self._serial.work(Group(message, items, None))

    def _commit(self, batch: Batch) -> None:
        self._desk.commit([batch])
        self._written(batch)

    def _commit_alone(self, prepare: Callable[[], Batch]) -> Batch:
        made: list[Batch] = []

        def prepared() -> Batch:
            made.append(prepare())
            return made[-1]

        self._desk.commit_alone(prepared)
        self._written(made[-1])
        return made[-1]

    def _written(self, batch: Batch) -> None:
        if batch.began is not None and batch.cursor is not None:
            self._reached = batch.cursor
        self.tally.add(batch)
        self._progress(batch)
