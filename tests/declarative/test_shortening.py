"""Texts that a platform would not take whole are cut between two characters, and it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.declarative.talking import call
from tests.library.shipped import LIBRARY, before
from tests.library.test_desks import ROBOTS

from orderloom.declarative.shortening import shortened
from orderloom.definition.connector import Longest


def cut(text, most, unit="bytes"):
    given_, names = shortened(
        {"text": text, "to": "x"}, [Longest(input="text", most=most, unit=unit)]
    )
    assert given_["to"] == "x"
    assert (names == ()) == (given_["text"] == text)
    return given_["text"]


def test_a_text_that_fits_is_left_as_it_is():
    assert cut("订单" * 341 + "xx", 2048) == "订单" * 341 + "xx"
    assert cut("x" * 2048, 2048) == "x" * 2048


def test_a_text_that_is_too_long_ends_in_an_ellipsis_between_two_characters():
    assert cut("x" * 2049, 2048) == "x" * 2045 + "…"
    assert cut("订" * 683, 2048) == "订" * 681 + "…"
    assert cut("a" + "🚚" * 600, 2048) == "a" + "🚚" * 511 + "…"
    assert cut("👩\u200d👩\u200d👧" * 2, 20) == "👩\u200d👩…"
    assert cut("one two three", 8, "characters") == "one two…"
    assert cut("订单一二三", 3, "characters") == "订单…"


@given(st.text(), st.integers(1, 60), st.sampled_from(["bytes", "characters"]))
def test_nothing_is_ever_longer_than_it_may_be(text, most, unit):
    found = cut(text, most, unit)
    size = len(found) if unit == "characters" else len(found.encode("utf-8", "replace"))
    assert size <= most or found == text
    whole = len(text) if unit == "characters" else len(text.encode("utf-8", "replace"))
    assert found == text or whole > most
    assert text.startswith(found.removesuffix("…"))


@pytest.mark.parametrize("name", ROBOTS)
def test_a_robot_says_the_beginning_of_what_is_too_long(name):
    [limit] = LIBRARY[name].definition.operations["notify"].longest
    text = "大额订单待核对；" * (limit.most // 8)
    with before(ROBOTS[name], name) as (connector, session, platform):
        answer = connector.perform(session, call("notify", text=text, to="lead", medium="chat"))
        [said] = platform.said
        assert platform.refused == []
    assert said.endswith("…")
    assert text.startswith(said[:-1])
    assert limit.most - 6 <= len(said.encode()) <= limit.most
    assert answer["shortened"] == ["text"]


@pytest.mark.parametrize("name", ROBOTS)
def test_a_robot_s_pace_is_declared(name):
    number, seconds = LIBRARY[name].facts.rate
    assert (number, seconds.total_seconds()) == ({"feishu": 100}.get(name, 20), 60)
