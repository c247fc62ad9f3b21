"""From a host's name to its addresses, asked once per connection that is opened."""

import socket
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol

LONGEST_ANSWER = 32


class Resolver(Protocol):
    """The system's answer to a name."""

    def resolve(self, host: str, seconds: float) -> Sequence[str]:
        """Give the addresses of a host, best first; none when there is no such name.

        Raises:
            TimeoutError: No answer within so many seconds.
        """
        ...


class SystemResolver:
    """Asks the operating system.

    Its question cannot be broken off, so a thread asks, and is left alone when it takes too long.
    """

    def resolve(self, host: str, seconds: float) -> Sequence[str]:
        """Give the addresses that ``getaddrinfo`` gives."""
        answers: SimpleQueue[Sequence[str]] = SimpleQueue()
        Thread(target=_ask, args=(host, answers.put), daemon=True).start()
        try:
            return answers.get(timeout=max(seconds, 0))
        except Empty:
            raise TimeoutError from None


def _ask(host: str, tell: Callable[[Sequence[str]], None]) -> None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        tell(())
    else:
        tell(tuple(dict.fromkeys(str(each[4][0]) for each in found))[:LONGEST_ANSWER])
