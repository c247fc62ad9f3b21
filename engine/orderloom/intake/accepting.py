"""Making durable what was believed, and what was not: one thread writes, many at a time.

A commit takes a few milliseconds however much is in it: what arrives while one runs goes into the
next together. Answers are given after the commit, never before.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from queue import Empty, Full, Queue
from threading import Thread
from typing import Any, NamedTuple

from orderloom.flow.message import Message
from orderloom.flow.webhook import Arrival
from orderloom.ports import Standing, Stores

MOST_WAITING = 500
"""More than so many that wait for their commit are sent away."""

_TOGETHER = 100

_log = logging.getLogger(__name__)


class TooBusy(Exception):
    """More is waiting than can be kept in memory; nothing was taken."""


class _Refused(NamedTuple):
    """What is kept apart."""

    connection: str
    stream: str
    code: str
    arrival: Arrival


class _Job(NamedTuple):
    work: Message | _Refused
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[Standing | None]"


class Acceptor:
    """Writes in a thread of its own.

    Args:
        stores: Where to.
        accepted: Called in that thread with the connections by which something came.
        refused: Called in that thread when something was kept apart.
    """

    def __init__(
        self,
        stores: Stores,
        accepted: Callable[[Collection[str]], None],
        refused: Callable[[str, str, str], None],
    ) -> None:
        self._stores = stores
        self._accepted = accepted
        self._refused = refused
        self._queue: Queue[_Job | None] = Queue(MOST_WAITING)
        self._thread = Thread(target=self._run, name="intake-accept")
        self._thread.start()

    async def accept(self, message: Message) -> None:
        """Return when a message is durable.

        Raises:
            TooBusy: Too much waits already.
            StoreUnusable: It cannot be written now.
        """
        await self._done(message)

    async def refuse(self, connection: str, stream: str, code: str, arrival: Arrival) -> None:
        """Return when what was refused is durable.

        Raises:
            TooBusy: Too much waits already.
            StoreUnusable: It cannot be written now.
        """
        await self._done(_Refused(connection, stream, code, arrival))

    def close(self) -> None:
        """Write what waits, and end."""
        self._queue.put(None)
        self._thread.join()

    async def _done(self, work: Message | _Refused) -> None:
        loop = asyncio.get_running_loop()
        job = _Job(work, loop, loop.create_future())
        try:
            self._queue.put_nowait(job)
        except Full:
            raise TooBusy from None
        await job.done

    def _run(self) -> None:
        is_open = True
        while is_open:
            jobs = [self._queue.get(), *self._waiting()]
            is_open = None not in jobs
            found = [job for job in jobs if job is not None]
            self._write(found)

    def _waiting(self) -> list[_Job | None]:
        jobs: list[_Job | None] = []
        while len(jobs) < _TOGETHER:
            try:
                jobs.append(self._queue.get_nowait())
            except Empty:
                break
        return jobs

    def _write(self, jobs: Sequence[_Job]) -> None:
        messages = [(job, job.work) for job in jobs if isinstance(job.work, Message)]
        if messages:
            self._settle(
                [job for job, _ in messages], self._write_messages, [m for _, m in messages]
            )
        for job in jobs:
            if isinstance(job.work, _Refused):
                self._settle([job], self._write_refused, job.work)

    def _write_messages(self, messages: Sequence[Message]) -> None:
        self._stores.inbox.accept_all(messages)
        self._accepted({each.source for each in messages if each.source is not None})

    def _write_refused(self, refused: _Refused) -> None:
        self._stores.refusals.note(*refused)
        self._refused(refused.connection, refused.stream, refused.code)

    def _settle(self, jobs: Sequence[_Job], write: Callable[[Any], None], work: object) -> None:
        error: Exception | None = None
        try:
            write(work)
        except Exception as trouble:  # noqa: BLE001 - whoever waits hears of it
            _log.exception("webhooks could not be written")
            error = trouble
        for job in jobs:
            job.loop.call_soon_threadsafe(_tell, job.done, error)


def _tell(done: "asyncio.Future[Standing | None]", error: Exception | None) -> None:
    """Wake who waits, unless the sender went away meanwhile."""
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
