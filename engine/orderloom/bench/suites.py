"""Suites of measurements, by name."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from orderloom.bench.path import path_vs_sqlite
from orderloom.bench.rules import rules_vs_simpleeval
from orderloom.errors import OrderloomError


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: ``ratio`` of ours to the peer's in ``unit``; more is better."""

    name: str
    ratio: float
    unit: str
    peer: str


def _core() -> list[Row]:
    return [
        Row(
            "path_vs_sqlite",
            round(path_vs_sqlite(), 3),
            "orders/s ÷ orders/s",
            "sqlite3 executemany of the same rows, 100 a commit",
        ),
        Row(
            "rules_vs_simpleeval",
            round(rules_vs_simpleeval(), 1),
            "judgements/s ÷ judgements/s",
            "simpleeval, pre-parsed",
        ),
    ]


SUITES: Mapping[str, Callable[[], list[Row]]] = MappingProxyType({"core": _core})


def run_suite(name: str) -> dict[str, Any]:
    """Run a suite and give ``{"rows": [{"name", "ratio", "unit", "peer"}]}``.

    Raises:
        OrderloomError: There is no such suite.
    """
    if name not in SUITES:
        raise OrderloomError("OL652", suite=name, suites=", ".join(SUITES))
    return {"rows": [asdict(row) for row in SUITES[name]()]}
