"""No more is taken of a peer than it gives."""

from datetime import timedelta
from threading import Semaphore

import pytest
from tests.egress.calling import get

from orderloom.codes.catalogue import lookup
from orderloom.egress.pacing import Bucket, PacedHttp
from orderloom.errors import DeliveryFailed

GET = get("http://127.0.0.1:1/")


class Time:
    """Stands still but for who sleeps; a way out that notes when it was used."""

    def __init__(self):
        self.now = 0.0
        self.sent = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds

    def send(self, request):
        self.sent.append(self.now)
        return request


def paced(time, *rates, under_way=None):
    buckets = [Bucket((number, timedelta(seconds=s)), most, time) for number, s, most in rates]
    return PacedHttp("shop", time, buckets, under_way, time.sleep)


def test_a_burst_goes_at_once_and_then_evenly():
    time = Time()
    http = paced(time, (10, 1, 3))
    for _ in range(6):
        http.send(GET)
    assert time.sent == pytest.approx([0, 0, 0, 0.1, 0.2, 0.3])


def test_a_quiet_time_fills_the_bucket_and_no_more():
    time = Time()
    http = paced(time, (2, 1, 2))
    for _ in range(2):
        http.send(GET)
    time.now = 100.0
    for _ in range(3):
        http.send(GET)
    assert time.sent == pytest.approx([0, 0, 100, 100, 100.5])


def test_the_tighter_of_two_limits_stands():
    time = Time()
    http = paced(time, (100, 1, 100), (1, 1, 1))
    for _ in range(3):
        http.send(GET)
    assert time.sent == pytest.approx([0, 1, 2])


def test_who_would_wait_too_long_is_told_to_come_again_and_takes_nothing():
    time = Time()
    http = paced(time, (1, 60, 1))
    http.send(GET)
    for _ in range(5):
        with pytest.raises(DeliveryFailed) as found:
            http.send(GET)
    assert (found.value.code, found.value.error_class) == ("OL867", "throttled")
    assert "shop" in lookup("OL867").message.fill(found.value.facts, "en")
    time.now = 55.0
    http.send(GET)
    assert time.sent == pytest.approx([0, 60])


def test_only_so_many_are_under_way_at_once():
    time, place = Time(), Semaphore(1)
    http = paced(time, under_way=place)
    http.send(GET)
    http.send(GET)
    assert place.acquire(blocking=False)
