"""Functions over lists: they skip what is missing, and a missing list counts as an empty one."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from orderloom.expression.arithmetic import CONTEXT
from orderloom.expression.functions.model import Function, Parameter
from orderloom.expression.kinds import kind
from orderloom.expression.lookup import Lookup
from orderloom.expression.ordering import check_alike, runtime_kind, sort_key
from orderloom.expression.trouble import refuse
from orderloom.expression.types import ANY, BOOLEAN, DECIMAL, INTEGER, ListType, MoneyType, Type
from orderloom.expression.values import Money

_Items = Sequence[Any] | None


def _present(items: _Items) -> list[Any]:
    # Asked whether it equals a text, a decimal asks a good deal of the text first.
    return [item for item in items or () if item is not None and (type(item) is not str or item)]


def count(items: _Items) -> int:
    """Count what is present."""
    return len(_present(items))


def total(items: _Items, nothing: object, start: int, end: int) -> object:
    """Add up numbers, durations, or money of one currency; ``nothing`` is the sum of none."""
    if items and set(map(type, items)) == {int}:  # the common case needs no checks
        return sum(items)
    present = _present(items)
    if not present:
        return nothing
    first = present[0]
    if set(map(type, present)) == {int}:
        return sum(present)
    check_alike(present, start, end)
    if isinstance(first, Money):
        return Money(_sum(item.amount for item in present), first.currency)
    if isinstance(first, timedelta):
        return sum(present, timedelta())
    if runtime_kind(first) != "number":
        refuse(
            "OL390", start, end, expected="numbers, money or durations", found=runtime_kind(first)
        )
    return _sum(present)


def _sum(numbers: Any) -> Any:  # noqa: ANN401 - whole numbers stay whole
    result: int | Decimal = 0
    for number in numbers:
        if isinstance(result, int) and isinstance(number, int):
            result += number
        else:
            result = CONTEXT.add(result, number)
    return result


def average(items: _Items, start: int, end: int) -> object:
    """Give the mean; missing of none."""
    present = _present(items)
    if not present:
        return None
    whole: Any = total(present, None, start, end)
    if isinstance(whole, Money):
        return Money(CONTEXT.divide(whole.amount, len(present)), whole.currency)
    return (
        whole / len(present)
        if isinstance(whole, timedelta)
        else CONTEXT.divide(whole, len(present))
    )


def first(items: _Items) -> object:
    """Give the first that is present."""
    return next(iter(_present(items)), None)


def last(items: _Items) -> object:
    """Give the last that is present."""
    return next(iter(reversed(_present(items))), None)


def distinct(items: _Items) -> list[Any] | None:
    """Give each value once, in order of appearance; missing of none."""
    found: list[Any] = []
    seen: set[object] = set()
    for item in _present(items):
        mark = _mark(item)
        if mark not in seen:
            seen.add(mark)
            found.append(item)
    return found or None


def _mark(item: object) -> object:
    """Give something hashable that is equal for equal values; true is not 1."""
    if isinstance(item, Mapping):
        return ("object", frozenset((key, _mark(value)) for key, value in item.items()))
    if isinstance(item, list):
        return ("list", tuple(_mark(each) for each in item))
    return (runtime_kind(item), item)


def any_of(items: _Items) -> bool | None:
    """Say whether one is true: unknown when only an unknown could be; false of none."""
    unknown = False
    for item in items or ():
        if item:
            return True
        unknown = unknown or item is None
    return None if unknown else False


def all_of(items: _Items) -> bool | None:
    """Say whether each is true: unknown when only an unknown could fail it, and of none."""
    unknown = not items
    for item in items or ():
        if item is False:
            return False
        unknown = unknown or item is None
    return None if unknown else True


def ordered(
    items: _Items, key: str | None, records: Lookup | None, start: int, end: int
) -> list[Any] | None:
    """Sort ascending by the part ``key``, ties by ``id``; those without it come last.

    With ``records`` the items are ids, and the part is one of each record.
    """
    if items is None:
        return None
    present = _present(items)
    if records is not None and key is not None:
        keyed = [(records.part(item, key), item) for item in present]
    else:
        keyed = [(_part(item, key, start, end), item) for item in present]
    check_alike([value for value, _ in keyed if value is not None], start, end)
    keyed.sort(key=lambda pair: _tie(pair[1]))
    known = sorted((p for p in keyed if p[0] is not None), key=lambda pair: sort_key(pair[0]))
    return [item for _, item in known] + [item for value, item in keyed if value is None]


def _tie(item: object) -> str:
    """Give the id of a record, or of an object that has one."""
    if isinstance(item, Mapping):
        return str(item.get("id") or "")
    return item if isinstance(item, str) else ""


def _part(item: Any, key: str | None, start: int, end: int) -> object:  # noqa: ANN401 - any value
    if key is None:
        return item
    if not isinstance(item, Mapping):
        refuse("OL390", start, end, expected="object", found=runtime_kind(item))
    return item.get(key)


def item_type(types: Sequence[Type]) -> Type:
    """Give the type of the items of the first argument, a list."""
    return types[0].item if isinstance(types[0], ListType) else ANY


def _mean_type(types: Sequence[Type]) -> Type:
    item = item_type(types)
    return DECIMAL if kind(item) == "number" else item


def _list_type(types: Sequence[Type]) -> Type:
    return types[0] if isinstance(types[0], ListType) else ListType(ANY)


def nothing_of(item: Type) -> object:
    """Give the sum of no items: zero, of a currency where it is known."""
    if isinstance(item, MoneyType):
        return Money(Decimal(0), item.currency) if item.currency else None
    return timedelta() if kind(item) == "duration" else 0


_LIST = Parameter(name="list", accepts=("list",))
_SUMS = Parameter(name="list", accepts=("list",), items=("number", "money", "duration"))
_TRUTHS = Parameter(name="list", accepts=("list",), items=("boolean",))

FUNCTIONS = (
    Function(
        name="count", parameters=(_LIST,), result=INTEGER, run=count,
        takes_missing=True, never_missing=True,
        en="how many are present; 0 of none", zh="有值的个数;没有则为 0",
    ),
    Function(
        name="sum",
        parameters=(_SUMS, Parameter(name="nothing", default=None, hidden=True)),
        result=item_type, run=total, takes_missing=True, located=True,
        en="the sum of numbers, durations or money of one currency; 0 of none",
        zh="数字、时长或同一币种金额之和;没有则为 0",
    ),
    Function(
        name="avg", parameters=(_SUMS,), result=_mean_type, run=average,
        takes_missing=True, located=True,
        en="the mean; missing of none", zh="平均值;没有则缺失",
    ),
    Function(
        name="first", parameters=(_LIST,), result=item_type, run=first, takes_missing=True,
        en="the first present item; missing of none", zh="第一个有值的项;没有则缺失",
    ),
    Function(
        name="last", parameters=(_LIST,), result=item_type, run=last, takes_missing=True,
        en="the last present item; missing of none", zh="最后一个有值的项;没有则缺失",
    ),
    Function(
        name="distinct", parameters=(_LIST,), result=_list_type, run=distinct, takes_missing=True,
        en="each value once, in order; missing of none", zh="去重后的列表,保持顺序;没有则缺失",
    ),
    Function(
        name="any", parameters=(_TRUTHS,), result=BOOLEAN, run=any_of, takes_missing=True,
        en="whether one is true, three-valued; false of none", zh="是否有一个为真,三值;没有则为假",
    ),
    Function(
        name="all", parameters=(_TRUTHS,), result=BOOLEAN, run=all_of, takes_missing=True,
        en="whether each is true, three-valued; unknown of none", zh="是否全部为真,三值;没有则未知",
    ),
    Function(
        name="sorted",
        parameters=(
            _LIST,
            Parameter(name="key", accepts=("text",), default=None, literal=True),
            Parameter(name="records", default=None, hidden=True),
        ),
        result=_list_type, run=ordered, takes_missing=True, located=True,
        en="the list ascending by the named part, ties by id", zh="按指定部分升序,相同则按 id",
    ),
)  # fmt: skip
