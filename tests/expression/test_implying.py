"""Whether one condition plainly contains another: seen from the text, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.expression.order import AROUND, scope

from orderloom.expression.compile import compile_expression
from orderloom.expression.implying import implies

SCOPE = scope()


@pytest.mark.parametrize(
    ("condition", "other"),
    [
        ("a > 5", "a > 5"),
        ("a > 5", "a>5.0"),
        ("a > 5", "a >= 5"),
        ("a > 5", "5 < a"),
        ("a >= 6", "a > 5"),
        ("a == 5", "a in [4, 5]"),
        ("a in [4, 5]", "a > 3"),
        ("a < CNY 5", "a < CNY 5.01"),
        ("a < 5m", "a <= 300s"),
        ("a > 5", "a != 5"),
        ("a > 5 and b", "b"),
        ("a > 5 and (b and c)", "c and a > 4"),
        ("1 < a < 3", "a < 4"),
        ("f(a, b)", "f(a,  b)"),
        ('a == "x"', 'a in ["x", "y"]'),
    ],
)
def test_what_is_plainly_contained(condition, other):
    assert implies(condition, other)


@pytest.mark.parametrize(
    ("condition", "other"),
    [
        ("a > 5", "a > 6"),
        ("a >= 5", "a > 5"),
        ("a > 5", "b > 5"),
        ("a > 5", "a < 9"),
        ("a != 5", "a > 5"),
        ("a > 5", "a != 6"),
        ("a in [4, 5]", "a == 4"),
        ("a > CNY 5", "a > USD 5"),
        ("a > 5", "a > 4 and b"),
        ("a or b", "a"),
        ("a", "a or b"),
        ("f(a, b)", "f(b, a)"),
        ("a.b > 1", "a.c > 0"),
        ("a == true", "a == 1"),
        ("a >", "a > 1"),
    ],
)
def test_what_is_not_or_cannot_be_seen(condition, other):
    assert not implies(condition, other)


PARTS = st.builds(
    "qty {} {}".format, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(0, 4)
) | st.sampled_from(["qty in [1, 3]", "vip", "0 < qty <= 2", "3 > qty"])
CONDITIONS = st.lists(PARTS, min_size=1, max_size=3).map(" and ".join)


@given(CONDITIONS, CONDITIONS)
def test_what_is_contained_is_true_whenever_the_condition_is(condition, other):
    if not implies(condition, other):
        return
    first, second = (compile_expression(text, SCOPE).evaluate for text in (condition, other))
    records = [{"qty": qty, "vip": vip} for qty in (None, *range(-1, 6)) for vip in (None, True)]
    true = [record for record in records if first(record, AROUND) is True]
    assert [second(record, AROUND) for record in true] == [True] * len(true)
