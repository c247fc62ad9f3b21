"""What was not as expected is told where it stands, with what there was instead."""

import pytest
from tests.yaml_tests.flows import HEAD, play, told

FAILING = {
    "that: o.amount > CNY 5": [
        "7: OL801 'o.amount > CNY 5' is false",
        "o.amount = CNY 5.00",
    ],
    "that: o.phone == o.number": [
        "7: OL802 'o.phone == o.number' is unknown: something in it is missing",
        "o.phone = –",
        "o.number = A-1",
    ],
    "{record: order, count: 2}": [
        "7: OL803 expected 2 of 'order', found 1",
        "order A-1",
    ],
    "{record: order, where: amount == CNY 6}": [
        "7: OL806 expected at least one 'order', found none",
        "order A-1: amount = CNY 5.00",
    ],
    "{record: order, count: 0, where: amount == CNY 5}": [
        "7: OL803 expected 0 of 'order', found 1",
        "order A-1: amount = CNY 5.00",
    ],
    "{record: order, has: {status: paid, amount: CNY 5, lines: [{sku: A, quantity: 3}]}}": [
        "7: OL807 'order' is not as expected",
        "order A-1 status: paid / unpaid",
        "order A-1 lines: [{sku: A, quantity: 3}] / [{sku: A, quantity: 2}]",
    ],
    "{event: order.status.paid}": [
        "7: OL806 expected at least one 'order.status.paid', found none"
    ],
    "{message: thanks, count: 1}": ["7: OL803 expected 1 of 'thanks', found 0"],
}


@pytest.mark.parametrize("expectation", FAILING)
def test_a_failing_expectation_says_what_there_was(expectation, tmp_path):
    steps = f"steps:\n  - expect: {expectation}\n"
    if not expectation.startswith("{"):
        steps = f"steps:\n  - expect: {{{expectation}}}\n"
    assert told(play(tmp_path, HEAD + steps)) == FAILING[expectation]


def test_every_expectation_of_a_step_is_told_and_then_the_play_ends(tmp_path):
    steps = """steps:
  - fire: ship
    of: o
  - expect: [{that: o.status == "shipped"}, {that: o.amount == CNY 6}]
  - expect: {that: o.amount == CNY 7}
"""
    refusal = "✗ ship: 'ship' does not leave the state 'unpaid'; possible here: pay"
    assert told(play(tmp_path, HEAD + steps)) == [
        "9: OL801 'o.status == \"shipped\"' is false",
        "o.status = unpaid",
        refusal,
        "9: OL801 'o.amount == CNY 6' is false",
        "o.amount = CNY 5.00",
        refusal,
    ]


def test_an_example_that_fails_is_named_and_the_others_are_played(tmp_path):
    steps = (
        "examples: [{n: 1}, {n: 2}, {n: 3}]\nsteps: [{expect: {record: order, count: =example.n}}]"
    )
    (test,) = play(tmp_path, HEAD + steps).tests
    assert [failure.example for failure in test.failures] == [2, 3]


STOPPED = {
    "{fire: pay, of: {record: order, where: amount > CNY 5}}": (
        "OL804 one record of type 'order' must fit here, found 0"
    ),
    "{to: 2026-01-05T19:59+08:00}": (
        "OL808 time does not go back: it is 2026-01-05T20:00:00+08:00 already"
    ),
    "{receive: {mapping: web, item: {amount: CNY 5}}}": (
        "OL709 a order cannot be created: its identity lacks number"
    ),
}


@pytest.mark.parametrize("step", STOPPED)
def test_a_step_that_cannot_be_done_ends_the_play(step, tmp_path):
    text = f"{HEAD}steps:\n  - {step}\n  - expect: {{that: o.amount == CNY 6}}\n"
    (found,) = told(play(tmp_path, text))
    assert found.partition(": ")[2] == STOPPED[step]


def test_a_record_given_twice_is_told_at_its_label(tmp_path):
    text = HEAD.replace("given:", "given:\n  first: {record: order, number: A-1}\n ").replace(
        " {o: {", " o: {"
    )
    text = text.replace("}]}}\n", "}]}\n")
    result = play(tmp_path, text + "steps: [{wait: 1h}]")
    assert told(result) == ["7: OL710 the order 'A-1' exists already"]


def test_a_broken_flow_runs_no_test(tmp_path):
    result = play(tmp_path, HEAD + "steps: [{wait: soon}]")
    assert (result.tests, result.coverage) == ((), None)
    assert [each.code for each in result.diagnostics] == ["OL483"]


def test_an_example_gives_what_lies_deeper_in_it(tmp_path):
    steps = (
        "examples: [{is: {many: 1}}, {is: {many: 2}}]\n"
        "steps: [{expect: {record: order, count: =example.is.many}}]"
    )
    (test,) = play(tmp_path, HEAD + steps).tests
    assert [failure.example for failure in test.failures] == [2]


@pytest.mark.parametrize("count", ["=example.n.m", "=example.is.few", "=example.n + 1", "=n"])
def test_a_number_that_no_example_gives_is_a_finding(tmp_path, count):
    steps = (
        "examples: [{n: 1, is: {many: 2}}]\n"
        f"steps: [{{expect: {{record: order, count: '{count}'}}}}]"
    )
    result = play(tmp_path, HEAD + steps)
    assert result.tests == ()
    (finding,) = result.diagnostics
    assert (finding.place.line, finding.code in {"OL481", "OL118"}) == (7, True), finding
