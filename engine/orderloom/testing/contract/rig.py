"""What the author of a connector tells the contract about it and about its peer."""

import unittest
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from orderloom.errors import DeliveryFailed
from orderloom.flow.effect import Call
from orderloom.ports import Connector, ReceivedFile
from orderloom.testing.contract.session import BEGIN, ContractSession


@dataclass(kw_only=True)
class Rig:
    """A connector, its session, and hands on the peer.

    Attributes:
        connector: What is tested; made anew by ``restart`` if it has one.
        session: What it is given.
        stream: A stream to read; None: it reads nothing.
        put: Lays so many new items at the source and gives their ids.
        ids: Reads the ids of the items in a file.
        page: How many items one page has; 0: it knows no pages.
        step: Time that the clock goes on between two polls.
        operation: An operation to carry out; None: it has none.
        payload: What that is handed.
        done: Gives the effects that the peer has: one for each thing that was really done.
        token_requests: Counts requests for a token so far; None: it fetches none.
        expire: Makes the peer refuse every token given so far.
        remake: Makes the connector again, as a new process would.
    """

    connector: Connector
    session: ContractSession
    stream: str | None = None
    put: Callable[[int], Sequence[str]] = lambda _: ()
    ids: Callable[[bytes], Sequence[str]] = lambda _: ()
    page: int = 0
    step: timedelta = timedelta(minutes=1)
    operation: str | None = None
    payload: dict[str, object] | None = None
    done: Callable[[], Sequence[object]] = tuple
    token_requests: Callable[[], int] | None = None
    expire: Callable[[], None] | None = None
    remake: Callable[[], Connector] | None = None

    def restart(self) -> None:
        """Begin again as a new process would: with what is remembered, and nothing else."""
        if self.remake is not None:
            self.connector = self.remake()

    def poll(self) -> Iterable[ReceivedFile]:
        """Ask the stream for what is ready."""
        return self.connector.poll(self.session, self.reading())

    def take(self, files: Iterable[ReceivedFile] | None = None) -> Counter[str]:
        """Poll as the runtime does, every file durable before the next; count the ids."""
        found: Counter[str] = Counter()
        for file in self.poll() if files is None else files:
            found.update(self.ids(file.body))
            self.connector.taken(self.session, self.reading(), file)
        return found

    def later(self) -> None:
        """Let the time go by until the next poll."""
        self.session.clock.advance(self.step)

    def reading(self) -> str:
        """Give the stream, or skip the check."""
        return self.stream if self.stream is not None else skip("it reads nothing")

    def speaking(self) -> None:
        """Skip the check unless it calls an address."""
        if self.session.url is None:
            skip("it does not speak HTTP")

    def perform(self, key: str = "key-1", operation: str | None = None) -> object:
        """Carry the operation out."""
        return self.connector.perform(self.session, self.call(key, operation))

    def call(self, key: str, operation: str | None = None) -> Call:
        """Give a call of the operation, or skip the check."""
        named = operation or self.operation or skip("it performs nothing")
        return Call(
            id=f"call-{key}",
            at=BEGIN,
            connection=self.session.connection,
            operation=named,
            payload=dict(self.payload or {}),
            key=key,
            irreversible=False,
            record_id="order_1",
        )


def skip(why: str) -> str:
    """Leave a check out.

    Raises:
        unittest.SkipTest: Always.
    """
    raise unittest.SkipTest(why)


def demand(is_so: object, what: str) -> None:
    """Fail unless something is so.

    Raises:
        AssertionError: It is not.
    """
    if not is_so:
        raise AssertionError(what)


def refusal(work: Callable[[], object]) -> DeliveryFailed:
    """Give the error that a connector must raise.

    Raises:
        AssertionError: It raised none, or one that says nothing to the engine.
    """
    try:
        work()
    except DeliveryFailed as error:
        return error
    except Exception as error:
        raise AssertionError(
            f"{type(error).__name__} instead of DeliveryFailed: {error}"
        ) from error
    raise AssertionError("no error was raised")
