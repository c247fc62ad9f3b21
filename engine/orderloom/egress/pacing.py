"""Taking no more of a peer than it gives: so many requests in a time, so many at once."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from threading import Lock, Semaphore

from orderloom.errors import DeliveryFailed
from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.ports import Http

Rate = tuple[int, timedelta]
"""So many requests in so long a time."""


class Bucket:
    """Tokens that come back evenly; a request takes one, and waits for it.

    Args:
        rate: How many come back in how long a time.
        most: How many are there after a quiet time.
        monotonic: Seconds that only grow.
    """

    def __init__(self, rate: Rate, most: int, monotonic: Callable[[], float]) -> None:
        number, lasting = rate
        self._each = lasting.total_seconds() / number
        self._most = most
        self._monotonic = monotonic
        self._full_at = monotonic()
        self._guard = Lock()

    def wait_for(self, patience: float) -> float | None:
        """Take a token and give the seconds until it is there; None, and none taken, if later.

        Args:
            patience: The longest wait.
        """
        with self._guard:
            now = self._monotonic()
            full_at = max(self._full_at, now) + self._each
            wait = full_at - now - self._each * self._most
            if wait > patience:
                return None
            self._full_at = full_at
            return max(wait, 0.0)


class PacedHttp:
    """A way out that keeps to limits.

    Args:
        connection: Named when it is too busy.
        http: The way out.
        buckets: A request needs a token of each.
        under_way: Has a place for each request that may be under way; None: any number.
        sleep: Waits so many seconds.
    """

    PATIENCE = 10.0
    """Who would wait longer is told to come again later."""

    def __init__(
        self,
        connection: str,
        http: Http,
        buckets: Sequence[Bucket],
        under_way: Semaphore | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._connection = connection
        self._http = http
        self._buckets = buckets
        self._under_way = under_way
        self._sleep = sleep

    def send(self, request: HttpRequest) -> HttpResponse:
        """Make a request in its turn.

        Raises:
            DeliveryFailed: Its turn would come too late (OL867), or as the way out says.
        """
        with self._place():
            for bucket in self._buckets:
                wait = bucket.wait_for(self.PATIENCE)
                if wait is None:
                    raise self._busy()
                if wait:
                    self._sleep(wait)
            return self._http.send(request)

    @contextmanager
    def _place(self) -> Iterator[None]:
        with ExitStack() as stack:
            if self._under_way is not None:
                if not self._under_way.acquire(timeout=self.PATIENCE):
                    raise self._busy()
                stack.callback(self._under_way.release)
            yield

    def _busy(self) -> DeliveryFailed:
        seconds = f"{self.PATIENCE:g}"
        return DeliveryFailed("OL867", "throttled", connection=self._connection, seconds=seconds)
