"""Rules found by an index are judged as if all had been tried, one after the other."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderloom.definition.common import Condition
from orderloom.definition.rule import Rule
from orderloom.diagnostics import Place
from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import EvaluationFault
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import BOOLEAN, DECIMAL, INTEGER, TEXT, MoneyType, ObjectType
from orderloom.expression.values import Money
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.judging import generate_judge

NOWHERE = Place("flow.yaml", 1)
FIELDS = {
    "channel": TEXT,
    "pieces": INTEGER,
    "weight": DECIMAL,
    "gift": BOOLEAN,
    "amount": MoneyType("CNY"),
    "buyer": ObjectType({"tag": TEXT, "level": INTEGER}),
}
SCOPE = Scope(
    names={name: Name(type=of, source=f"s.get('{name}')") for name, of in FIELDS.items()},
    zone="UTC",
)
GATES = (
    'channel == "jd"',
    '"pdd" == channel',
    'channel in ["jd", "tmall"]',
    "pieces == 3",
    "weight == 3",
    "weight in [3.0, 1.5]",
    "gift == true",
    'buyer.tag == "vip"',
    "pieces in [1, 2, 3]",
)
RESTS = (
    "amount > CNY 10",
    "pieces * 9999999999999999999999999999 > 3",
    "weight / 0 > 1",
    "not gift",
    "buyer.level >= 3 or pieces > 2",
    'channel != "jd"',
    "length(channel) > 2",
    "amount / CNY 3 > weight",
)
CONDITIONS = (
    *GATES,
    *RESTS,
    *(f"{gate} and {rest}" for gate in GATES for rest in RESTS),
    *(f"{rest} and {gate}" for gate in GATES for rest in RESTS),
    *(f"{gate} or {rest}" for gate in GATES for rest in RESTS),
    None,
)
records = st.fixed_dictionaries(
    {},
    optional={
        "channel": st.sampled_from(["jd", "pdd", "tmall", "other"]),
        "pieces": st.integers(0, 4),
        "weight": st.sampled_from([Decimal("1.5"), Decimal(3), Decimal("3.00"), Decimal(0)]),
        "gift": st.booleans(),
        "amount": st.sampled_from([Money(Decimal(5), "CNY"), Money(Decimal(50), "USD")]),
        "buyer": st.fixed_dictionaries(
            {}, optional={"tag": st.sampled_from(["vip", "new"]), "level": st.integers(0, 5)}
        ),
    },
)


def rule(number, condition):
    when = None
    if condition is not None:
        when = Condition(place=NOWHERE, compiled=compile_expression(condition, SCOPE))
    return Rule(
        id=f"r{number}", place=NOWHERE, on=("order.created",), record="order", do=(), when=when
    )


RULES = {condition: rule(number, condition) for number, condition in enumerate(CONDITIONS)}


def judged(rules, record, few):
    hits, faults = [], []
    generate_judge(rules, few=few)(record, Surroundings(), hits, faults)
    return hits, [(index, type(error), str(error)) for index, error in faults]


@given(st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=30), records)
@settings(max_examples=150, deadline=None)
def test_indexed_and_plain_judging_agree(conditions, record):
    rules = [RULES[condition] for condition in conditions]
    assert judged(rules, record, few=0) == judged(rules, record, few=len(rules))


@given(records)
@settings(max_examples=150, deadline=None)
def test_judging_together_is_judging_each(record):
    found = []
    for number, each in enumerate(RULES.values()):
        try:
            if each.when is None or each.when.compiled.evaluate(record, Surroundings()) is True:
                found.append(number)
        except EvaluationFault:
            continue
    assert judged(list(RULES.values()), record, few=4)[0] == found


def test_a_rule_behind_a_gate_without_a_value_still_goes_wrong():
    record = {"amount": Money(Decimal(50), "USD"), "pieces": 4}
    rules = list(RULES.values())
    hits, faults = judged(rules, record, few=0)
    assert (hits, faults) == judged(rules, record, few=len(rules))
    broken = {CONDITIONS[index] for index, *_ in faults}
    assert {
        'channel == "jd" and amount > CNY 10',
        'buyer.tag == "vip" and amount > CNY 10',
    } < broken


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ('channel == "jd" and pieces > 3', {"jd"}),
        ('(channel in ["jd", "pdd"] and pieces > 3) and gift', {"jd", "pdd"}),
        ("3 == pieces", {3}),
        ('pieces > 3 and channel == "jd"', None),
        ('channel == "jd" or pieces > 3', None),
        ('channel != "jd"', None),
        ('not channel == "jd"', None),
        ("amount == CNY 3", None),
        ("channel == buyer.tag", None),
    ],
)
def test_a_gate_is_what_a_condition_must_find_equal_first(condition, values):
    gate = compile_expression(condition, SCOPE).written.gate
    assert (None if gate is None else gate.values) == values


def test_what_looks_like_code_in_a_text_stays_a_text():
    texts = ["(s.get('channel'))", "'(s.get('channel'))", "\"(s.get('channel'))"]
    quoted = [text.replace("\\", "\\\\").replace('"', '\\"') for text in texts]
    rules = [rule(number, f'channel != "{text}" or gift') for number, text in enumerate(quoted)]
    found = [judged(rules, {"channel": text, "gift": False}, few=4)[0] for text in texts]
    assert found == [[1, 2], [0, 2], [0, 1]]


def test_rules_that_cannot_be_true_are_not_looked_at():
    rules = [rule(number, f'channel == "c{number}" and pieces > 0') for number in range(2_000)]
    looked = []

    class Counted(dict):
        def get(self, name):
            looked.append(name)
            return super().get(name)

    found = judged(rules, Counted(channel="c7", pieces=1), few=4)
    assert (found, looked) == (([7], []), ["channel", "channel", "pieces"])
