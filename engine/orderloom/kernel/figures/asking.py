"""What figures say: of a group, at an instant."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from weakref import proxy

from orderloom.definition.figure import Figure
from orderloom.expression.functions.lists import nothing_of
from orderloom.expression.values import Money
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.coerce import NO, coerce
from orderloom.kernel.figures.atoms import MICRO, micros, value_of
from orderloom.kernel.figures.board import Board
from orderloom.kernel.figures.items import Item, StreamProgram
from orderloom.kernel.figures.measures import Lasting, told
from orderloom.kernel.figures.tree import LoosePages, Tree
from orderloom.kernel.figures.windows import Window, later_of, window_at
from orderloom.sight.masking import shown

if TYPE_CHECKING:  # the overlay hands itself over
    from orderloom.kernel.overlay import Overlay

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
DOWN: Final = ".down"
"""Ends the name of the event by which a connection is down."""


class Asking:
    """``Figures`` over a command's board.

    Args:
        work: The work on the command.
        board: Its items.
    """

    def __init__(self, work: "Overlay", board: Board) -> None:
        self._work: Overlay = proxy(work)
        self._board = board

    def value(
        self,
        figure: Figure,
        key: tuple[Any, ...],
        now: datetime,
        names: Mapping[str, Any] = _NOTHING,
    ) -> Any:  # noqa: ANN401 - a flow's value
        """Give a figure's value at an instant, if no item comes after; None: missing.

        Raises:
            EvaluationFault: Values met that cannot be added or compared.
        """
        return self.value_around(figure, key, names, Surroundings(now))

    def value_around(
        self, figure: Figure, key: tuple[Any, ...], names: Mapping[str, Any], around: Surroundings
    ) -> Any:  # noqa: ANN401
        """Do as ``value`` where the window may read what is around whoever asks."""
        now = around.now
        assert now is not None  # noqa: S101 - every command has its instant
        window = window_at(figure, now, names, around, self._zone)
        found = self._found(figure, key, window, now)
        if now == self._work.now:
            self._capture(figure, key, found)
        return found

    def of_field(self, record_type: str, name: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Give a field that is a figure, of the record that has these values, as it holds it."""
        program = self._work.program.records[record_type]
        figure = program.figures[name]
        around = Surroundings(self._work.now, records=self._work.records)
        key = tuple(part.of(names, around) for part in figure.pick)
        found = coerce(program.fields[name], self.value_around(figure, key, names, around))
        return None if found is NO else found

    def next_change(
        self,
        figure: Figure,
        key: tuple[Any, ...],
        now: datetime,
        names: Mapping[str, Any] = _NOTHING,
    ) -> datetime | None:
        """Give the first instant after ``now`` at which time alone may change the value's course.

        None: nothing more happens without a new item.
        """
        window = window_at(figure, now, names, Surroundings(now), self._zone)
        tree = self._tree(figure, key)
        if window is None or tree is None:
            return None
        later = [] if window.turns is None else [window.turns]
        end = micros(now) - window.offset
        coming = tree.oldest(end + 1)
        if coming is not None and window.last is not None:
            later.append(coming[0] + window.offset)
        if window.within is not None and window.first is not None:
            later += self._leaving(figure, tree, window, window.first)
        elif window.first is not None and window.first > end:
            later.append(window.first + window.offset)
        carry = self._program(figure).stream.carry
        if carry is not None and (newest := tree.newest(end)) is not None:
            later.append(newest[0] + carry + window.offset)
        return later_of(later, now)

    def moves(
        self,
        figure: Figure,
        key: tuple[Any, ...],
        now: datetime,
        names: Mapping[str, Any] = _NOTHING,
    ) -> bool:
        """Say whether the value changes with every instant from ``now`` on: durations only."""
        if figure.kind != "duration":
            return False
        window = window_at(figure, now, names, Surroundings(now), self._zone)
        tree = self._tree(figure, key)
        if window is None or tree is None:
            return False
        end = micros(now) - window.offset
        grows = _holds(self._lasting(figure), tree, end)
        if window.within is None or window.first is None:
            return grows and (window.first is None or window.first <= end)
        return grows != _holds(self._lasting(figure), tree, window.first)

    def touched(self, figure: Figure) -> Collection[tuple[Any, ...]]:
        """Give the groups of a figure that this command gave items, or took some from."""
        stream = figure.stream
        if stream.record:
            self._board.keep_up([self._program(figure)])
        return self._board.touched(stream)

    # -- inside

    @property
    def _zone(self) -> str:
        return self._work.program.flow.zone

    def _program(self, figure: Figure) -> StreamProgram:
        return self._work.program.streams[figure.stream.id]

    def _lasting(self, figure: Figure) -> Lasting:
        measure = self._program(figure).measure
        assert isinstance(measure, Lasting)  # noqa: S101 - that of durations
        return measure

    def _tree(self, figure: Figure, key: tuple[Any, ...]) -> Tree | None:
        """Give the items of a group, up to date; None where a part of the group is missing."""
        program = self._program(figure)
        group = program.group(key, self._work.view.hashed)
        if group is None:
            return None
        if program.stream.record:
            self._board.build(program)
            self._board.keep_up([program])
        return self._board.tree(program, group[0])

    def of_items(self, figure: Figure, items: Iterable[Item], now: datetime) -> Any:  # noqa: ANN401
        """Give a figure's value of these items alone, which are kept nowhere."""
        window = window_at(figure, now, {}, Surroundings(now), self._zone)
        if window is None or self._is_blind(figure, now):
            return None
        if figure.kind == "distinct":
            return len({each.kept for each in items if window.holds(each.at)})
        tree = Tree(LoosePages(), self._program(figure).measure)
        tree.fill(sorted([each.at, each.tie, each.kept] for each in items))
        return self._told(figure, tree, window, now)

    def _found(
        self, figure: Figure, key: tuple[Any, ...], window: Window | None, now: datetime
    ) -> Any:  # noqa: ANN401
        tree = self._tree(figure, key)
        if window is None or tree is None or self._is_blind(figure, now):
            return None
        if figure.kind == "distinct":
            return self._distinct(figure, key, tree, window)
        return self._told(figure, tree, window, now)

    def _told(self, figure: Figure, tree: Tree, window: Window, now: datetime) -> Any:  # noqa: ANN401
        """Read a figure's value off a tree; that of distinct values is not one of them."""
        match figure.kind:
            case "last":
                newest = tree.newest(window.last)
                is_in = newest is not None and window.holds(newest[0])
                return value_of(newest[2]) if newest is not None and is_in else None
            case "duration":
                return _time_true(self._lasting(figure), tree, window, micros(now)) * MICRO
            case "sum":
                summary = tree.fold(window.first, window.last)
                return self._nothing(figure) if summary is None else told("sum", summary)
            case kind:
                return told(kind, tree.fold(window.first, window.last))

    def _nothing(self, figure: Figure) -> object:
        """Give the sum of no items; money of a currency that is not known is the flow's."""
        found = nothing_of(figure.type)
        if found is None:
            return Money(Decimal(0), self._work.program.flow.currency)
        return found

    def _is_blind(self, figure: Figure, now: datetime) -> bool:
        """Say whether a connection that a figure needs is down."""
        for _, stream in figure.needs:
            program = self._work.program.streams[stream.id]
            group = program.group((), self._work.view.hashed)
            assert group is not None  # noqa: S101 - it is of no names
            newest = self._board.tree(program, group[0]).newest(micros(now))
            if newest is not None and value_of(newest[2]).endswith(DOWN):
                return True
        return False

    def _distinct(self, figure: Figure, key: tuple[Any, ...], tree: Tree, window: Window) -> int:
        """Count the values in a window; those that came again after it are asked one by one."""
        number: int = tree.fold(window.first, window.last) or 0
        if window.last is None:
            return number
        program = self._program(figure)
        group = program.group(key, self._work.view.hashed)
        later: list[str] = []
        tree.each(lambda entry: later.append(entry[1]), window.last + 1)
        for value in later:
            assert group is not None  # noqa: S101 - the tree is one's
            same = self._board.values(program, group[0], value)
            number += same.fold(window.first, window.last) is not None
        return number

    def _leaving(self, figure: Figure, tree: Tree, window: Window, first: int) -> list[int]:
        """Give when items leave a sliding window, or stop to count in it."""
        assert window.within is not None  # noqa: S101 - it slides
        ahead = window.within + window.offset
        found: list[int] = []
        oldest = tree.oldest(first)
        if oldest is not None:
            found.append(oldest[0] + ahead + 1)
        carry = self._program(figure).stream.carry
        if carry is not None and (prior := tree.newest(first)) is not None:
            found.append(prior[0] + carry + ahead)
        return found

    def _capture(self, figure: Figure, key: tuple[Any, ...], found: object) -> None:
        by = figure.stream.by
        hidden = map(self._work.program.discretion.is_name, by)
        parts = [
            f"{name}={shown(value, hidden=hides)}"
            for name, value, hides in zip(by, key, hidden, strict=True)
        ]
        self._work.captured.setdefault(f"{figure.name}[{', '.join(parts)}]", found)


