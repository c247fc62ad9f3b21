"""Metrics: figures of the whole flow, which others read by name."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from orderloom.definition.common import Title
from orderloom.definition.figure import Figure
from orderloom.definition.select import Select
from orderloom.diagnostics import Place
from orderloom.expression.compiled import Compiled
from orderloom.expression.scope import METRICS
from orderloom.expression.types import Type

Season: TypeAlias = Literal["day", "week"]
FEWEST = 3
"""Of fewer periods no baseline is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a value usually is at an hour: ``periods`` earlier days or weeks are looked at."""

    season: Season = "week"
    periods: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric.

    Attributes:
        type: Of its value.
        by: The names that make its groups; of a ``value`` all those of what it reads.
        whole: The figure over all groups, None of a ``value``.
        grouped: The figure of one group; None without ``by``.
        value: An expression of other metrics over all groups, None of a figure.
        grouped_value: The same of one group; None without ``by``.
        reads: The metrics that ``value`` reads, each of which stands before this one.
        every: It is worked out at these instants of a local day only; None: at each change.
        sample: The records that are its items, chosen anew each time.
        held: The stream of what it was worked out to be last.
        history: The stream of what it was at each hour of late.
    """

    id: str
    place: Place
    type: Type
    by: tuple[str, ...] = ()
    whole: Figure | None = None
    grouped: Figure | None = None
    value: Compiled | None = None
    grouped_value: Compiled | None = None
    reads: tuple[str, ...] = ()
    every: timedelta | None = None
    baseline: Baseline | None = None
    sample: Select | None = None
    held: str = ""
    history: str = ""
    unit: str = ""
    title: Title | None = None
    note: str | None = None

    def figures(self) -> tuple[Figure, ...]:
        """Give its figures whose items are kept."""
        return () if self.sample is not None else self._figures()

    def drawn(self) -> tuple[Figure, ...]:
        """Give its figures whose items are a sample."""
        return () if self.sample is None else self._figures()

    def _figures(self) -> tuple[Figure, ...]:
        return tuple(each for each in (self.whole, self.grouped) if each is not None)


def metrics_read(*expressions: Compiled | None) -> dict[str, bool]:
    """Give the metrics that expressions read, each with whether its baseline is read as well."""
    found: dict[str, bool] = {}
    for read in (read for each in expressions if each is not None for read in each.reads):
        root, _, rest = read.root.partition(".")
        if root == METRICS and rest:
            name, _, part = rest.partition(".")
            found[name] = found.get(name, False) or bool(part)
    return found
