"""Laters: the one timer shape, in states and in ``open_case``."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

from orderloom.compiler.build.expressions import condition
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode, Node
from orderloom.compiler.resolve import reading
from orderloom.definition.action import Actions, Later
from orderloom.definition.record import Field
from orderloom.diagnostics import Place
from orderloom.expression import types
from orderloom.expression.literals import parse_duration

BuildActions: TypeAlias = Callable[[Setting, Node | None], Actions]
"""How a list of actions is built; handed in, since a list may hold an ``open_case``."""


def build_laters(setting: Setting, node: Node | None, build: BuildActions) -> tuple[Later, ...]:
    """Build the laters under ``setting.path``; one without a time is left out."""
    built = (
        _build(setting.at(f"[{index}]"), each, build)
        for index, each in enumerate(reading.several(node))
        if isinstance(each, MapNode)
    )
    return tuple(later for later in built if later is not None)


def _build(setting: Setting, node: MapNode, build: BuildActions) -> Later | None:
    after = _after(setting, node)
    at = reading.scalar(node, "at")
    value = (
        None if at is None else build_value(setting.draft, at, setting.sight, _instant(at.place))
    )
    cause = setting.cause(node)
    later = Later(
        name=f"{cause.definition}.{cause.path}",
        cause=cause,
        after=after,
        calendar=setting.draft.calendar(reading.scalar(node, "calendar")),
        at=value,
        when=condition(setting.draft, node.get("when"), setting.sight),
        do=build(setting.at(".do"), node.get("do")),
    )
    if after is None and value is None:
        return None
    setting.draft.laters[later.name] = later
    return later


def _after(setting: Setting, node: MapNode) -> timedelta | None:
    found = reading.scalar(node, "after")
    if found is None:
        return None
    after = parse_duration(found.text)
    if after == timedelta(0):
        setting.draft.findings.error("OL459", found.place, after=found.text)
    return after


def _instant(place: Place) -> Field:
    """Give the field that ``at`` fills, so that its value is read and checked as an instant."""
    return Field(name="at", kind="time", type=types.TIME, place=place)
