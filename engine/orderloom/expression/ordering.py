"""Comparing values of one kind while running."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from orderloom.expression.trouble import refuse
from orderloom.expression.values import Money

KINDS: Mapping[type, str] = {
    bool: "boolean",
    int: "number",
    Decimal: "number",
    str: "text",
    Money: "money",
    datetime: "time",
    date: "date",
    timedelta: "duration",
    list: "list",
    tuple: "list",
    dict: "object",
}


def runtime_kind(value: object) -> str:
    """Name the kind of a value."""
    return "missing" if value is None else KINDS.get(type(value), "unknown")


def sort_key(value: Any) -> Any:  # noqa: ANN401 - any value of the language
    """Give what orders values of one kind."""
    return value.amount if isinstance(value, Money) else value


def check_alike(values: Sequence[object], start: int, end: int) -> None:
    """Refuse values of several kinds or currencies."""
    kinds = {runtime_kind(value) for value in values}
    if len(kinds) > 1:
        one, other = sorted(kinds)[:2]
        refuse("OL390", start, end, expected=one, found=other)
    if kinds & {"object", "list", "unknown"}:
        refuse("OL390", start, end, expected="values with an order", found=kinds.pop())
    currencies = sorted({value.currency for value in values if isinstance(value, Money)})
    if len(currencies) > 1:
        refuse("OL391", start, end, left=currencies[0], right=currencies[1])


def best(values: Sequence[Any], start: int, end: int, *, least: bool) -> object:
    """Give the least or the greatest of those present; None of none."""
    present = [value for value in values if value is not None and value != ""]
    if not present:
        return None
    check_alike(present, start, end)
    return min(present, key=sort_key) if least else max(present, key=sort_key)
