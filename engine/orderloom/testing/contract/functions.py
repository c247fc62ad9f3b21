"""The contract of functions for expressions: pure, typed, total."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.metadata import EntryPoint
from itertools import islice, product
from typing import Any

from orderloom.errors import PluginBroken
from orderloom.expression.rebuilding import LIST_OF, NotOfType, rebuilt
from orderloom.plugins.extending import FUNCTIONS
from orderloom.plugins.functions import function_from
from orderloom.ports.functions import ExpressionFunction, Money
from orderloom.testing.contract.rig import demand

_MOST = 2_000
_EDGES: dict[str, tuple[Any, ...]] = {
    "text": ("a", " ", "0", "-1", "中文，（１）", "a" * 20_000, "1e9", "\u200b"),
    "integer": (0, 1, -1, 10**27),
    "decimal": (Decimal(0), Decimal("-0.5"), Decimal("1E-28"), Decimal(10) ** 27),
    "boolean": (True, False),
    "money": (Money(Decimal(0), "CNY"), Money(Decimal("-0.01"), "USD"), Money(Decimal(9), "JPY")),
    "time": (
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2999, 12, 31, tzinfo=UTC),
    ),
    "date": (date(1970, 1, 1), date(2024, 2, 29), date(2999, 12, 31)),
    "duration": (timedelta(0), timedelta(microseconds=-1), timedelta(days=36_500)),
    "object": ({}, {"a": None, "b": [{"c": "d"}]}),
}


@dataclass(kw_only=True)
class FunctionRig:
    """A function, and what it must give.

    Attributes:
        function: What is tested.
        examples: Arguments, and the value that comes of them.
    """

    function: ExpressionFunction
    examples: Sequence[tuple[Sequence[object], object]]


class FunctionContract:
    """Subclass this in a test module and give it ``rig``."""

    def rig(self) -> FunctionRig:
        """Give the function with its examples."""
        raise NotImplementedError

    def test_it_is_what_it_says_it_is(self) -> None:
        """Name, types and texts can be believed, and no word of the language is taken."""
        function = self.rig().function
        try:
            function_from(EntryPoint(function.name, "tested:FUNCTION", FUNCTIONS), function)
        except PluginBroken as broken:
            raise AssertionError(f"{broken.code} {dict(broken.facts)}") from broken

    def test_its_examples_come_out(self) -> None:
        """There is one at least, and each gives its value, of the type that it promises."""
        rig = self.rig()
        demand(rig.examples, "there is no example")
        for given, wanted in rig.examples:
            found = _value(rig.function, given)
            demand(found == wanted, f"{given!r} gives {found!r}, not {wanted!r}")

    def test_the_same_arguments_give_the_same_value(self) -> None:
        """It remembers nothing."""
        function = self.rig().function
        for given in self._arguments():
            first, second = (_value(function, deepcopy(list(given))) for _ in range(2))
            demand(first == second, f"{first!r}, then {second!r}")

    def test_its_arguments_stay_as_they_were(self) -> None:
        """The engine gives copies; who calls it elsewhere need not."""
        function = self.rig().function
        for given in self._arguments():
            own = deepcopy(list(given))
            _value(function, own)
            demand(own == list(given), f"{given!r} became {own!r}")

    def test_it_fails_on_no_value_of_its_types(self) -> None:
        """What it can make nothing of is missing: a fault would spoil the whole expression."""
        function = self.rig().function
        for given in self._arguments():
            _value(function, given)

    def _arguments(self) -> Iterator[Sequence[object]]:
        """Give the arguments of the examples, then values at the edges of what types allow."""
        rig = self.rig()
        yield from (given for given, _ in rig.examples)
        choices = [
            (*_edges(each.type), *((None,) if each.optional else ())) for each in rig.function.takes
        ]
        yield from islice(product(*choices), _MOST)


def _edges(spelling: str) -> tuple[object, ...]:
    if spelling.startswith(LIST_OF):
        items = _EDGES[spelling.removeprefix(LIST_OF)]
        return ([], [items[0]], [*items, None, *items])
    return _EDGES[spelling]


def _value(function: ExpressionFunction, given: Sequence[object]) -> object:
    try:
        return rebuilt(function.run(*given), function.gives)
    except NotOfType as unlike:
        raise AssertionError(f"{unlike.found} instead of {function.gives}") from unlike
    except (Exception, SystemExit) as error:
        raise AssertionError(f"{type(error).__name__} of {given!r:.200}") from error
