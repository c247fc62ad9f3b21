"""What rules and metrics ask of figures."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from orderloom.definition.figure import Figure

GroupKey: TypeAlias = tuple[Any, ...]
"""The values of a group, one for each of ``figure.stream.by``; none of them missing."""


class Figures(Protocol):
    """Figures as one command sees them: the store, and its own work on top.

    What was asked of a group is held until the commit: of two commands that concern one group,
    one sees the other. A window may hold names of whoever asks (``within: =patience``): those
    are taken from ``names``.
    """

    def value(
        self, figure: Figure, key: GroupKey, now: datetime, names: Mapping[str, Any] = ...
    ) -> Any:  # noqa: ANN401 - a flow's value
        """Give a figure's value at an instant, if no item comes after; None: missing.

        ``now`` may lie in the future, where a condition is sought that time alone makes true.
        """
        ...

    def next_change(
        self, figure: Figure, key: GroupKey, now: datetime, names: Mapping[str, Any] = ...
    ) -> datetime | None:
        """Give the first instant after ``now`` at which time alone may change the value's course.

        Until then the value stays as it is, or, where ``moves`` says so, grows or shrinks as fast
        as time passes: there a limit between the two is found by asking ``value`` at instants
        between them. None: nothing more happens without a new item.
        """
        ...

    def moves(
        self, figure: Figure, key: GroupKey, now: datetime, names: Mapping[str, Any] = ...
    ) -> bool:
        """Say whether the value changes with every instant from ``now`` on: durations only."""
        ...

    def touched(self, figure: Figure) -> Collection[GroupKey]:
        """Give the groups of a figure that this command gave items, or took some from."""
        ...
