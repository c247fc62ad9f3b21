"""The table ``rates`` as ``convert`` reads it."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from orderloom.expression.arithmetic import CONTEXT
from orderloom.expression.values import Money

_ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One unit of ``source`` is ``rate`` units of ``target``, from ``since`` to before ``until``.

    None is open: it always was, or still is.
    """

    source: str
    target: str
    rate: Decimal
    since: datetime | None = None
    until: datetime | None = None


class Rates:
    """Rates by their currencies, and of these the latest that holds.

    Args:
        rates: No two of the same currencies have the same ``since``.
        content: Equal for equal rates, and only for these.
    """

    def __init__(self, rates: Iterable[Rate], content: str) -> None:
        self._content = content
        self._by_pair: dict[tuple[str, str], list[tuple[datetime, Rate]]] = {}
        for rate in rates:
            pair = self._by_pair.setdefault((rate.source, rate.target), [])
            pair.append((rate.since or _ALWAYS, rate))
        for pair in self._by_pair.values():
            pair.sort(key=lambda each: each[0])

    def __repr__(self) -> str:
        return f"<rates {self._content}>"

    def convert(self, money: Money, currency: str, at: datetime) -> Money | None:
        """Give ``money`` in ``currency`` at the latest rate that holds at ``at``.

        Without a rate that way round, the one the other way round divides; without either the
        result is missing. Exact to 28 digits: nothing is rounded to minor units here.
        """
        if money.currency == currency:
            return money
        rate = self._at(money.currency, currency, at)
        if rate is not None:
            return Money(CONTEXT.multiply(money.amount, rate), currency)
        inverse = self._at(currency, money.currency, at)
        return None if inverse is None else Money(CONTEXT.divide(money.amount, inverse), currency)

    def _at(self, source: str, target: str, at: datetime) -> Decimal | None:
        pair = self._by_pair.get((source, target), [])
        for _, rate in reversed(pair[: bisect_right(pair, at, key=lambda each: each[0])]):
            if rate.until is None or at < rate.until:
                return rate.rate
        return None
