"""Transitions of a machine: each way from states to a state."""

from orderloom.compiler.build.action import build_actions
from orderloom.compiler.build.expressions import conditions
from orderloom.compiler.build.inputs import build_inputs
from orderloom.compiler.build.machine_setting import MachineSetting
from orderloom.compiler.build.proposal import after_consent, build_via
from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.events import TAKEN_PARTS, moving
from orderloom.compiler.resolve.outline import TransitionOutline
from orderloom.definition.machine import Transition
from orderloom.diagnostics import Cause, Place

ANY_STATE = "any"


def build_transitions(setting: MachineSetting) -> tuple[Transition, ...]:
    """Build all transitions in file order; one from or to an unknown state is left out."""
    found: list[Transition] = []
    for key, node in reading.entries(setting.declaration.root, "transitions"):
        found.extend(_ways(setting, key, node))
    return tuple(found)


def _ways(setting: MachineSetting, key: ScalarNode, node: Node) -> list[Transition]:
    """Build the ways of one name; of several the first that fits will be taken."""
    found: list[Transition] = []
    outlines = setting.outline.transitions.get(key.text, ())
    maps = [way for way in reading.several(node) if isinstance(way, MapNode)]
    for index, (way, outline) in enumerate(zip(maps, outlines, strict=True)):
        many = isinstance(node, ListNode)
        path = f"transitions.{key.text}" + (f"[{index}]" if many else "")
        built = _build(setting, way, outline, path, way.place if many else key.place)
        if built is not None:
            found.append(built)
    return found


def _build(
    setting: MachineSetting, node: MapNode, outline: TransitionOutline, path: str, place: Place
) -> Transition | None:
    written, origins = _origins(setting, node, outline.name)
    target = reading.scalar(node, "to")
    acting = setting.actions_at(path, moving(setting.outline, (outline.inputs,)))
    automatic = reading.flag(node, "automatic")
    if automatic:
        _check_automatic(setting, node, outline.name)
    guards = acting.sight.without_measured().without_now("OL458") if automatic else acting.sight
    via = build_via(acting, node, setting.outline.id, outline)
    doing = after_consent(acting, node)
    transition = Transition(
        name=outline.name,
        cause=Cause(definition=acting.definition, path=path, place=place),
        origins=origins,
        target=setting.outline.beginning(outline.target),
        written=written,
        aim=outline.target,
        when=conditions(setting.draft, node.get("when"), guards),
        automatic=automatic,
        by=setting.draft.roles(reading.words(node, "by")),
        title=reading.title(node, "title", setting.draft.outline.language),
        inputs=build_inputs(acting, node, outline.inputs, TAKEN_PARTS),
        do=build_actions(doing.at(".do"), node.get("do")),
        via=via,
        undo=reading.optional_text(node, "undo"),
    )
    known = target is not None and setting.has_state(target, outline.name)
    return transition if known and origins else None


def _origins(
    setting: MachineSetting, node: MapNode, name: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the states that are left, as written and innermost; ``any`` is all but final ones."""
    words = reading.words(node, "from")
    if any(word.text == ANY_STATE for word in words) and ANY_STATE not in setting.outline.states:
        return (ANY_STATE,), setting.outline.lasting_states()
    known = dict.fromkeys(word.text for word in words if setting.has_state(word, name))
    inner = (state for each in known for state in setting.outline.inside(each))
    return tuple(known), tuple(dict.fromkeys(inner))


def _check_automatic(setting: MachineSetting, node: MapNode, name: str) -> None:
    """Refuse inputs of a transition that fires by itself: nobody is there to give them."""
    if "input" in node:
        setting.draft.findings.error("OL424", node.keys["input"].place, name=name)
