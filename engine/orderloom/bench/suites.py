"""Suites of measurements, by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Literal

from orderloom.bench import peer_zen
from orderloom.bench.machines import transition_vs_transitions
from orderloom.bench.path import path_vs_sqlite
from orderloom.bench.rules import many_rules_vs_few, rule_vs_simpleeval, rule_vs_zen
from orderloom.bench.stream import stream_rss_mb
from orderloom.errors import OrderloomError


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured.

    Attributes:
        path: Orders of one round of the whole path.
        judged: Orders that are judged or moved in one round.
        rules: How many rules there are, and how many of them can match, where both matter.
        lines: Lines of the long file.
        rounds: Both ways are timed so often, in turn.
    """

    path: int
    judged: int
    rules: tuple[int, int]
    lines: int
    rounds: int


FULL = Size(path=6_000, judged=400, rules=(10_000, 100), lines=500_000, rounds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measurement.

    Attributes:
        ratio: Ours to the peer's in ``unit``; None: the peer is not there, as ``skipped`` says.
        better: Whether more or less of it is better.
        bound: What it shall at least (at most) be.
    """

    name: str
    ratio: float | None
    unit: str
    peer: str
    better: Literal["more", "less"]
    bound: float
    skipped: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measurement:
    """How a row comes to be; ``missing`` says why it cannot, or None."""

    name: str
    measure: Callable[[Size], float]
    unit: str
    peer: str
    better: Literal["more", "less"] = "more"
    bound: float
    missing: Callable[[], str | None] = lambda: None

    def row(self, size: Size) -> Row:
        """Measure, unless the peer is not there."""
        skipped = self.missing()
        return Row(
            name=self.name,
            ratio=None if skipped else round(self.measure(size), 3),
            unit=self.unit,
            peer=self.peer,
            better=self.better,
            bound=self.bound,
            skipped=skipped,
        )


def _without_zen() -> str | None:
    return None if peer_zen.is_installed() else "zen-engine is not installed (group bench)"


_CORE = (
    _Measurement(
        name="rule_vs_simpleeval",
        measure=lambda size: rule_vs_simpleeval(size.judged, size.rounds),
        unit="judgements/s ÷ judgements/s",
        peer="simpleeval, pre-parsed, with the same semantics",
        bound=15,
    ),
    _Measurement(
        name="rule_vs_zen",
        measure=lambda size: rule_vs_zen(size.judged, size.rounds),
        unit="judgements/s ÷ judgements/s",
        peer="zen-engine, one call of a decision table an order",
        bound=25,
        missing=_without_zen,
    ),
    _Measurement(
        name="transition_vs_transitions",
        measure=lambda size: transition_vs_transitions(size.judged, size.rounds),
        unit="transitions/s ÷ transitions/s",
        peer="transitions, Event.trigger on a light model",
        bound=12,
    ),
    _Measurement(
        name="path_vs_sqlite",
        measure=lambda size: path_vs_sqlite(size.path, size.rounds),
        unit="orders/s ÷ orders/s",
        peer="sqlite3 executemany of the same rows, 100 a commit",
        bound=0.30,
    ),
    _Measurement(
        name="stream_rss_mb",
        measure=lambda size: stream_rss_mb(size.lines),
        unit="MB at the peak",
        peer="none: a process that runs a CSV file of 500,000 lines",
        better="less",
        bound=300,
    ),
    _Measurement(
        name="rules_10000_vs_100",
        measure=lambda size: many_rules_vs_few(size.judged, size.rounds, *size.rules),
        unit="seconds an order ÷ seconds an order",
        peer="the hundred rules alone that can match",
        better="less",
        bound=5,
    ),
)
SUITES: Mapping[str, Sequence[_Measurement]] = MappingProxyType({"core": _CORE})


def run_suite(name: str, size: Size = FULL) -> dict[str, Any]:
    """Run a suite and give ``{"rows": [a Row as an object]}``.

    Raises:
        OrderloomError: There is no such suite.
        PeersDisagree: The two ways of a measurement gave different results.
    """
    if name not in SUITES:
        raise OrderloomError("OL652", suite=name, suites=", ".join(SUITES))
    return {"rows": [asdict(each.row(size)) for each in SUITES[name]]}
