"""Arithmetic and missing values agree with PostgreSQL's NUMERIC and NULL."""

import json
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.expression.order import AROUND, order, scope
from tests.expression.to_sql import NoSql, to_sql

from orderloom.expression.compile import check_expression, compile_expression
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid
from orderloom.expression.reference.evaluator import Reference
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import BOOLEAN, DECIMAL, INTEGER

psycopg = pytest.importorskip("psycopg", reason="needs psycopg, which is not installed here")
from tests.expression.postgres import find_programs, throwaway_server  # noqa: E402

VECTORS = [
    json.loads(line)["expr"]
    for line in Path(__file__).with_name("vectors.jsonl").read_text("utf-8").splitlines()
]
DIGITS = Context(prec=28, rounding=ROUND_HALF_EVEN)
TYPES = {"a": DECIMAL, "b": DECIMAL, "c": DECIMAL, "i": INTEGER, "p": BOOLEAN, "q": BOOLEAN}
NUMERIC = Scope(
    names={name: Name(type=of, source=f"s.get({name!r})") for name, of in TYPES.items()},
    zone="UTC",
)


@pytest.fixture(scope="module")
def ask():
    """Give what asks PostgreSQL for the value of a piece of SQL."""
    programs = find_programs()
    if programs is None:
        pytest.skip("needs PostgreSQL's initdb and pg_ctl, which are not installed here")
    with throwaway_server(programs) as connection:
        yield lambda sql: connection.execute(f"SELECT {sql}").fetchone()[0]


def alike(value):
    """Give numbers to the 28 digits that ours have; a whole one may be written either way."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    return DIGITS.plus(Decimal(value))


def check(ask, text, where, values):
    """Compare both evaluators with PostgreSQL; False when it cannot be asked."""
    try:
        sql = to_sql(check_expression(text, where), values)
    except (NoSql, ExpressionInvalid):
        return False
    theirs = alike(ask(sql))
    assert alike(compile_expression(text, where).evaluate(values, AROUND)) == theirs, sql
    assert alike(Reference(text, where).evaluate(values, AROUND)) == theirs, sql
    return True


def test_the_vectors_of_arithmetic_and_missing_values_agree(ask):
    asked = 0
    for text in VECTORS:
        try:
            asked += check(ask, text, scope(), order())
        except EvaluationFault:
            continue  # ours refuses 28 digits and more, where theirs goes on

    assert asked > 100


@pytest.mark.parametrize("form", ["p and q", "p or q", "not p", "p == q", "p != q", "p in [q]"])
def test_truth_tables_agree(ask, form):
    for p, q in product((True, False, None), repeat=2):
        assert check(ask, form, NUMERIC, {"p": p, "q": q})


NUMBERS = st.none() | st.decimals(-(10**6), 10**6, places=3) | st.sampled_from([Decimal(0)])
VALUES = st.fixed_dictionaries(
    {
        **dict.fromkeys("abc", NUMBERS),
        "i": st.none() | st.integers(-50, 50),
        **dict.fromkeys("pq", st.sampled_from([True, False, None])),
    }
)
LEAVES = st.sampled_from(["a", "b", "c", "i", "2.5", "3", "0"])


def _grow(inner):
    two = st.tuples(inner, inner)
    truth = st.builds(
        lambda sign, pair: f"{pair[0]} {sign} {pair[1]}",
        st.sampled_from(["<", "<=", "==", "!=", ">", ">="]),
        two,
    ) | st.sampled_from(["p", "q", "p and q", "p or not q", "a in [b, c, 0]"])
    return st.one_of(
        st.builds(lambda sign, pair: f"({pair[0]} {sign} {pair[1]})", st.sampled_from("+-*/"), two),
        st.builds(lambda name, pair: f"{name}({pair[0]}, {pair[1]})", MANY, two),
        st.builds(lambda name, pair: f"{name}([{pair[0]}, {pair[1]}])", LISTS, two),
        st.builds(lambda digits, one: f"round({one}, {digits})", st.integers(-2, 6), inner),
        st.builds(lambda one, test, pair: f"({one} if {test} else {pair[1]})", inner, truth, two),
        st.builds(lambda one: f"(-{one})", inner),
    )


MANY = st.sampled_from(["min", "max", "default"])
LISTS = st.sampled_from(["sum", "count"])
EXPRESSIONS = st.recursive(LEAVES, _grow, max_leaves=6)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(EXPRESSIONS, VALUES)
def test_generated_arithmetic_agrees(ask, text, values):
    assert check(ask, text, NUMERIC, values)


@settings(max_examples=100, deadline=None)
@given(EXPRESSIONS, EXPRESSIONS, st.sampled_from(["<", ">=", "==", "!="]), VALUES)
def test_generated_comparisons_agree(ask, left, right, sign, values):
    assert check(ask, f"{left} {sign} {right} or p", NUMERIC, values)
