"""Working in the background whenever somebody left something to do, and now and then anyway."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

from orderloom.ports.wakeups import Wakeups


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
