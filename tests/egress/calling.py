"""A client in a test environment, calling servers of this machine."""

import time
from collections.abc import Sequence
from contextlib import contextmanager
from itertools import count

import pytest

from orderloom.codes.catalogue import lookup
from orderloom.egress.client import HttpClient, Limits, World
from orderloom.egress.reach import Reach
from orderloom.egress.switch import OutgoingSwitch
from orderloom.errors import DeliveryFailed
from orderloom.flow.http import HttpRequest

HOST = "127.0.0.1"
OPEN = OutgoingSwitch(stopped=False)


class Names:
    """A resolver that gives prepared answers in turn, and counts the questions."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    def resolve(self, host, seconds):
        self.asked.append(host)
        return self._answers[min(len(self.asked), len(self._answers)) - 1]


def ticking(step: float):
    """Give a clock that grows by a step each time it is asked."""
    return count(0.0, step).__next__


@contextmanager
def calling(
    port, *, hosts=(HOST,), names=None, monotonic=time.monotonic, trust=None, secrets=(),
    limits=None, switch=OPEN, production=False, ports=(),
):  # fmt: skip
    """Give a client that may call ``port``, and close it at the end."""
    client = HttpClient(
        Reach(
            connection="shop",
            hosts=tuple(hosts),
            ports=frozenset({port, *ports}),
            production=production,
        ),
        switch,
        secrets,
        World(resolver=names or Names(), monotonic=monotonic, trust=trust),
        limits or Limits(),
    )
    try:
        yield client
    finally:
        client.close()


def get(url, **more):
    return HttpRequest(method="GET", url=url, **more)


def post(url, body=b"{}", **more):
    return HttpRequest(method="POST", url=url, body=body, **more)


def failing(client, request):
    """Send a request that fails, and give the error, which has wording in both languages."""
    with pytest.raises(DeliveryFailed) as caught:
        client.send(request)
    error = caught.value
    for language in ("en", "zh"):
        assert lookup(error.code).message.fill(error.facts, language)
    return error
