"""Laws: nothing but our two exceptions, arithmetic as exact as it is promised."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.expression.order import AROUND, FIELDS, order, scope

from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid
from orderloom.expression.functions.table import functions
from orderloom.expression.kinds import kind
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import BOOLEAN, DECIMAL, INTEGER

SCOPE = scope()
LEAVES = st.sampled_from(
    [
        *FIELDS,
        *("3", "2.5", "80%", '"a"', "true", "30m", "CNY 5", "USD 5", "[1, 2]", "[]", '["a"]'),
        *("now", "customer.tier", "lines[0]", "payload.a", "payload.text", "payload.number"),
        *("payload.mixed", "lines[0].price", "tags[0]", '"day"', "l", "l.price", "-1", "0"),
    ]
)
OPERATORS = st.sampled_from(
    ["+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]
)


def _combine(inner):
    calls = st.builds(
        lambda name, arguments: f"{name}({', '.join(arguments)})",
        st.sampled_from(sorted(functions())),
        st.lists(inner, min_size=1, max_size=3),
    )
    return st.one_of(
        st.builds(lambda a, o, b: f"{a} {o} {b}", inner, OPERATORS, inner),
        st.builds(lambda a, o, b: f"({a} {o} {b})", inner, OPERATORS, inner),
        st.builds(lambda a, b, c: f"({a} if {b} else {c})", inner, inner, inner),
        st.builds(lambda a: f"not {a}", inner),
        st.builds(lambda a: f"-{a}", inner),
        st.builds(lambda a, b: f"[{a} for l in {b}]", inner, inner),
        st.builds(lambda a, b, c: f"[{a} for l in {b} if {c}]", inner, inner, inner),
        st.builds(lambda a: f"{a}[0]", inner),
        calls,
    )


EXPRESSIONS = st.recursive(LEAVES, _combine, max_leaves=12)


def _check_located(faults, text):
    assert faults
    assert all(0 <= fault.start <= fault.end <= len(text) for fault in faults)


def _run(text):
    try:
        compiled = compile_expression(text, SCOPE)
    except ExpressionInvalid as invalid:
        _check_located(invalid.faults, text)
        return None
    try:
        value = compiled.evaluate(order(), AROUND)
    except EvaluationFault as stopped:
        _check_located([stopped.fault], text)
        return None
    if compiled.type == BOOLEAN:
        assert value in {True, False, None}
    if compiled.type == INTEGER:
        assert value is None or type(value) is int
    for read in compiled.reads:
        read.value(order(), AROUND)
    return compiled


@settings(max_examples=600, deadline=None)
@given(EXPRESSIONS)
def test_a_generated_expression_never_raises_anything_else(text):
    _run(text)


@settings(max_examples=250, deadline=None)
@given(EXPRESSIONS)
def test_a_record_without_values_never_raises_anything_but_a_fault(text):
    try:
        compiled = compile_expression(text, SCOPE)
    except ExpressionInvalid:
        return
    try:
        compiled.evaluate({}, AROUND)
    except EvaluationFault as stopped:
        _check_located([stopped.fault], text)


def _outcome(ask):
    try:
        return ask()
    except EvaluationFault as stopped:
        return stopped.fault.code
    except ArithmeticError:
        return "OL394"


def _is_true(compiled, record):
    names = dict(compiled.written.constants)
    lines = [f" {name} = {source}" for name, source in compiled.written.truth.shared.items()]
    text = ["def ask(s, e):", *lines, f" return bool({compiled.written.truth.source})"]
    exec("\n".join(text), names)  # noqa: S102 - only code that the emitter wrote
    return names["ask"](record, AROUND)


@settings(max_examples=800, deadline=None)
@given(EXPRESSIONS, st.sets(st.sampled_from(sorted(order()))))
def test_a_truth_is_true_and_faults_when_its_condition_does(text, absent):
    try:
        compiled = compile_expression(text, SCOPE)
    except ExpressionInvalid:
        return
    if kind(compiled.type) not in {"boolean", "any"}:
        return
    record = {name: value for name, value in order().items() if name not in absent}
    expected = _outcome(lambda: compiled.evaluate(record, AROUND) is True)
    assert _outcome(lambda: _is_true(compiled, record)) == expected


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | st.text("()[]<>=!+-*/%.,:;\"'&| 0a节true", max_size=60))
def test_any_text_is_refused_or_compiled(text):
    _run(text)


NUMBERS = st.decimals(
    min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False
)
NUMERIC = Scope(
    names={
        name: Name(type=of, source=f"s.get({name!r})")
        for name, of in {
            "a": DECIMAL,
            "b": DECIMAL,
            "c": DECIMAL,
            "i": INTEGER,
            "j": INTEGER,
        }.items()
    },
    zone="UTC",
)


def _value(text, **values):
    return compile_expression(text, NUMERIC).evaluate(values, AROUND)


@given(NUMBERS, NUMBERS, NUMBERS)
@settings(deadline=None)
def test_sums_and_products_are_exact(a, b, c):
    assert Fraction(_value("a + b - c", a=a, b=b, c=c)) == Fraction(a) + Fraction(b) - Fraction(c)
    assert Fraction(_value("a * b", a=a, b=b)) == Fraction(a) * Fraction(b)


@given(NUMBERS, NUMBERS.filter(bool))
@settings(deadline=None)
def test_quotients_are_right_to_28_digits(a, b):
    assert _value("a / b", a=a, b=b) == Context(prec=28).divide(a, b)


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
@settings(deadline=None)
def test_whole_numbers_stay_whole(i, j):
    value = _value("i * j + i - j", i=i, j=j)

    assert type(value) is int
    assert value == i * j + i - j


@given(NUMBERS, st.integers(0, 4))
@settings(deadline=None)
def test_rounding_is_half_up(a, digits):
    expected = a.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)

    assert _value(f"round(a, {digits})", a=a) == expected


@given(NUMBERS, NUMBERS)
@settings(deadline=None)
def test_comparisons_agree_with_exact_numbers(a, b):
    assert _value("a < b", a=a, b=b) == (Fraction(a) < Fraction(b))
    assert _value("a == b", a=a, b=b) == (Fraction(a) == Fraction(b))


@given(
    st.decimals(min_value=-(10**6), max_value=10**6, places=2),
    st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any),
)
@settings(deadline=None)
def test_shares_sum_to_the_money_and_are_fair(amount, weights):
    text = f'split(money(a, "CNY"), {weights})'
    shares = [share.amount for share in _value(text, a=amount)]

    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        exact = Fraction(amount) * weight / sum(weights)
        assert abs(Fraction(share) - exact) < Fraction(1, 100)


TRUTHS = st.sampled_from(["true", "false", "unknown"])


@given(TRUTHS, TRUTHS)
@settings(deadline=None)
def test_de_morgan_holds_with_unknown(a, b):
    left = compile_expression(f"not ({a} and {b})", SCOPE).evaluate({}, AROUND)
    right = compile_expression(f"not {a} or not {b}", SCOPE).evaluate({}, AROUND)

    assert left is right
