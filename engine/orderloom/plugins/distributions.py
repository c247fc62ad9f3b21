"""Whose an entry point is, and what stands behind it."""

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from orderloom.errors import PluginBroken

OWN = "orderloom"
"""Whose the language itself is."""


def offered_in(group: str, offered: Iterable[EntryPoint] | None = None) -> list[EntryPoint]:
    """Give the entry points of a group by name; one that is found on two paths stands once.

    Args:
        group: Their group.
        offered: Entry points to choose from; None: those of all installed packages.
    """
    points = entry_points(group=group) if offered is None else offered
    found: dict[tuple[str, str, str], EntryPoint] = {}
    for point in points:
        if point.group == group:
            found.setdefault((point.name, distribution_of(point), point.value), point)
    return [found[key] for key in sorted(found)]


def clashing(points: Iterable[EntryPoint]) -> Iterator[tuple[EntryPoint, EntryPoint]]:
    """Give each that has the name of one before it, after that one."""
    first: dict[str, EntryPoint] = {}
    for point in points:
        other = first.setdefault(point.name, point)
        if other is not point:
            yield other, point


def imported(point: EntryPoint) -> Any:  # noqa: ANN401 - anything may stand there
    """Give what stands behind an entry point.

    Raises:
        PluginBroken: It cannot be imported (OL908).
    """
    try:
        return point.load()
    # Whatever a stranger's module does while it is imported, the flow must be told, not killed;
    # a module that ends the program is one of these, too.
    except (Exception, SystemExit) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise broken("OL908", point, reason=reason) from error


def broken(code: str, point: EntryPoint, **facts: str) -> PluginBroken:
    """Give the error that names a plugin with its group and its distribution."""
    return PluginBroken(
        code,
        plugin=point.name,
        distribution=distribution_of(point),
        group=point.group,
        **facts,
    )


def distribution_of(point: EntryPoint) -> str:
    """Give name and version of the distribution."""
    return "–" if point.dist is None else f"{point.dist.name} {point.dist.version}"
