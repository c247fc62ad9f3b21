"""Functions over records; what they are about is settled when compiling (``record_calls``)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from orderloom.expression.functions.model import SCOPE_RECORDS, Function, Parameter
from orderloom.expression.lookup import Lookup
from orderloom.expression.types import ANY, DECIMAL, TEXT, TIME, ListType, Type


def identified(record: str, keys: Sequence[Any], records: Lookup) -> str | None:
    """Give the record of that identity; missing while a part of it is."""
    return None if None in keys else records.identified(record, keys)


def newest(items: Sequence[str] | None, number: int, records: Lookup) -> list[str]:
    """Give the last created, newest first; of those created at once the one of lower id first."""
    found = sorted(items or ())
    found.sort(key=lambda item: records.part(item, "created_at"), reverse=True)
    return found[: max(number, 0)]


def stocked(
    stock: str, item: object, place: str | None, kind: str, records: Lookup
) -> Decimal | None:
    """Give how much a stock has of an item; missing when it is not said of which."""
    if item is None or item == "":
        return None
    return records.stocked(stock, str(item), place, kind)


def entered(field: str, state: str) -> None:
    """Give nothing: the checker has put the record's own memory in place of the call."""
    del field, state


def _own_list(types: Sequence[Type]) -> Type:
    return types[0] if isinstance(types[0], ListType) else ListType(ANY)


_RECORDS = Parameter(name="records", default=SCOPE_RECORDS, hidden=True)

FUNCTIONS = (
    Function(
        name="newest",
        parameters=(
            Parameter(name="list", accepts=("list",)),
            Parameter(name="n", accepts=("integer",)),
            _RECORDS,
        ),
        result=_own_list, run=newest,
        en="the n records created last, newest first", zh="最近创建的 n 条记录,新的在前",
    ),
    Function(
        name="entered",
        parameters=(
            Parameter(name="field", accepts=("text",), literal=True),
            Parameter(name="state", accepts=("text",), literal=True),
        ),
        result=TIME, run=entered,
        en="the last instant at which the record entered the state",
        zh="记录最近一次进入该状态的时刻",
    ),
    Function(
        name="record",
        parameters=(
            Parameter(name="type", accepts=("text",), literal=True),
            Parameter(name="key", many=True),
            _RECORDS,
        ),
        result=TEXT, run=identified,
        en="the record of that type and identity", zh="该类型与标识对应的记录",
    ),
    Function(
        name="stock",
        parameters=(
            Parameter(name="id", accepts=("text",), literal=True),
            Parameter(name="item"),
            Parameter(name="place", accepts=("text",), default=None, keyword_only=True),
            Parameter(
                name="kind", accepts=("text",), default="available", keyword_only=True, literal=True
            ),
            _RECORDS,
        ),
        result=DECIMAL, run=stocked, takes_missing=True,
        en="how much the stock has of an item, available unless kind says otherwise",
        zh="库存中某货品的数量，未写 kind 则为可用量",
    ),
)  # fmt: skip
