"""What a function for expressions offers, as an installed package gives it."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from orderloom.expression.values import Money

PLUGIN_API = 1
"""The version of what plugin functions, codecs and actions promise, and are promised."""


class Argument(Struct, frozen=True):
    """One argument.

    Attributes:
        name: As in ``name=``.
        type: ``text integer decimal boolean money time date duration object``, or ``list of``
            one of these.
        optional: It may be left out; ``run`` then takes None for it.
    """

    name: str
    type: str
    optional: bool = False


class ExpressionFunction(Struct, frozen=True, kw_only=True):
    """A plugin of the group ``orderloom.functions``: pure, typed, total.

    Attributes:
        name: As written in expressions, and as its entry point is called.
        takes: Its arguments in order, optional ones last.
        gives: The type of its value, spelt as an argument's.
        en: One line that says what it gives.
        zh: The same in Chinese.
        run: Takes one value an argument, each a copy of its own (see
            ``orderloom.expression.values`` for how they are held; decimals are ``Decimal``), and
            gives one of type ``gives``, or None for missing. It is not called while an argument
            is missing: the value is missing then.
        api: The version that it is written for.
    """

    name: str
    takes: tuple[Argument, ...]
    gives: str
    en: str
    zh: str
    run: Callable[..., Any]
    api: int = PLUGIN_API


__all__ = ["PLUGIN_API", "Argument", "ExpressionFunction", "Money"]
