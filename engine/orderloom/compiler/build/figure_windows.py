"""The windows of figures: from when to when they look."""

from typing import NamedTuple, get_args

from orderloom.compiler.build.values import build_entry
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.common import Value
from orderloom.definition.figure import Period
from orderloom.definition.record import Field
from orderloom.expression import types

_KEYS = ("within", "since", "over")


class BuiltWindow(NamedTuple):
    """The parts of a figure that make its window."""

    within: Value | None
    since: Value | None
    over: Period | None
    offset: Value | None


def build_window(draft: Draft, node: MapNode, sight: Sight) -> BuiltWindow | None:
    """Build a window; None, with findings, when it is not known."""
    said = [key for key in _KEYS if key in node]
    if len(said) > 1:
        draft.findings.error("OL163", node.keys[said[1]].place, first=said[0], second=said[1])
        return None
    values: dict[str, Value | None] = {}
    for key, kind in (("within", "duration"), ("since", "time"), ("offset", "duration")):
        if key not in node:
            values[key] = None
            continue
        of = types.TIME if kind == "time" else types.DURATION
        field = Field(name=key, kind=kind, type=of, place=node.place)
        values[key] = build_entry(draft, node, key, sight, field)
        if values[key] is None:
            return None
    over = reading.text(node, "over")
    period = next((each for each in get_args(Period) if each == over), None)
    return BuiltWindow(values["within"], values["since"], period, values["offset"])