def _holds(measure: Lasting, tree: Tree, at: int) -> bool:
    """Say whether the newest item at an instant makes it true from then on."""
    newest = tree.newest(at)
    return newest is not None and measure.held(newest[2], at - newest[0] + 1) > at - newest[0]


def _time_true(measure: Lasting, tree: Tree, window: Window, now: int) -> int:
    """Give how long the newest item made it true inside a window."""
    end = now - window.offset
    summary = tree.fold(window.first, end)
    found = 0
    if window.first is not None and (prior := tree.newest(window.first - 1)) is not None:
        until = end if summary is None else summary[0]
        held = prior[0] + measure.held(prior[2], until - prior[0])
        found += max(held - window.first, 0)
    if summary is not None:
        found += summary[3] + measure.held(summary[2], end - summary[1])
    return found


class Facts:
    """What generated code reaches as ``e.facts``: the figures of rules and trees at an event.

    Each is worked out when it is first asked for, on the picture of the event.
    """

    def __init__(
        self,
        asking: Asking,
        figures: Mapping[str, Figure],
        names: Mapping[str, Any],
        around: Surroundings,
    ) -> None:
        self._asking = asking
        self._figures = figures
        self._names = names
        self._around = around
        self._known: dict[str, Any] = {}

    def get(self, name: str) -> Any:  # noqa: ANN401 - a flow's value
        """Give a figure's value for whoever asks, None: missing.

        Raises:
            EvaluationFault: Values met that cannot be added or compared.
        """
        if name not in self._known:
            figure = self._figures[name]
            key = tuple(part.of(self._names, self._around) for part in figure.pick)
            self._known[name] = self._asking.value_around(figure, key, self._names, self._around)
        return self._known[name]
