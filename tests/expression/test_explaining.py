"""Step by step: what was worked, where it stands, and what it gave."""

import sys

import pytest
from tests.expression.hostile import ALL
from tests.expression.order import AROUND, order, scope

from orderloom.expression.compiled import ExpressionInvalid, Fault
from orderloom.expression.reference.evaluator import Reference
from orderloom.expression.reference.explaining import Step, explain


def steps_of(text):
    """Give the steps as (text, value), having checked that each stands where it says."""
    found = explain(text, scope(), order(), AROUND)
    for step in found.steps:
        assert text[step.start : step.end] == step.text
    return [(step.text, step.value) for step in found.steps]


def test_steps_come_from_the_inside_out_with_their_places():
    found = explain("qty * 2 > 3", scope(), order(), AROUND)

    assert found.steps == (
        Step(text="qty", start=0, end=3, value=2),
        Step(text="qty * 2", start=0, end=7, value=4),
        Step(text="qty * 2 > 3", start=0, end=11, value=True),
    )
    assert (found.value, found.fault) == (True, None)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("3", []),
        ("lines[0].sku", [("lines[0].sku", "A")]),
        ("payload.a[1]", [("payload.a[1]", 2)]),
        ("qty + 1 - 2", [("qty", 2), ("qty + 1", 3), ("qty + 1 - 2", 1)]),
        ("vip or qty > 9", [("vip", True), ("vip or qty > 9", True)]),
        ("not vip", [("vip", True), ("not vip", False)]),
        ("1 if vip else qty", [("vip", True), ("1 if vip else qty", 1)]),
        ("missing(no_text)", [("no_text", None), ("missing(no_text)", True)]),
        ("clock(now)", [("now", AROUND.now), ("clock(now)", "10:00")]),
        ('next_clock("10:30") > now', [('next_clock("10:30")', None), ("now", None)]),
        (
            '[t for t in tags if t != "vip"]',
            [
                ("tags", ["vip", "gift"]),
                ("t", "vip"),
                ('t != "vip"', False),
                ("t", "gift"),
                ('t != "vip"', True),
                ("t", "gift"),
                ('t for t in tags if t != "vip"', ["gift"]),
            ],
        ),
    ],
)
def test_what_a_person_would_work_out_is_a_step(text, steps):
    found = steps_of(text)

    if text.startswith("next_clock"):
        assert [part for part, _ in found] == [*(part for part, _ in steps), text]
    else:
        assert found == steps


def test_a_fault_ends_the_steps_and_is_told():
    found = explain("qty > 1 and payload.mixed[1] > 1", scope(), order(), AROUND)

    assert [(step.text, step.value) for step in found.steps] == [
        ("qty", 2),
        ("qty > 1", True),
        ("payload.mixed[1]", "b"),
    ]
    facts = {"expected": "number", "found": "text"}
    assert (found.value, found.fault) == (None, Fault(code="OL390", start=12, end=28, facts=facts))


@pytest.mark.parametrize("text", ALL, ids=[ascii(text[:30]) for text in ALL])
def test_a_hostile_text_never_reaches_the_reference(text):
    with pytest.raises(ExpressionInvalid):
        Reference(text, scope())


def test_nothing_is_parsed_as_python_while_evaluating():
    reference = Reference('qty + length("__import__(1)") > 3', scope())
    compiled: list[object] = []
    watching = True

    def note(event, arguments):
        if watching and event in {"compile", "exec"}:
            compiled.append(arguments[0])

    sys.addaudithook(note)

    assert reference.evaluate(order(), AROUND) is True
    watching = False
    assert compiled == []


def test_the_longest_expressions_are_walked():
    for text in ("1" + "+1" * 148, "(" * 20 + "qty" + ")" * 20, "not " * 20 + "vip"):
        assert explain(text, scope(), order(), AROUND).fault is None
