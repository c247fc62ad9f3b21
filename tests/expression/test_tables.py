"""Rows are found as somebody would who reads a table from top to bottom."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from orderloom.compiler.checks.table_gaps import gaps
from orderloom.compiler.checks.table_overlaps import overlaps
from orderloom.definition.table import Column, Row, Table
from orderloom.diagnostics import Place
from orderloom.expression import types
from orderloom.expression.conditions import Band, Containing, OneOf
from orderloom.expression.functions.text import normal
from orderloom.expression.picking import Picker
from orderloom.expression.rates import Rate, Rates
from orderloom.expression.values import Money

NUMBERS = [Decimal(each) for each in ("-1", "0", "0.01", "49.99", "50", "50.01", "500", "1e20")]
CURRENCIES = ("CNY", "USD")
TEXTS = ["a", "A", "b", "ab", "ｂ ", "杭州"]
WHERE = Place("t.yaml", 1)


def _bands(of):
    ends = st.tuples(st.sampled_from([None, *NUMBERS[:-1]]), st.sampled_from([None, *NUMBERS[1:]]))
    closed = ends.filter(
        lambda e: e != (None, None) and (None in e or e[0] < e[1])  # an empty band is refused
    )
    return st.one_of(
        st.builds(
            lambda pair, currency: Band(
                *(end if end is None else of(end, currency) for end in pair)
            ),
            closed,
            st.sampled_from(CURRENCIES),
        ),
        st.none(),
    )


def _one_of(choices):
    some = st.lists(st.sampled_from(choices), min_size=1, max_size=2, unique=True)
    return st.one_of(some.map(lambda values: OneOf(tuple(values))), st.none())


COLUMNS: dict[str, tuple[Any, Any, Any]] = {
    "amount": (types.DECIMAL, _bands(lambda end, _: end), st.sampled_from([None, *NUMBERS])),
    "price": (
        types.MONEY,
        _bands(Money),
        st.builds(Money, st.sampled_from(NUMBERS), st.sampled_from([*CURRENCIES, "EUR"])),
    ),
    "name": (types.TEXT, _one_of(TEXTS), st.sampled_from([None, "", *TEXTS])),
    "vip": (types.BOOLEAN, _one_of([True, False]), st.sampled_from([None, True, False])),
    "words": (
        types.TEXT,
        st.one_of(st.sampled_from(TEXTS).map(Containing), st.none()),
        st.sampled_from([None, "", "ＡＢ", "aｂ杭州", "  b"]),
    ),
}


@st.composite
def tables(draw):
    names = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=3, unique=True))
    count = draw(st.integers(0, 6))
    return names, [{name: draw(COLUMNS[name][1]) for name in names} for _ in range(count)]


def compiled(names, rows, *, gives_all):
    conditions = [{name: cell for name, cell in row.items() if cell} for row in rows]
    return Picker(
        name="t",
        asked={name: COLUMNS[name][0] for name in names},
        given={"row": types.INTEGER},
        conditions=conditions,
        rows=[{"row": number} for number in range(len(rows))],
        gives_all=gives_all,
        content="t",
    )


def as_table(names, rows):
    columns = {
        name: Column(name=name, place=WHERE, type=COLUMNS[name][0], match="equal") for name in names
    }
    cells = [{name: cell for name, cell in row.items() if cell} for row in rows]
    found = tuple(Row(place=WHERE, cells=MappingProxyType(each)) for each in cells)
    return Table(id="t", place=WHERE, columns=columns, rows=found)


def fits(cell, value):
    """Say whether a cell's condition is true of a value."""
    if cell is None:
        return True
    if value in (None, ""):
        return False
    match cell:
        case OneOf(values=values):
            return value in values
        case Containing(part=part):
            return normal(part) in normal(value)
        case Band(low=low, high=high):
            ends = [end for end in (low, high) if end is not None]
            if isinstance(value, Money) and value.currency != ends[0].currency:
                return False
            return (low is None or low <= value) and (high is None or value < high)


def fitting(rows, names, values):
    return [
        number
        for number, row in enumerate(rows)
        if all(fits(row[name], value) for name, value in zip(names, values, strict=True))
    ]


