"""What each kind takes, exactly at its borders."""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.mapping.building import field, item

from orderloom.codes.catalogue import lookup
from orderloom.expression.values import Money
from orderloom.mapping.convert.kinds import converter
from orderloom.mapping.unfit import Unfit

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")


def convert(kind, raw, *, zone=SHANGHAI, **more):
    return converter(item("x", kind, **more), zone)(raw)


def refusal(kind, raw, *, zone=SHANGHAI, **more):
    """The code, and what a person reads."""
    with pytest.raises(Unfit) as caught:
        convert(kind, raw, zone=zone, **more)
    facts = {"field": "value", "value": str(raw), **caught.value.facts}
    return lookup(caught.value.code).message.fill(facts, "en")


NUMBERS = ["integer", "decimal", "money", "duration"]
KINDS = [*NUMBERS, "text", "boolean", "time", "date", "choice", "phone", "email"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("blank", [None, "", " ", "\t\r\n", "　"])
def test_blank_is_missing_for_every_kind(kind, blank):
    assert convert(kind, blank) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a", "a"),
        (" a ", " a "),
        ("e\u0301", "é"),
        ("012", "012"),
        (12, "12"),
        (Decimal("12.50"), "12.50"),
        (Decimal("1E+5"), "100000"),
        (10**30, "1" + "0" * 30),
        ("𠮷👨‍👩‍👧", "𠮷👨‍👩‍👧"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
    ],
)
def test_text_stays_as_it_is_and_numbers_are_written_plainly(raw, text):
    assert convert("text", raw) == text


@pytest.mark.parametrize(("raw", "kind"), [(True, "boolean"), ([], "list"), ({}, "object")])
def test_text_refuses_what_is_no_text(raw, kind):
    assert refusal("text", raw) == f"the value of 'value' is {kind}, not a text"


def test_text_refuses_nul():
    assert refusal("text", "a\0b") == "the text of 'value' contains a NUL character"


@pytest.mark.parametrize(
    ("raw", "whole"),
    [
        (3, 3),
        ("3", 3),
        (" 3 ", 3),
        ("+3", 3),
        ("-0", 0),
        ("007", 7),
        ("3.0", 3),
        ("3.", 3),
        ("1e3", 1000),
        (Decimal("3.00"), 3),
        (Decimal("2E+2"), 200),
        (Decimal("0E+300"), 0),
        (10**18 - 1, 10**18 - 1),
        ("-" + "9" * 18, -(10**18) + 1),
    ],
)
def test_integer_takes_whole_numbers(raw, whole):
    assert convert("integer", raw) == whole


@pytest.mark.parametrize(
    "raw",
    [
        *("1,234", "3.5", "0.1e0", "1_000", "0x10", "２", "两", "NaN", "1e", "--1"),
        *(True, [], {}, Decimal("2.5"), Decimal("1E-400")),
    ],
)
def test_integer_refuses_everything_else(raw):
    assert refusal("integer", raw) == f"'{raw}' is not a whole number, as 'value' wants"


@pytest.mark.parametrize("raw", [10**18, "1" + "0" * 18, "1e18", Decimal("1E+300")])
def test_integer_has_at_most_18_digits(raw):
    assert refusal("integer", raw) == f"'{raw}' has more digits than 'value' can hold (18)"


def test_integer_takes_thousands_separators_where_the_format_says_so():
    assert convert("integer", "1,234", format="1,234.56") == 1234
    assert refusal("integer", "1,23", format="1,234.56") == (
        "'1,23' is not a whole number, as 'value' wants"
    )


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("1.50", "1.5"),
        (Decimal("1.50"), "1.5"),
        (15, "15"),
        ("1E+2", "100"),
        (Decimal("1E+27"), "1" + "0" * 27),
        ("-0.0", "0"),
        (".5", "0.5"),
        ("1234567890123456789012345678", "1234567890123456789012345678"),
        ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
    ],
)
def test_equal_decimals_come_out_with_equal_digits(raw, written):
    assert str(format(convert("decimal", raw), "f")) == written


@pytest.mark.parametrize("raw", ["1" * 29, "1." + "1" * 28, "1e28", "1e-29", "1e400"])
def test_decimal_has_at_most_28_digits(raw):
    assert refusal("decimal", raw) == f"'{raw}' has more digits than 'value' can hold (28)"


