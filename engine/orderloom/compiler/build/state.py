"""States of a machine, with what happens on entering and leaving them."""

from orderloom.compiler.build.action import build_actions
from orderloom.compiler.build.later import build_laters
from orderloom.compiler.build.machine_setting import MachineSetting
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.events import entering, leaving
from orderloom.definition.machine import State


def build_states(setting: MachineSetting) -> dict[str, State]:
    """Build all states by name, in file order."""
    return {
        key.text: _build(setting, key, node)
        for key, node in reading.entries(setting.declaration.root, "states")
    }


def _build(setting: MachineSetting, key: ScalarNode, node: Node) -> State:
    if key.text in RESERVED_STATES:
        setting.draft.findings.error("OL216", key.place, name=key.text)
    if not isinstance(node, MapNode):
        return State(name=key.text, place=key.place)
    language = setting.draft.outline.language
    enter = setting.actions_at(f"states.{key.text}.enter", entering(setting.outline, key.text))
    leave = setting.actions_at(f"states.{key.text}.leave", leaving(setting.outline, key.text))
    return State(
        name=key.text,
        place=key.place,
        title=reading.title(node, "title", language),
        shown=reading.title(node, "shown", language),
        final=reading.flag(node, "final"),
        enter=build_actions(enter, node.get("enter")),
        leave=build_actions(leave, node.get("leave")),
        later=build_laters(
            setting.actions_at(f"states.{key.text}.later", {}), node.get("later"), build_actions
        ),
    )


RESERVED_STATES = frozenset(
    ("changed", "refused", "proposed", "declined", "unexpected", "conflict")
)
"""Words that end other events of a machine's field, so that no state may be called so."""
