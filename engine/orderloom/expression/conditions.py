"""Conditions that the cells of a table put to a value; a cell without one (``-``) asks nothing."""

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value equals one of ``values``; of money, the currency too."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """From ``low``, which belongs to it, to before ``high``; None is open.

    Both ends of money are in one currency; money of any other is outside.
    """

    low: Any = None
    high: Any = None


@dataclass(frozen=True, slots=True)
class Containing:
    """The text contains ``part``, both folded by ``normal``."""

    part: str


Condition: TypeAlias = OneOf | Band | Containing
