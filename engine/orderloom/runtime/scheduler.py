"""APScheduler as a metronome: it ticks, and what is due is the store's to say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler


@contextmanager
def ticking(work: Callable[[], None], seconds: int) -> Iterator[None]:
    """Call ``work`` every few seconds in one background thread.

    A tick that takes longer than the pause skips those in between. Leaving waits for the tick
    under way.

    Args:
        work: Must not raise: nobody would hear it.
        seconds: The pause between the beginnings of two ticks.
    """
    scheduler = BackgroundScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone=UTC)
    scheduler.add_job(work, "interval", seconds=seconds, max_instances=1, coalesce=True)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
