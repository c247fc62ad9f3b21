"""Two ways of doing the same, timed in turn."""

import gc
from collections.abc import Callable
from time import perf_counter

Work = Callable[[], object]


class PeersDisagree(Exception):
    """Two ways that should give the same do not: no ratio of theirs means anything."""


def times_faster(ours: Work, peer: Work, rounds: int) -> list[float]:
    """Give how many times faster ``ours`` is, in each of ``rounds`` that time both in turn.

    Garbage that one of them made is collected before the other is timed.
    """
    return [_seconds(peer) / _seconds(ours) for _ in range(rounds)]


def _seconds(work: Work) -> float:
    gc.collect()
    started = perf_counter()
    work()
    return perf_counter() - started


def agree(ours: object, peer: object) -> None:
    """Demand that both gave the same.

    Raises:
        PeersDisagree: They did not.
    """
    if ours != peer:
        raise PeersDisagree(f"{str(ours)[:200]} is not {str(peer)[:200]}")
