"""How long transactions took: counted by this process, for those who watch it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf
from threading import Lock
from time import perf_counter
from typing import Final

BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, inf)
"""Upper bounds in seconds."""


class Durations:
    """A histogram that any thread may add to."""

    def __init__(self) -> None:
        self._counts = [0] * len(BOUNDS)
        self._sum = 0.0
        self._lock = Lock()

    def add(self, seconds: float) -> None:
        """Count one."""
        place = next(place for place, bound in enumerate(BOUNDS) if seconds <= bound)
        with self._lock:
            self._counts[place] += 1
            self._sum += seconds

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Count the block, unless it raises."""
        begun = perf_counter()
        yield
        self.add(perf_counter() - begun)

    def read(self) -> tuple[Sequence[tuple[float, int]], float]:
        """Give each bound with the number that took no longer, and the sum of all seconds."""
        with self._lock:
            counts, total = list(self._counts), self._sum
        found, number = [], 0
        for bound, count in zip(BOUNDS, counts, strict=True):
            number += count
            found.append((bound, number))
        return found, total
