"""Hostile texts are refused, located, and after little work."""

from decimal import Decimal

import pytest
from tests.expression.hostile import ALL
from tests.expression.order import AROUND, order, scope
from tests.labour import calls_made

from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid

MOST_CALLS = 100_000


@pytest.mark.parametrize("text", ALL, ids=[ascii(text[:30]) for text in ALL])
def test_a_hostile_text_is_refused_and_located_after_little_work(text):
    names = scope()
    compile_expression("qty", names)  # what is prepared once is no work

    with pytest.raises(ExpressionInvalid) as caught:
        calls_made(MOST_CALLS, compile_expression, text, names)

    for fault in caught.value.faults:
        assert 0 <= fault.start <= fault.end <= len(text)
        assert all(len(fact) < 400 for fact in fault.facts.values())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('join([x for x in payload.many], "----------------------------------------")', "OL393"),
        ('replace(payload.long, "a", "bbbb")', "OL393"),
        ("sum(payload.too_many)", "OL392"),
        ("[x for x in payload.too_many]", "OL392"),
        ("1 in payload.too_many", "OL392"),
        ("sum(payload.huge)", "OL394"),
        ("payload.big * payload.big", "OL394"),
        ("wait * payload.big", "OL394"),
        ("now + payload.age * 99999", "OL394"),
        ("round(payload.big, 2)", "OL394"),
    ],
)
def test_what_grows_while_running_is_refused(text, code):
    values = order()
    values["payload"] = {
        "many": ["x" * 100] * 1_000,
        "long": "a" * 15_000,
        "too_many": [1] * 1_001,
        "huge": [Decimal("9e999999")] * 2,
        "big": Decimal("1e600000"),
        "age": AROUND.now - AROUND.now.replace(year=2000),
    }

    with pytest.raises(EvaluationFault) as caught:
        compile_expression(text, scope()).evaluate(values, AROUND)

    assert caught.value.fault.code == code


def test_text_in_a_literal_stays_text():
    text = "\"'; __import__('os') #\" == address"

    assert compile_expression(text, scope()).evaluate(order(), AROUND) is False


def test_a_part_named_like_a_method_is_a_part():
    values = order() | {"payload": {"get": 1, "keys": 2, "items": 3, "values": 4}}
    text = "payload.get + payload.keys + payload.items + payload.values"

    assert compile_expression(text, scope()).evaluate(values, AROUND) == 10


def test_a_pattern_that_never_ends_elsewhere_ends():
    compiled = compile_expression('matches(address, "(a|aa)+")', scope())

    assert compiled.evaluate({"address": "a" * 19_999 + "!"}, AROUND) is False
