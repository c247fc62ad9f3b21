"""Likely values of a type, near those that are written in the conditions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias

from orderloom.expression.kinds import kind
from orderloom.expression.proving.variables import sample
from orderloom.expression.types import ChoiceType, ListType, MoneyType, ScalarType, Type
from orderloom.expression.values import Money

_Pool: TypeAlias = Sequence[Any]
_LONGEST = 40
_HUNDRED = Decimal(100)


def likely(of: Type, pool: _Pool, *, may_be_missing: bool) -> list[Any]:
    """Give values of a type, None among them where the value may be missing.

    Args:
        of: The type.
        pool: Values that are written in the conditions.
        may_be_missing: Whether it may.
    """
    found = [sample(of), *_BY_KIND.get(kind(of), _no_more)(of, pool)]
    return [*found, None] if may_be_missing else found


def _no_more(_of: Type, _pool: _Pool) -> Iterable[Any]:
    return ()


def _texts(of: Type, pool: _Pool) -> Iterator[Any]:
    if isinstance(of, ChoiceType):
        yield from of.of
        return
    written = [each for each in pool if isinstance(each, str) and each]
    yield from (*written, " ".join(written) or sample(of))
    for each in pool:
        if type(each) is int and 0 < each < _LONGEST:
            yield from ("1" * each, "1" * (each + 1))


def _numbers(of: Type, pool: _Pool) -> Iterator[Any]:
    numbers = [each for each in pool if type(each) in (int, Decimal)]
    numbers += [each.amount for each in pool if isinstance(each, Money)]
    is_whole = isinstance(of, ScalarType) and of.name == "integer"
    for each in (0, _HUNDRED, *numbers):
        for step in (-1, 0, 1):
            yield int(each + step) if is_whole else each + step


def _moneys(of: Type, pool: _Pool) -> Iterator[Any]:
    written = [each for each in pool if isinstance(each, Money)]
    fixed = of.currency if isinstance(of, MoneyType) else None
    currency = fixed or (written[0].currency if written else "CNY")
    for amount in (Decimal(0), _HUNDRED, *(each.amount for each in written)):
        yield from (Money(amount + step, currency) for step in (-1, 0, 1))


def _instants(of: Type, pool: _Pool) -> Iterator[Any]:
    kept = date if kind(of) == "date" else datetime
    spans = [each for each in pool if isinstance(each, timedelta)]
    for each in (sample(of), *(each for each in pool if type(each) is kept)):
        for span in (timedelta(days=1), *spans):
            yield from (each - span, each, each + span)


def _lists(of: Type, pool: _Pool) -> Iterator[Any]:
    yield []
    if isinstance(of, ListType):
        yield from ([each] for each in likely(of.item, pool, may_be_missing=False))


_BY_KIND: Mapping[str, Callable[[Type, _Pool], Iterable[Any]]] = MappingProxyType(
    {
        "text": _texts,
        "any": _texts,
        "number": _numbers,
        "money": _moneys,
        "boolean": lambda _of, _pool: (True, False),
        "time": _instants,
        "date": _instants,
        "list": _lists,
    }
)
