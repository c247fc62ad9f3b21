"""What ``compile_expression`` hands over: type, reads, source that others can merge."""

from decimal import Decimal

import pytest
from tests.expression.order import AROUND, NOW, order, scope

from orderloom.expression import types
from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import ExpressionInvalid
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import BOOLEAN, DECIMAL, INTEGER, MoneyType, ObjectType
from orderloom.expression.values import Money


def compiled(text, expected=None):
    return compile_expression(text, scope(), expected=expected)


def test_reads_are_paths_in_order_with_the_names_of_fields():
    found = compiled('数量 > 1 and customer.等级 > 2 and qty < 9 and lines[0].sku == "A"')

    assert [(read.path, read.root) for read in found.reads] == [
        ("qty", "qty"),
        ("customer.level", "customer"),
        ("lines[0].sku", "lines"),
    ]
    assert [read.value(order(), AROUND) for read in found.reads] == [2, 3, "A"]


def test_a_loop_reads_its_list():
    found = compiled("any(l.quantity > qty for l in lines)")

    assert [read.path for read in found.reads] == ["lines", "qty"]


@pytest.mark.parametrize(
    ("text", "volatile"),
    [("now > paid_at", True), ('next_clock("10:00")', True), ("paid_at", False), ("3", False)],
)
def test_it_says_whether_it_depends_on_the_time(text, volatile):
    assert compiled(text).volatile is volatile


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("qty", DECIMAL),
        ("amount", DECIMAL),
        ("qty > 1", BOOLEAN),
        ("payload.x", BOOLEAN),
        ("price", MoneyType("CNY")),
        ("phone", types.TEXT),
        ("tags", types.ListType(types.TEXT)),
        ("qty", types.ANY),
    ],
)
def test_a_fitting_type_is_taken(text, expected):
    assert compiled(text, expected)


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("amount", INTEGER, "decimal"),
        ("qty", BOOLEAN, "integer"),
        ("cost", MoneyType("USD"), "CNY money"),
        ("tags", types.TEXT, "list of text"),
        ("qty / 2", INTEGER, "decimal"),
    ],
)
def test_an_unfit_type_is_refused(text, expected, found):
    with pytest.raises(ExpressionInvalid) as caught:
        compiled(text, expected)

    (fault,) = caught.value.faults
    assert (fault.code, fault.facts["found"]) == ("OL378", found)


def test_sources_can_be_merged_into_one_function():
    texts = ("amount > 100.5", 'contains_any(address, ["驿站"])', "price > CNY 50.5", "wait < 31m")
    parts = [compiled(text) for text in texts]
    constants: dict[str, object] = {}
    for part in parts:
        for name, value in part.written.constants.items():
            assert constants.setdefault(name, value) == value
    source = f"lambda s, e: [{', '.join(part.written.source for part in parts)}]"

    assert eval(source, constants)(order(), AROUND) == [True, True, True, True]  # noqa: S307


def test_equal_constants_of_unequal_types_have_names_of_their_own():
    one, other = compiled("amount > 1.0"), compiled("amount > 1.00")

    assert set(one.written.constants).isdisjoint(other.written.constants)


def test_a_constant_of_the_scope_is_folded():
    found = compiled("now - paid_at > settings.late_after")

    assert found.evaluate(order(), AROUND) is True
    assert [read.path for read in found.reads] == ["now", "paid_at"]


def test_without_now_in_scope_next_clock_is_refused():
    bare = Scope(names={}, zone="UTC")

    with pytest.raises(ExpressionInvalid) as caught:
        compile_expression('next_clock("10:00")', bare)

    assert [fault.code for fault in caught.value.faults] == ["OL382"]


def test_an_open_object_gives_what_it_holds():
    names = {"event": Name(type=ObjectType({}, open=True), source="e.event")}
    found = compile_expression("event.count + 1", Scope(names=names, zone="UTC"))

    class Around:
        event = {"count": Decimal(2)}  # noqa: RUF012

    assert found.evaluate({}, Around) == Decimal(3)


def test_the_thread_s_decimal_context_changes_nothing():
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 3
        value = compiled("amount * 1.23456").evaluate(order(), AROUND)

    assert value == Decimal("246.788544")


def test_money_of_a_field_is_compared_as_money():
    found = compiled("price >= CNY 60")

    assert found.evaluate({"price": Money(Decimal(9), "CNY")}, AROUND) is False
    assert found.evaluate({"price": Money(Decimal("60.00"), "CNY")}, AROUND) is True


def test_a_skipped_wall_clock_time_moves_to_the_next_valid_instant():
    text = 'next_clock("02:30", zone="America/New_York")'
    names = {"now": Name(type=types.TIME, source="s.get('now')")}
    now = NOW.replace(month=3, day=8, hour=6)
    instant = compile_expression(text, Scope(names=names, zone="UTC")).evaluate({"now": now}, None)

    assert instant == NOW.replace(month=3, day=8, hour=7)


def test_a_doubled_wall_clock_time_is_the_first():
    text = 'next_clock("01:30", zone="America/New_York")'
    names = {"now": Name(type=types.TIME, source="s.get('now')")}
    now = NOW.replace(month=11, day=1, hour=4)
    instant = compile_expression(text, Scope(names=names, zone="UTC")).evaluate({"now": now}, None)

    assert instant == NOW.replace(month=11, day=1, hour=5, minute=30)
