"""Actions of installed packages, held to what they say of themselves."""

from collections.abc import Mapping
from importlib.metadata import EntryPoint
from typing import Any

from orderloom.definition.added_action import AddedAction
from orderloom.expression.faults import shown
from orderloom.expression.rebuilding import type_named
from orderloom.names import is_name
from orderloom.plugins.distributions import broken, distribution_of
from orderloom.plugins.shapes import is_schema, operation_outline
from orderloom.ports import OperationShape
from orderloom.ports.actions import PluginAction
from orderloom.ports.functions import PLUGIN_API


def action_from(point: EntryPoint, found: object) -> AddedAction:
    """Give a plugin's action as definitions use it.

    Raises:
        PluginBroken: It is none, or says something impossible (OL909).
    """
    if not isinstance(found, PluginAction):
        raise broken("OL909", point, part=type(found).__name__)
    wrong = _wrong_part(point.name, found)
    if wrong is not None:
        raise broken("OL909", point, part=wrong)
    return AddedAction(
        name=found.name,
        distribution=distribution_of(point),
        takes=dict(found.takes),
        gives=dict(found.gives),
        run=found.run,
        shape=operation_outline(OperationShape(name=found.name, takes=found.takes)),
    )


def _wrong_part(name: str, found: Any) -> str | None:  # noqa: ANN401 - a stranger's parts
    if found.api != PLUGIN_API:
        return f"api: {shown(str(found.api))}"
    if found.name != name or not is_name(name):
        return f"name: {shown(str(found.name))}"
    if not callable(found.run):
        return "run"
    if not is_schema(found.takes) or found.takes is None or found.takes.get("type") != "object":
        return "takes"
    for language in ("en", "zh"):
        text = getattr(found, language)
        if not isinstance(text, str) or not text.strip():
            return language
    return _wrong_result(found.gives)


def _wrong_result(gives: object) -> str | None:
    if not isinstance(gives, Mapping):
        return "gives"
    for name, spelling in gives.items():
        if not isinstance(name, str) or not is_name(name) or type_named(spelling) is None:
            return f"gives: {shown(str(name))}"
    return None
