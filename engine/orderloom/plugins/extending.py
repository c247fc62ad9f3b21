"""What installed packages add to the language: functions, formats, actions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint
from typing import TypeVar

from orderloom.definition.extensions import Extensions
from orderloom.errors import PluginBroken
from orderloom.plugins.actions import action_from
from orderloom.plugins.codecs import format_from
from orderloom.plugins.distributions import (
    broken,
    clashing,
    distribution_of,
    imported,
    offered_in,
)
from orderloom.plugins.functions import function_from

ACTIONS = "orderloom.actions"
CODECS = "orderloom.codecs"
FUNCTIONS = "orderloom.functions"
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class LoadedExtensions:
    """What can be used, and why the rest cannot."""

    extensions: Extensions = field(default_factory=Extensions)
    broken: tuple[PluginBroken, ...] = ()


def load_extensions(offered: Iterable[EntryPoint] | None = None) -> LoadedExtensions:
    """Load what every installed package adds; a broken one harms no other.

    Args:
        offered: Entry points to load; None: those of all installed packages.
    """
    points = None if offered is None else tuple(offered)
    functions, no_functions = _loaded(offered_in(FUNCTIONS, points), function_from)
    formats, no_formats = _loaded(offered_in(CODECS, points), format_from)
    actions, no_actions = _loaded(offered_in(ACTIONS, points), action_from)
    extensions = Extensions(
        functions=functions,
        broken_functions=_reasons(no_functions),
        formats=formats,
        broken_formats=_reasons(no_formats),
        actions=actions,
        broken_actions=_reasons(no_actions),
    )
    return LoadedExtensions(extensions, (*no_functions, *no_formats, *no_actions))


def _loaded(
    points: Iterable[EntryPoint], make: Callable[[EntryPoint, object], _Made]
) -> tuple[dict[str, _Made], tuple[PluginBroken, ...]]:
    points = tuple(points)
    wrong = [broken("OL910", one, other=distribution_of(other)) for one, other in clashing(points)]
    taken = {each.facts["plugin"] for each in wrong}
    made: dict[str, _Made] = {}
    for point in points:
        if point.name in taken:
            continue
        try:
            made[point.name] = _made(point, make)
        except PluginBroken as trouble:
            wrong.append(trouble)
    return made, tuple(wrong)


def _made(point: EntryPoint, make: Callable[[EntryPoint, object], _Made]) -> _Made:
    found = imported(point)
    try:
        return make(point, found)
    except PluginBroken:
        raise
    except Exception as error:  # its attributes may be a stranger's code as well
        raise broken("OL909", point, part=type(error).__name__) from error


def _reasons(wrong: Iterable[PluginBroken]) -> Mapping[str, tuple[str, Mapping[str, str]]]:
    return {each.facts["plugin"]: (each.code, dict(each.facts)) for each in wrong}
