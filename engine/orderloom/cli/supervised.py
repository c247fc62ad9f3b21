"""A process of this program that is kept alive.

It is one of our own commands in a session of its own, so that Ctrl-C reaches the supervisor
alone. It says that it is ready by its first line, in JSON; what it says before
its end instead of that is why it cannot start. It ends when it is asked to, and also
when its supervisor is gone: its stdin closes then.
"""

import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from signal import SIGTERM
from subprocess import PIPE, Popen, TimeoutExpired
from threading import Thread
from time import monotonic
from typing import Any

from orderloom.cli.logs import log_file
from orderloom.settings import LOG

GRACE_SECONDS = 60
"""So long a process may take to end what is under way."""

_STEADY_SECONDS = 60
_LONGEST_PAUSE = 30.0

_log = logging.getLogger(__name__)

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What runs in a process.

    Attributes:
        name: What the log calls it.
        arguments: The command line, by what it said when it was ready the first time, if ever.
        sockets: Descriptors that it gets as they are.
    """

    name: str
    arguments: Callable[[Told | None], Sequence[str]]
    sockets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A process says that it is ready."""

    child: "Child"


@dataclass(frozen=True, slots=True)
class Ended:
    """A process ended, asked or not.

    Attributes:
        code: Its exit code.
        said: What it printed where it never was ready.
    """

    child: "Child"
    code: int
    said: str


Hear = Callable[[Ready | Ended], None]


class Child:
    """The process of a task, and those that take its place."""

    def __init__(self, task: Task, hear: Hear) -> None:
        self.task = task
        self.told: Told | None = None
        self.due: float | None = None
        self._hear = hear
        self._process: Popen[bytes] | None = None
        self._failures = 0
        self._since = 0.0

    @property
    def pid(self) -> int:
        """Give its process id, 0 before there is one."""
        return 0 if self._process is None else self._process.pid

    def start(self) -> None:
        """Start it; what becomes of it is heard in another thread."""
        process = Popen(  # noqa: S603 - this very program
            [sys.executable, "-m", "orderloom.cli.main", *self.task.arguments(self.told)],
            stdin=PIPE,
            stdout=PIPE,
            env={**os.environ, LOG: str(log_file())},
            pass_fds=self.task.sockets,
            start_new_session=True,
        )
        self._process, self._since, self.due = process, monotonic(), None
        Thread(target=self._watch, args=(process,), daemon=True).start()

    def stumble(self) -> float:
        """Note that it ended by itself; give the seconds after which it shall start again."""
        if monotonic() - self._since > _STEADY_SECONDS:
            self._failures = 0
        pause = min(2.0**self._failures, _LONGEST_PAUSE)
        self._failures += 1
        self.due = monotonic() + pause
        return pause

    def end(self) -> None:
        """Let it end what is under way; after its time of grace end it at once."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(SIGTERM)
        try:
            self._process.wait(GRACE_SECONDS)
        except TimeoutExpired:
            _log.error("%s does not end, and is killed", self.task.name)
            self._process.kill()
            self._process.wait()

    def _watch(self, process: Popen[bytes]) -> None:
        """Hear it until its end; what it says once it is ready is for nobody."""
        assert process.stdout is not None  # noqa: S101 - it is piped
        assert process.stdin is not None  # noqa: S101 - it is piped
        with process.stdout, process.stdin:
            said = process.stdout.readline()
            if (told := _told(said)) is not None:
                self.told, said = self.told or told, b""
                self._hear(Ready(self))
                while process.stdout.read(65_536):
                    pass
            said += process.stdout.read()
            self._hear(Ended(self, process.wait(), said.decode(errors="replace")))


def _told(line: bytes) -> Told | None:
    """Read the line that says ready; any other is the beginning of why it cannot start."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "error" not in found else None
