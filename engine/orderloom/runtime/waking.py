"""Working in the background whenever somebody left something to do, and now and then anyway."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from orderloom.ports.wakeups import Wakeups


class Alone:
    """``Wakeups`` of the only process on a store: nobody calls, and all duties are its own."""

    def __init__(self) -> None:
        self._stopped = Event()

    @property
    def is_stopped(self) -> bool:
        """Say whether nobody shall wait any more."""
        return self._stopped.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for so long."""
        self._stopped.wait(seconds)
        return False

    def stop(self) -> None:
        """End the waiting."""
        self._stopped.set()

    def elected(self, _: str) -> bool:
        """Say yes."""
        return True

    def close(self) -> None:
        """End the waiting."""
        self.stop()


@contextmanager
def woken(work: Callable[[], None], wakeups: Wakeups, seconds: float) -> Iterator[None]:
    """Call ``work`` at once, at every wake-up, and after so many seconds without one.

    Leaving waits for the work under way.

    Args:
        work: Must not raise: nobody would hear it.
        wakeups: Waited for in one background thread; stopped at the end.
        seconds: The longest pause.
    """

    def go_on() -> None:
        work()
        while not wakeups.is_stopped:
            wakeups.wait(seconds)
            if not wakeups.is_stopped:
                work()

    thread = Thread(target=go_on, name="woken")
    thread.start()
    try:
        yield
    finally:
        wakeups.stop()
        thread.join()
