"""Starting processes of this program, keeping them alive, and ending them in order."""

import logging
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from signal import SIGINT, SIGTERM, signal
from time import monotonic

from orderloom.cli.supervised import Child, Ended, Ready, Task

_log = logging.getLogger(__name__)


class Failed(Exception):
    """A process cannot even start.

    ``code`` is its exit code; it has said why on stderr, or as ``said``.
    """

    def __init__(self, code: int, said: str) -> None:
        super().__init__(code)
        self.code = code
        self.said = said


class Supervisor:
    """Runs tasks until a signal ends it.

    One that ends by itself starts again, after a second the first time and after half a minute at
    most. All of them end when one of them cannot be started the first time: nobody would see that
    a part is missing.

    Args:
        tasks: In the order in which they start, each when those before are ready; they end in the
            opposite one.
        tell: Called when all are ready.
    """

    def __init__(self, tasks: Sequence[Task], tell: Callable[[Sequence[Child]], None]) -> None:
        self._heard: SimpleQueue[Ready | Ended | None] = SimpleQueue()
        self._children = [Child(task, self._heard.put) for task in tasks]
        self._unready = list(self._children)
        self._tell = tell

    def run(self) -> None:
        """Keep them going until SIGTERM or SIGINT, then end them in order.

        Raises:
            Failed: One of them cannot start.
        """
        before = {each: signal(each, self._ask) for each in (SIGINT, SIGTERM)}
        try:
            self._unready[0].start()
            while (heard := self._next()) is not None:
                self._note(heard)
        finally:
            for child in reversed(self._children):
                child.end()
            for each, handler in before.items():
                signal(each, handler)

    def _ask(self, *_: object) -> None:
        self._heard.put(None)

    def _next(self) -> Ready | Ended | None:
        """Wait for what happens next; meanwhile start again what is due."""
        while True:
            due = [child.due for child in self._children if child.due is not None]
            pause = max(min(due) - monotonic(), 0.0) if due else None
            try:
                return self._heard.get(timeout=pause)
            except Empty:
                for child in self._children:
                    if child.due is not None and child.due <= monotonic():
                        child.start()

    def _note(self, heard: Ready | Ended) -> None:
        child = heard.child
        if isinstance(heard, Ended):
            if child in self._unready:
                raise Failed(heard.code, heard.said)
            pause = child.stumble()
            pid, name = child.pid, child.task.name
            _log.error("%s (%s) ended with %s; again in %g s", name, pid, heard.code, pause)
        elif child in self._unready:
            self._unready.remove(child)
            if self._unready:
                self._unready[0].start()
            else:
                self._tell(self._children)
        else:
            _log.warning("%s runs again (%s)", child.task.name, child.pid)
