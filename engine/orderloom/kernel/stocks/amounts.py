"""How much of an item there is, by place and kind."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from orderloom.definition.record import AMOUNTS

ZERO = Decimal(0)

Amounts: TypeAlias = dict[tuple[str, str], Decimal]
"""Place and kind to how much is there; what is none is left out."""


def amounts_of(values: Mapping[str, Any]) -> Amounts:
    """Give what a record of an item says."""
    return {(e["place"], e["kind"]): e["quantity"] for e in values.get(AMOUNTS) or ()}


def total(found: Amounts, kind: str, place: str | None = None) -> Decimal:
    """Sum what is of a kind, at one place or at all."""
    return plain(
        sum((n for (p, k), n in found.items() if k == kind and place in (None, p)), start=ZERO)
    )


def plain(quantity: Decimal) -> Decimal:
    """Give a quantity without zeros at its end, so that equal ones are written alike."""
    return Decimal(f"{quantity.normalize():f}")
