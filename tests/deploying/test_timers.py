"""Timers keep their start when the definitions change; those overdue then wait for a person."""

import pytest
from tests.cli.program import call
from tests.cli.test_outputs import assert_valid
from tests.deploying.shops import order

LATER = "paid: {later: [{after: 9000d, do: [{tag: waited}]}]}"


def timers(shop, *arguments):
    return call("timers", *arguments, "--store", shop.store, "--format", "json")


def overdue(shop):
    answer = timers(shop, "overdue", shop.folder)
    assert_valid(answer.document, "timers")
    return [(each["key"], each["due"]) for each in answer.document["overdue"]]


def settle(shop, word, *record):
    who = ("--as", "analyst/zoe", "--flow", shop.folder)
    answer = timers(shop, word, *record, *who)
    assert_valid(answer.document, "timers")
    return answer


def tags(shop):
    return {no: document["tags"] for no, document in shop.documents().items()}


@pytest.fixture
def waiting(shop):
    shop.change(("after: 9000d", "after: 6h"))
    shop.take(order("A"), at="2026-01-05T10:00:00Z")
    shop.take(order("B"), at="2026-01-05T12:00:00Z")
    return shop


def test_a_timer_keeps_its_start_and_takes_the_new_span(waiting):
    waiting.change(("after: 6h", "after: 3h"))
    waiting.take(at="2026-01-05T12:30:00Z")
    assert overdue(waiting) == []
    waiting.take(at="2026-01-05T13:00:00Z")
    assert tags(waiting) == {"A": ["waited"], "B": []}
    waiting.change(("after: 3h", "after: 8h"))
    waiting.take(at="2026-01-05T14:00:00Z")
    waiting.take(at="2026-01-05T19:59:59Z")
    assert tags(waiting)["B"] == []
    waiting.take(at="2026-01-05T20:00:00Z")
    assert tags(waiting)["B"] == ["waited"]


def test_a_timer_that_is_overdue_then_waits_for_a_person(waiting):
    waiting.change(("after: 6h", "after: 1h"))
    waiting.take(at="2026-01-05T13:30:00Z")
    waiting.take(at="2026-01-06T13:30:00Z")
    assert tags(waiting) == {"A": [], "B": []}
    assert overdue(waiting) == [
        ("A", "2026-01-05T11:00:00+00:00"),
        ("B", "2026-01-05T13:00:00+00:00"),
    ]
    assert settle(waiting, "run", "A").document["records"] == 1
    assert settle(waiting, "drop").document["records"] == 1
    assert tags(waiting) == {"A": ["waited"], "B": []}
    assert overdue(waiting) == []
    answer = settle(waiting, "run", "A")
    assert [reason["code"] for reason in answer.document["reasons"]] == ["OL699"]


def test_a_timer_that_is_new_begins_with_the_stay_and_one_that_is_gone_goes(waiting):
    waiting.change(("paid: {later: [{after: 6h, do: [{tag: waited}]}]}", "paid: {}"))
    waiting.take(at="2026-01-05T13:00:00Z")
    waiting.take(at="2026-01-05T19:00:00Z")
    assert tags(waiting) == {"A": [], "B": []}
    waiting.change(("paid: {}", LATER), ("9000d", "10h"))
    waiting.take(at="2026-01-05T19:30:00Z")
    waiting.take(at="2026-01-05T20:00:00Z")
    assert tags(waiting) == {"A": ["waited"], "B": []}
