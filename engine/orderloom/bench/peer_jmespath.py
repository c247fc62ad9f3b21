"""jmespath over the same orders: one compiled multiselect, then plain Python for the kinds."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

from orderloom.expression.values import Money

_MONEY = ("paid", "listed", "rebate", "postage")
MapOrder = Callable[[Mapping[str, Any]], dict[str, Any]]


def is_installed() -> bool:
    """Say whether the peer can be measured against."""
    return find_spec("jmespath") is not None


def multiselect(
    paths: Mapping[str, str], each: str, parts: Mapping[str, str], zone: ZoneInfo, currency: str
) -> MapOrder:
    """Give a function from a channel's order to its fields.

    Args:
        paths: Field to path; ``lines`` is not among them.
        each: Path of the lines.
        parts: The same for one line, from the line.
        zone: Of times without offset.
        currency: Of amounts.
    """
    lines = f"lines: {each}.{{{_listed(parts)}}}"
    search = import_module("jmespath").compile(f"{{{_listed(paths)}, {lines}}}").search

    def map_order(raw: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = search(raw)
        for name in _MONEY:
            found[name] = Money(Decimal(found[name]), currency)
        placed_at = datetime.fromisoformat(found["placed_at"])
        found["placed_at"] = placed_at.replace(tzinfo=zone).astimezone(UTC)
        found["remark"] = found["remark"] or None
        for line in found["lines"]:
            line["price"] = Money(Decimal(line["price"]), currency)
        return found

    return map_order


def _listed(paths: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {path}" for name, path in paths.items())