@given(tables(), st.data())
def test_a_picked_row_is_the_one_that_a_reader_finds(table, data):
    names, rows = table
    values = [data.draw(COLUMNS[name][2]) for name in names]
    expected = fitting(rows, names, values)
    found = compiled(names, rows, gives_all=False).pick(values)
    assert compiled(names, rows, gives_all=True).pick(values) == [
        {"row": each} for each in expected
    ]
    assert found == ({"row": expected[0]} if expected else None)


@given(tables(), st.data())
def test_rows_that_are_not_told_to_overlap_never_fit_together(table, data):
    names, rows = table
    values = [data.draw(COLUMNS[name][2]) for name in names]
    told = {row for row, _ in overlaps(as_table(names, rows))}
    assert set(fitting(rows, names, values)[1:]) <= told


@given(tables())
def test_rows_that_are_told_to_overlap_can_fit_together(table):
    names, rows = table
    for row, before in overlaps(as_table(names, rows)):
        values = [_shared(rows[row][name], rows[before][name]) for name in names]
        assert {before, row} <= set(fitting(rows, names, values))


def _shared(one, other):
    """Give a value that fits both cells."""
    match [each for each in (one, other) if each is not None]:
        case [Band(), *_] as bands:
            lows = [each.low for each in bands if each.low is not None]
            highs = [each.high for each in bands if each.high is not None]
            return max(lows) if lows else _less(min(highs))
        case [OneOf(), *_] as several:
            return next(each for each in several[0].values if each in several[-1].values)
        case [Containing(), *_] as parts:
            return " ".join(each.part for each in parts)
        case _:
            return None


def _less(value):
    return Money(value.amount - 1, value.currency) if isinstance(value, Money) else value - 1


@given(tables())
def test_what_is_told_to_be_a_gap_fits_no_row(table):
    names, rows = table
    for spot in gaps(as_table(names, rows)):
        values = [_shared(spot[name], None) if name in spot else None for name in names]
        known = [name for name in names if name in spot]
        wanted = [value for name, value in zip(names, values, strict=True) if name in spot]
        assert fitting(rows, known, wanted) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["CNY", "USD", "JPY"]), st.sampled_from(["CNY", "USD", "JPY"]),
                  st.integers(0, 9), st.one_of(st.none(), st.integers(1, 12))),
        unique_by=lambda each: each[:3], max_size=8),
    st.sampled_from(["CNY", "USD", "JPY"]), st.sampled_from(["CNY", "USD", "JPY"]),
    st.integers(0, 12),
)  # fmt: skip
def test_money_is_converted_at_the_latest_rate_that_holds(listed, source, target, day):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = [
        Rate(source=a, target=b, rate=Decimal(number + 2), since=start + timedelta(since),
             until=None if until is None else start + timedelta(until))
        for number, (a, b, since, until) in enumerate(listed)
    ]  # fmt: skip
    at = start + timedelta(day)
    found = Rates(made, "r").convert(Money(Decimal(6), source), target, at)

    def latest(a, b):
        holding = [r for r in made if (r.source, r.target) == (a, b) and r.since <= at
                   and (r.until is None or at < r.until)]  # fmt: skip
        return max(holding, key=lambda each: each.since).rate if holding else None

    direct, inverse = latest(source, target), latest(target, source)
    if source == target:
        assert found == Money(Decimal(6), target)
    elif direct is not None:
        assert found == Money(6 * direct, target)
    else:
        assert found is None if inverse is None else found.amount * inverse - 6 < Decimal("1e-20")


def test_ten_thousand_rows_are_picked_from_as_fast_as_ten():
    rows = [{"name": OneOf((f"sku{number}",)), "amount": Band(Decimal(number), None)}
            for number in range(10_000)]  # fmt: skip
    picker = compiled(["name", "amount"], rows, gives_all=False)
    values = [(f"sku{number}", Decimal(number)) for number in range(0, 10_000, 7)]
    assert [picker.pick(each) for each in values] == [
        {"row": number} for number in range(0, 10_000, 7)
    ]
