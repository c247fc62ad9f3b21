"""Selections: which records of a type, in which order, and how many."""

from dataclasses import dataclass

from orderloom.definition.common import Condition, Value
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One sort key; missing values come last, whichever way it runs."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """Records of a type.

    Attributes:
        record: Their type.
        where: Over the examined record; ``this`` and ``event`` are those outside.
        order_by: Sort keys; ties, and a selection without keys, go by id.
        take: At most so many, None: all.
        sample: So many by lot, the same ones for the same ``seed``; None: all.
    """

    place: Place
    record: str
    where: Condition | None = None
    order_by: tuple[Order, ...] = ()
    take: int | None = None
    sample: int | None = None
    seed: Value | None = None
