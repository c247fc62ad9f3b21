"""States of a machine, with what happens on entering and leaving them."""

from orderloom.compiler.build.action import build_actions
from orderloom.compiler.build.later import build_laters
from orderloom.compiler.build.machine_setting import MachineSetting
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.events import entering, leaving
from orderloom.definition.machine import State


def build_states(setting: MachineSetting) -> dict[str, State]:
    """Build all states by name, in file order, the inner ones of each behind it."""
    found: dict[str, State] = {}
    _build_level(setting, setting.declaration.root, "", None, found)
    return found


def _build_level(
    setting: MachineSetting, around: MapNode, path: str, outer: str | None, found: dict[str, State]
) -> None:
    for key, node in reading.entries(around, "states"):
        if key.text in found:
            related = found[key.text].place
            setting.draft.findings.error("OL574", key.place, related=related, name=key.text)
            continue
        here = f"{path}states.{key.text}"
        found[key.text] = _build(setting, key, node, here, outer)
        if isinstance(node, MapNode):
            _check_inside(setting, key, node)
            _build_level(setting, node, f"{here}.", key.text, found)


def _check_inside(setting: MachineSetting, key: ScalarNode, node: MapNode) -> None:
    """Refuse an outer state that is final, or does not say where a stay in it begins."""
    findings, inner = setting.draft.findings, reading.submap(node, "states")
    initial = reading.scalar(node, "initial")
    names = {} if inner is None else {name: each.place for name, each in inner.keys.items()}
    if initial is None and inner is not None:
        findings.error("OL573", key.place, name=key.text, first=next(iter(names)))
    elif initial is not None and inner is None:
        findings.error("OL573", initial.place, name=key.text, idle=initial.text)
    elif initial is not None and initial.text not in names:
        findings.unknown("OL203", initial.place, initial.text, names, of=key.text)
    if inner is not None and reading.flag(node, "final"):
        findings.error("OL572", node.keys["final"].place, name=key.text)


def _build(
    setting: MachineSetting, key: ScalarNode, node: Node, path: str, outer: str | None
) -> State:
    if key.text in RESERVED_STATES:
        setting.draft.findings.error("OL216", key.place, name=key.text)
    if not isinstance(node, MapNode):
        return State(name=key.text, place=key.place, outer=outer)
    language = setting.draft.outline.language
    enter = setting.actions_at(f"{path}.enter", entering(setting.outline, key.text))
    leave = setting.actions_at(f"{path}.leave", leaving(setting.outline, key.text))
    return State(
        name=key.text,
        place=key.place,
        title=reading.title(node, "title", language),
        shown=reading.title(node, "shown", language),
        final=reading.flag(node, "final"),
        enter=build_actions(enter, node.get("enter")),
        leave=build_actions(leave, node.get("leave")),
        later=build_laters(
            setting.actions_at(f"{path}.later", {}), node.get("later"), build_actions
        ),
        outer=outer,
    )


RESERVED_STATES = frozenset(
    ("changed", "refused", "proposed", "declined", "unexpected", "conflict")
)
"""Words that end other events of a machine's field, so that no state may be called so."""
