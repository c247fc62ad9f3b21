"""Connectors, and platforms to play with, as installed packages offer them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

from orderloom.errors import OrderloomError, PluginBroken
from orderloom.plugins.extending import LoadedExtensions
from orderloom.plugins.guarding import GuardedConnector
from orderloom.plugins.shapes import wrong_part
from orderloom.ports import Connector, Sandbox

GROUP = "orderloom.connectors"
SANDBOX = "orderloom.sandbox"
_ATTRIBUTES = ("id", "needs", "streams", "media", "operations")
_METHODS = ("poll", "taken", "perform")


@dataclass(frozen=True, slots=True)
class LoadedPlugins:
    """Connectors by id, and why others cannot be used; beside them what else packages add."""

    connectors: Mapping[str, Connector]
    broken: tuple[PluginBroken, ...]
    added: LoadedExtensions = field(default_factory=LoadedExtensions)

    @property
    def unusable(self) -> tuple[PluginBroken, ...]:
        """Give why connectors and others cannot be used."""
        return (*self.broken, *self.added.broken)


def load_connectors(offered: Iterable[EntryPoint] | None = None) -> LoadedPlugins:
    """Load every connector; a broken one harms no other.

    Args:
        offered: Entry points to load; None: those of all installed packages.
    """
    points = entry_points(group=GROUP) if offered is None else offered
    connectors: dict[str, Connector] = {}
    owners: dict[str, EntryPoint] = {}
    broken: list[PluginBroken] = []
    for point in sorted(points, key=lambda each: (each.name, _distribution(each))):
        if point.name in owners and not _is_same(owners[point.name], point):
            broken.append(_broken("OL604", owners[point.name], other=_distribution(point)))
            connectors.pop(point.name, None)
            continue
        owners[point.name] = point
        try:
            connectors[point.name] = _load(point)
        except PluginBroken as trouble:
            broken.append(trouble)
    return LoadedPlugins(connectors, tuple(broken))


def load_sandbox() -> Sandbox:
    """Give the platforms to play with.

    Raises:
        OrderloomError: No installed package offers them (OL830).
        PluginBroken: They cannot be imported (OL601).
    """
    point = next(iter(entry_points(group=SANDBOX)), None)
    if point is None:
        raise OrderloomError("OL830")
    return cast("Sandbox", _imported(point))


def _is_same(one: EntryPoint, other: EntryPoint) -> bool:
    """Say whether two entry points are one: a package can be found on two paths."""
    return one.value == other.value and _distribution(one) == _distribution(other)


def _load(point: EntryPoint) -> Connector:
    found = _imported(point)
    try:
        _check(point, found)
    except PluginBroken:
        raise
    except Exception as error:  # its attributes may be a stranger's code as well
        raise _broken("OL606", point, part=f"{type(error).__name__}: {error}") from error
    return GuardedConnector(cast("Connector", found), _distribution(point))


def _check(point: EntryPoint, found: Any) -> None:  # noqa: ANN401 - a stranger's object
    lacking = [name for name in _ATTRIBUTES if not hasattr(found, name)]
    lacking += [f"{name}()" for name in _METHODS if not callable(getattr(found, name, None))]
    if lacking:
        raise _broken("OL602", point, lacking=", ".join(lacking))
    if found.id != point.name:
        raise _broken("OL603", point, id=str(found.id))
    wrong = wrong_part(found)
    if wrong is not None:
        raise _broken("OL606", point, part=wrong)


def _imported(point: EntryPoint) -> Any:  # noqa: ANN401 - anything may stand there
    try:
        return point.load()
    # Whatever a stranger's module does while it is imported, the flow must be told, not killed;
    # a module that ends the program is one of these, too.
    except (Exception, SystemExit) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise _broken("OL601", point, reason=reason) from error


def _broken(code: str, point: EntryPoint, **facts: str) -> PluginBroken:
    return PluginBroken(code, plugin=point.name, distribution=_distribution(point), **facts)


def _distribution(point: EntryPoint) -> str:
    return "–" if point.dist is None else f"{point.dist.name} {point.dist.version}"
