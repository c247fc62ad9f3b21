"""Plain values as people write them."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from orderloom.expression.currencies import MINOR_UNITS, minor_units, round_money
from orderloom.expression.functions.table import functions
from orderloom.expression.literals import (
    format_duration,
    format_time,
    parse_clock,
    parse_date,
    parse_decimal,
    parse_duration,
    parse_integer,
    parse_money,
    parse_percent,
    parse_time,
)
from orderloom.expression.values import Money

CASES = [
    (parse_duration, "30s", timedelta(seconds=30)),
    (parse_duration, "7d", timedelta(days=7)),
    (parse_duration, "1.5h", None),
    (parse_duration, "30min", None),
    (parse_duration, "-5m", None),
    (parse_duration, "999999999d", None),
    (parse_decimal, "1.50", Decimal("1.50")),
    (parse_decimal, "-3", Decimal(-3)),
    (parse_decimal, "1e5", None),
    (parse_decimal, "NaN", None),
    (parse_decimal, "1,000", None),
    (parse_decimal, "١", None),
    (parse_decimal, "9" * 29, None),
    (parse_integer, "012", 12),
    (parse_integer, "1.0", None),
    (parse_percent, "80%", Decimal("0.8")),
    (parse_percent, "0%", Decimal(0)),
    (parse_percent, "80", None),
    (parse_money, "CNY 50.00", Money(Decimal("50.00"), "CNY")),
    (parse_money, "JPY -5", Money(Decimal(-5), "JPY")),
    (parse_money, "CNX 5", None),
    (parse_money, "cny 5", None),
    (parse_money, "CNY5", None),
    (parse_time, "2026-01-05T20:00+08:00", datetime(2026, 1, 5, 12, tzinfo=UTC)),
    (parse_time, "2026-01-05T20:00:01.5Z", datetime(2026, 1, 5, 20, 0, 1, 500_000, tzinfo=UTC)),
    (parse_time, "2026-01-05T20:00", None),
    (parse_time, "2026-13-05T20:00Z", None),
    (parse_time, "0001-01-01T00:00+08:00", None),
    (parse_date, "2026-01-05", date(2026, 1, 5)),
    (parse_date, "2026-02-30", None),
    (parse_date, "20260105", None),
    (parse_clock, "23:59", time(23, 59)),
    (parse_clock, "24:00", None),
    (parse_clock, "9:00", None),
]


@pytest.mark.parametrize(("parse", "text", "value"), CASES)
def test_a_text_is_read_or_not(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize("text", ["30s", "90s", "15m", "36h", "7d", "0s"])
def test_a_duration_is_written_as_it_reads(text):
    duration = parse_duration(text)

    assert parse_duration(format_duration(duration)) == duration


def test_an_instant_is_written_in_utc():
    assert format_time(datetime(2026, 1, 5, 12, tzinfo=UTC)) == "2026-01-05T12:00:00Z"


@pytest.mark.parametrize(
    ("money", "rounded"),
    [
        ("CNY 1.005", "CNY 1.01"),
        ("JPY 1.5", "JPY 2"),
        ("KWD 1.0005", "KWD 1.001"),
        ("CNY -0.005", "CNY -0.01"),
    ],
)
def test_money_is_rounded_half_up_to_its_minor_unit(money, rounded):
    assert round_money(parse_money(money)) == parse_money(rounded)


def test_currencies_have_the_digits_of_the_standard():
    found = {name: minor_units(name) for name in ("CNY", "JPY", "KWD", "CLF", "USD", "ISK")}

    assert found == {"CNY": 2, "JPY": 0, "KWD": 3, "CLF": 4, "USD": 2, "ISK": 0}
    assert all(len(name) == 3 and name.isupper() for name in MINOR_UNITS)


def test_every_function_is_described_in_both_languages():
    for function in functions().values():
        assert function.en.isascii(), function.name
        assert not function.zh.isascii(), function.name
