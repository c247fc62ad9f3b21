"""How long a failed call waits."""

from datetime import UTC, datetime, timedelta

import pytest

from orderloom.definition.connection import Retry
from orderloom.errors import DeliveryFailed
from orderloom.runtime.pauses import LONGEST_ASKED, asked_pause, pause

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def seconds(retry, draw=1.0):
    return [pause(retry, failures, draw).total_seconds() for failures in range(1, 8)]


def test_a_pause_grows_by_its_factor_up_to_the_longest():
    assert seconds(Retry()) == [2, 4, 8, 16, 32, 60, 60]
    assert seconds(Retry(factor=1)) == [2] * 7
    assert seconds(Retry(first=timedelta(seconds=90))) == [60] * 7


def test_jitter_waits_a_part_and_no_jitter_the_whole():
    assert seconds(Retry(), 0.5)[:3] == [1, 2, 4]
    assert seconds(Retry(jitter=False), 0.5)[:3] == [2, 4, 8]


def test_a_pause_after_very_many_failures_is_the_longest():
    assert pause(Retry(), 1_000_000_000, 1.0) == timedelta(seconds=60)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("", timedelta(0)),
        ("120", timedelta(minutes=2)),
        ("Sun, 01 Mar 2026 04:01:30 GMT", timedelta(seconds=90)),
        ("Sun, 01 Mar 2026 03:00:00 GMT", timedelta(0)),
        ("soon", timedelta(0)),
        ("-5", timedelta(0)),
        ("9" * 40, LONGEST_ASKED),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_ASKED),
    ],
)
def test_a_peer_may_ask_for_a_pause(said, asked):
    error = DeliveryFailed("OL870", "throttled", retry_after=said)
    assert asked_pause(error, NOW) == asked
