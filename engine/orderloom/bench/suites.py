"""Suites of measurements, by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from types import MappingProxyType
from typing import Any, Literal

from orderloom.bench import peer_jmespath, peer_zen, postgresql
from orderloom.bench.beside_page import intake_beside_page
from orderloom.bench.checking import check_seconds
from orderloom.bench.figures import figures_many_vs_few
from orderloom.bench.machines import transition_vs_transitions
from orderloom.bench.mapping import mapping_vs_jmespath
from orderloom.bench.path import path_vs_sqlite
from orderloom.bench.payload import payload_vs_json
from orderloom.bench.rules import many_rules_vs_few, rule_vs_simpleeval, rule_vs_zen
from orderloom.bench.steps import virtual_steps
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
        rounds: Both ways are timed so often, in turn, where a round takes seconds.
        turns: The same where it takes a moment.
        events: How many are past where figures are measured: many, and few.
        definitions: How many a large flow has.
        steps: How many steps of tests are played in one round.
    """

    path: int
    judged: int
    rules: tuple[int, int]
    lines: int
    rounds: int
    turns: int
    events: tuple[int, int] = (1_000_000, 10_000)
    definitions: int = 500
    steps: int = 2_000


FULL = Size(path=6_000, judged=400, rules=(10_000, 100), lines=500_000, rounds=5, turns=25)


Verdict = Literal["reached", "missed", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measurement.

    Attributes:
        ratio: Ours to the peer's in ``unit``, the median of all rounds; None: the peer is not
            there, as ``skipped`` says.
        least: That of the lowest round.
        most: That of the highest round.
        better: Whether more or less of it is better.
        bound: The floor, or the ceiling where less is better.
    """

    name: str
    ratio: float | None
    least: float | None
    most: float | None
    rounds: int
    unit: str
    peer: str
    better: Literal["more", "less"]
    bound: float
    verdict: Verdict
    skipped: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measurement:
    """How a row comes to be; ``missing`` says why it cannot, or None."""

    name: str
    measure: Callable[[Size], Sequence[float]]
    unit: str
    peer: str
    better: Literal["more", "less"] = "more"
    bound: float
    missing: Callable[[], str | None] = lambda: None

    def row(self, size: Size) -> Row:
        """Measure, unless the peer is not there."""
        skipped = self.missing()
        found = () if skipped else self.measure(size)
        ratio = round(median(found), 3) if found else None
        return Row(
            name=self.name,
            ratio=ratio,
            least=round(min(found), 3) if found else None,
            most=round(max(found), 3) if found else None,
            rounds=len(found),
            unit=self.unit,
            peer=self.peer,
            better=self.better,
            bound=self.bound,
            verdict=self._verdict(ratio),
            skipped=skipped,
        )

    def _verdict(self, ratio: float | None) -> Verdict:
        if ratio is None:
            return "skipped"
        reached = ratio >= self.bound if self.better == "more" else ratio <= self.bound
        return "reached" if reached else "missed"


def _unless_there(package: str, is_installed: Callable[[], bool]) -> Callable[[], str | None]:
    def missing() -> str | None:
        return None if is_installed() else f"{package} is not installed (python3 dev.py bench)"

    return missing


_CORE = (
    _Measurement(
        name="rule_vs_simpleeval",
        measure=lambda size: rule_vs_simpleeval(size.judged, size.turns),
        unit="judgements/s ÷ judgements/s",
        peer="simpleeval, pre-parsed, with the same semantics",
        bound=15,
    ),
    _Measurement(
        name="rule_vs_zen",
        measure=lambda size: rule_vs_zen(size.judged, size.turns),
        unit="judgements/s ÷ judgements/s",
        peer="zen-engine, one call of a decision table an order",
        bound=25,
        missing=_unless_there("zen-engine", peer_zen.is_installed),
    ),
    _Measurement(
        name="mapping_vs_jmespath",
        measure=lambda size: mapping_vs_jmespath(size.judged, size.turns),
        unit="orders/s ÷ orders/s",
        peer="jmespath, one compiled multiselect, then the kinds in plain Python",
        bound=6,
        missing=_unless_there("jmespath", peer_jmespath.is_installed),
    ),
    _Measurement(
        name="payload_vs_json",
        measure=lambda size: payload_vs_json(size.judged, size.turns),
        unit="orders/s ÷ orders/s",
        peer="json and hand-written Python, without any of our checks",
        bound=0.7,
    ),
    _Measurement(
        name="transition_vs_transitions",
        measure=lambda size: transition_vs_transitions(size.judged, size.turns),
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
        measure=lambda size: many_rules_vs_few(size.judged, size.turns, *size.rules),
        unit="seconds an order ÷ seconds an order",
        peer="the hundred rules alone that can match",
        better="less",
        bound=5,
    ),
)
_LANGUAGE = tuple(
    _Measurement(
        name=f"figures_1m_vs_10k_{where}",
        measure=measure,
        unit="seconds an order ÷ seconds an order",
        peer=f"itself after 10,000 events: 20 figures, all events {where} of every window",
        better="less",
        bound=1.3,
    )
    for where, measure in (
        (
            "inside",
            lambda size: figures_many_vs_few(size.events, size.judged, size.rounds, inside=True),
        ),
        (
            "outside",
            lambda size: figures_many_vs_few(size.events, size.judged, size.rounds, inside=False),
        ),
    )
)
_WHOLE = (
    _Measurement(
        name="check_500_definitions",
        measure=lambda size: check_seconds(size.definitions, size.rounds),
        unit="seconds, from the start of the program to its end",
        peer="none: a flow of 500 definitions, half of them rules",
        better="less",
        bound=2,
    ),
    _Measurement(
        name="test_steps",
        measure=lambda size: virtual_steps(size.steps, size.rounds),
        unit="steps/s",
        peer="none: tests that change, fire, wait and expect, in virtual time",
        bound=2_000,
    ),
)
_RUNTIME = (
    _Measurement(
        name="pg_path_vs_psycopg",
        measure=lambda size: postgresql.pg_path_vs_psycopg(size.path, size.rounds),
        unit="orders/s ÷ orders/s",
        peer="psycopg executemany of the same rows, 100 a commit",
        bound=0.5,
        missing=postgresql.missing,
    ),
)
_PROCESSES = (
    _Measurement(
        name="intake_beside_page",
        measure=lambda size: intake_beside_page(size.judged, size.rounds),
        unit="p99 of an answer ÷ p99 of an answer",
        peer="itself while nobody reads the page: two readers ask for it all the time",
        better="less",
        bound=1.2,
    ),
)
SUITES: Mapping[str, Sequence[_Measurement]] = MappingProxyType(
    {"core": _CORE, "language": (*_LANGUAGE, *_WHOLE), "runtime": (*_PROCESSES, *_RUNTIME)}
)


def run_suite(name: str, size: Size = FULL) -> dict[str, Any]:
    """Run a suite and give ``{"rows": [a Row as an object]}``.

    Raises:
        OrderloomError: There is no such suite.
        PeersDisagree: The two ways of a measurement gave different results.
    """
    if name not in SUITES:
        raise OrderloomError("OL652", suite=name, suites=", ".join(SUITES))
    return {"rows": [asdict(each.row(size)) for each in SUITES[name]]}
