"""A message to a role says what is sensitive as that role sees it."""

import json

import pytest
from tests.cli.program import call


@pytest.fixture
def texts(shop):
    """Give what went out to a role, in order."""

    def given(role):
        files = sorted(each for each in (shop / "outbox").rglob("*") if each.is_file())
        lines = "".join(each.read_text("utf-8") for each in files).splitlines()
        told = [json.loads(line) for line in lines]
        return [each["text"].split("|") for each in told if each["to"] == f"role:{role}"]

    return given


def test_who_sees_in_the_clear_is_told_in_the_clear(texts):
    phone, place, label = "13812345678", "canary street 17", "13812345678 / canary street 17"
    assert texts("lead")[0] == [phone, "CNY 77.77", label, place, "CNY 77.77", "1"]


def test_a_field_that_is_not_seen_is_not_told_of(texts):
    assert texts("clerk")[1] == ["139****4321", "—", "—", "—", "—", "0"]


def test_of_a_record_that_is_not_seen_no_more_is_told(texts):
    assert texts("clerk")[0] == ["138****5678", "—", "—", "—", "—", "0"]


def test_what_an_event_says_is_masked_too(shop, texts):
    done = call(
        "change", "jd/1", "--set", "address=new canary 99", "--as", "lead/li", "--flow", shop
    )
    assert done.code == 0, done.err
    call("run", shop, "--input", shop / "orders.json", "--mapping", "orders")
    assert texts("clerk")[2][3:5] == ["new****y 99", "can****t 17"]
    more = "CNY 77.77|138****y 99|138****5678 new****y 99|CNY 77.77|1"
    assert texts("blind") == [["138****5678", *more.split("|")]]
