"""Functions over tables; which table is meant is settled when compiling (``table_calls``)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from orderloom.expression.currencies import MINOR_UNITS
from orderloom.expression.functions.model import SCOPE_NOW, SCOPE_RATES, Function, Parameter
from orderloom.expression.functions.money import currency_named
from orderloom.expression.picking import Picker
from orderloom.expression.rates import Rates
from orderloom.expression.trouble import refuse
from orderloom.expression.types import ANY, MONEY
from orderloom.expression.values import Money


def pick(table: Picker, values: Sequence[Any]) -> object:
    """Give the row of the table, or its rows, that the values fit."""
    return table.pick(values)


def convert(  # noqa: PLR0913, PLR0917 - one parameter of the language each, and the place
    money: Money, currency: str, at: datetime, rates: Rates, start: int, end: int
) -> Money | None:
    """Give money in another currency; missing without a rate."""
    if currency not in MINOR_UNITS:
        refuse("OL333", start, end, found=currency[:40], nearest="")
    return rates.convert(money, currency, at)


FUNCTIONS = (
    Function(
        name="convert",
        parameters=(
            Parameter(name="m", accepts=("money",)),
            Parameter(name="currency", accepts=("text",), prepare=currency_named),
            Parameter(name="at", accepts=("time",), default=SCOPE_NOW),
            Parameter(name="rates", default=SCOPE_RATES, hidden=True),
        ),
        result=MONEY, run=convert, located=True,
        en="money in another currency, by the table rates; missing without a rate",
        zh="按 rates 表换算成另一币种;没有汇率则缺失",
    ),
    Function(
        name="pick",
        parameters=(
            Parameter(name="table", accepts=("text",), literal=True),
            Parameter(name="column", many=True),
        ),
        result=ANY, run=pick, takes_missing=True,
        en="the row of a table whose conditions fit, column=value for each of them",
        zh="表中条件相符的行,每个条件列写作 列=值",
    ),
)  # fmt: skip