@pytest.mark.parametrize(
    ("form", "raw", "number"),
    [
        ("1,234.56", "1,234.56", "1234.56"),
        ("1,234.56", "1234.56", "1234.56"),
        ("1,234.56", "-12,345,678", "-12345678"),
        ("1.234,56", "1.234,56", "1234.56"),
        ("1.234,56", "0,5", "0.5"),
    ],
)
def test_separators_are_read_as_the_format_says(form, raw, number):
    assert convert("decimal", raw, format=form) == Decimal(number)


@pytest.mark.parametrize(
    ("form", "raw"),
    [(None, "1,234.56"), ("1,234.56", "12,34.5"), ("1,234.56", "1.234,56"), ("1.234,56", "1,2,3")],
)
def test_separators_that_the_format_does_not_have_are_refused(form, raw):
    assert refusal("decimal", raw, format=form) == f"'{raw}' is not a number, as 'value' wants"


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("199.90", "199.90"),
        (Decimal("199.9"), "199.90"),
        (5, "5.00"),
        ("0.005", "0.01"),
        ("0.0049999", "0.00"),
        ("-0.005", "-0.01"),
        ("-0.001", "0.00"),
        ("CNY 5", "5.00"),
        ("5.00 CNY", "5.00"),
        ("CNY5", "5.00"),
        (Money(Decimal(5), "CNY"), "5.00"),
        ("9" * 26, "9" * 26 + ".00"),
    ],
)
def test_money_is_rounded_half_up_to_the_minor_unit(raw, amount):
    converted = convert("money", raw)
    assert (str(converted.amount), converted.currency) == (amount, "CNY")


@pytest.mark.parametrize(
    ("currency", "form", "raw", "amount"),
    [
        ("CNY", "minor", 19990, "199.90"),
        ("CNY", "minor", "1", "0.01"),
        ("CNY", "minor", Decimal("0.5"), "0.01"),
        ("JPY", None, "99.5", "100"),
        ("JPY", "minor", 100, "100"),
        ("BHD", None, "1.2345", "1.235"),
        ("BHD", "minor", 1, "0.001"),
        ("EUR", "1.234,56", "1.234,56", "1234.56"),
    ],
)
def test_money_in_other_currencies_and_formats(currency, form, raw, amount):
    converted = convert("money", raw, currency=currency, format=form)
    assert (str(converted.amount), converted.currency) == (amount, currency)


def test_money_names_its_own_currency_where_the_field_has_none():
    assert convert("money", "USD 5.00") == Money(Decimal("5.00"), "USD")
    assert convert("money", "5.00 USD", currency=None) == Money(Decimal("5.00"), "USD")


def test_money_without_currency_is_refused():
    assert refusal("money", "5", currency=None) == "the money '5' for 'value' names no currency"


def test_money_in_another_currency_than_the_field_is_refused():
    kept = field("value", "money", currency="CNY")
    assert refusal("money", "USD 5", target=kept) == (
        "'USD 5' is in USD, while 'value' is kept in CNY"
    )


def test_an_unknown_currency_is_refused():
    assert refusal("money", "RMB 5") == "'RMB' in 'value' is not a currency of ISO 4217"


@pytest.mark.parametrize(
    "raw", ["NaN", "Infinity", "inf", "¥5", "5元", "CNY 5 CNY", "CNY", "1,234.56", True, [], {}]
)
def test_money_refuses_everything_else(raw):
    assert refusal("money", raw) == f"'{raw}' is not an amount of money, as 'value' wants"


@pytest.mark.parametrize("raw", ["1e400", "9" * 27, Decimal("1E+100")])
def test_money_has_at_most_28_digits(raw):
    if raw == "1e400":
        assert refusal("money", raw) == "'1e400' has more digits than 'value' can hold (28)"
    assert refusal("money", raw).endswith("has more digits than 'value' can hold (28)")


@pytest.mark.parametrize("raw", [True, 1, "1", "true", "TRUE", "yes", "Yes", " 是 ", Decimal(1)])
def test_boolean_true(raw):
    assert convert("boolean", raw) is True


@pytest.mark.parametrize("raw", [False, 0, "0", "false", "no", "否"])
def test_boolean_false(raw):
    assert convert("boolean", raw) is False


@pytest.mark.parametrize("raw", ["on", "off", "2", 2, "y", "对", [], {}])
def test_boolean_refuses_everything_else(raw):
    assert refusal("boolean", raw) == f"'{raw}' is neither true nor false, as 'value' wants"
