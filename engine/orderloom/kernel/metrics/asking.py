"""What metrics are, at an instant: worked out then, or last on their grid; and what is usual."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from weakref import proxy

from orderloom.definition.figure import Figure
from orderloom.definition.metric import Metric
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.figures.atoms import MICRO, Atom, atom, micros, text_of, value_of
from orderloom.kernel.metrics.usual import Usual, hours_before, usual
from orderloom.sight.masking import shown

if TYPE_CHECKING:  # the overlay hands itself over
    from orderloom.kernel.overlay import Overlay

Key = tuple[Any, ...]
"""The values of a group in the order of ``metric.by``; () is all of them together."""


class Metrics:
    """The metrics of a flow as one command sees them.

    Attributes:
        worked_out: The groups of each metric that this command worked out on a grid.
        is_closing: A grid's instant is worked, at which periods that end there are over.
    """

    def __init__(self, work: "Overlay") -> None:
        # The overlay holds this: a strong way back would leave every command to the collector.
        self._work: Overlay = proxy(work)
        self.worked_out: dict[str, list[Key]] = {}
        self.is_closing = False

    def read(self, name: str, part: str, key: Key, now: datetime) -> Any:  # noqa: ANN401
        """Give a metric's ``value``, ``baseline``, ``sigma`` or ``n``; None: missing.

        Args:
            name: The metric.
            part: Which of them.
            key: The group; () all of them together.
            now: The instant; later than the command's own, what it would be if nothing came.

        Raises:
            EvaluationFault: Values met that cannot be added or compared.
        """
        metric = self._work.program.flow.metrics[name]
        if part == "value":
            found = self.value(metric, key, now)
        else:
            found = getattr(self.usual(metric, key, now), part)
        if now == self._work.now:
            self._capture(metric, part, key, found)
        return found

    def value(self, metric: Metric, key: Key, now: datetime) -> Any:  # noqa: ANN401
        """Give a metric's value at an instant: on its grid the last."""
        if metric.every is None:
            return self.worked_out_at(metric, key, now)
        atoms = atoms_of(key)
        if atoms is None:
            return None
        newest = self._work.board.kept(metric.held, text_of(atoms)).newest(micros(now))
        return None if newest is None or newest[2] is None else value_of(newest[2])

    def usual(self, metric: Metric, key: Key, now: datetime) -> Usual:
        """Give what a metric usually is at this hour."""
        atoms = atoms_of(key)
        if metric.baseline is None or atoms is None:
            return Usual(None, None, 0)
        history = self._work.board.kept(metric.history, text_of(atoms))
        found: list[Any] = []
        for hour in hours_before(metric.baseline, now, self._zone):
            entry = history.newest(micros(hour))
            if entry is not None and entry[0] == micros(hour) and entry[2] is not None:
                found.append(value_of(entry[2]))
        return usual(found)

    def groups(self, metric: Metric) -> Iterator[Key]:
        """Give all groups that a metric has, () first; of samples those that were worked out."""
        yield ()
        program, board = self._work.program, self._work.board
        if metric.grouped is not None and metric.sample is not None:
            yield from (key for key in board.groups(metric.held) if key)
        elif metric.grouped is not None:
            yield from board.groups_of(program.streams[metric.grouped.stream.id])
        elif metric.by:
            parts = (program.flow.metrics[each] for each in metric.reads)
            known: dict[Key, None] = {}
            for part in parts:
                if set(part.by) == set(metric.by):
                    places = [part.by.index(name) for name in metric.by]
                    keys = (key for key in self.groups(part) if key)
                    known |= dict.fromkeys(tuple(key[place] for place in places) for key in keys)
            yield from known

    def worked_out_at(self, metric: Metric, key: Key, now: datetime) -> Any:  # noqa: ANN401
        """Work out what a metric is, whatever its grid."""
        figure = metric.grouped if key else metric.whole
        if figure is not None:
            return self._of_figure(figure, key, now)
        value = metric.grouped_value if key else metric.value
        assert value is not None  # noqa: S101 - it is a figure or a value
        around = Surroundings(now, records=self._work.records)
        around.results.update(zip(metric.by if key else (), key, strict=True))
        return value.evaluate({}, around)

    # -- inside

    @property
    def _zone(self) -> str:
        return self._work.program.flow.zone

    def _of_figure(self, figure: Figure, key: Key, now: datetime) -> Any:  # noqa: ANN401
        """Give a figure's value; at a grid's instant a period that ends there is meant."""
        if figure.over is not None and self.is_closing:
            now -= MICRO
        return self._work.figures.value(figure, key, now)

    def _capture(self, metric: Metric, part: str, key: Key, found: object) -> None:
        is_hidden = self._work.program.discretion.is_name
        parts = [
            f"{name}={shown(value, hidden=is_hidden(name))}"
            for name, value in zip(metric.by if key else (), key, strict=True)
        ]
        name = f"metrics.{metric.id}" if part == "value" else f"metrics.{metric.id}.{part}"
        told = f"{name}[{', '.join(parts)}]" if parts else name
        self._work.captured.setdefault(told, found)


def atoms_of(key: Key) -> list[Atom] | None:
    """Give the values of a group as pages keep them, None where one makes no group."""
    found: list[Atom] = []
    for value in key:
        kept = None if value == "" else atom(value)
        if kept is None:
            return None
        found.append(kept)
    return found
