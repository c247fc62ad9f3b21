"""``use``: an action of an installed package, what it is handed, and what it may ask for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.reach import Reach
from orderloom.definition.action import Action, Set, Use
from orderloom.definition.added_action import AddedAction
from orderloom.definition.common import Value
from orderloom.diagnostics import Diagnostic
from orderloom.expression.rebuilding import type_named
from orderloom.expression.types import ANY, ObjectType, Type
from orderloom.names import nearest

BuildVerb: TypeAlias = Callable[[Setting, MapNode, Common], Action | None]


def build_use(
    setting: Setting, node: MapNode, named: ScalarNode, common: Common, build: BuildVerb
) -> Action | None:
    """Build ``use``; None, with findings, when no installed package adds that action."""
    added = _found(setting, named)
    if added is None:
        return None
    values = _values(setting, node, named, added)
    may = tuple(_allowed(setting, node, values, build))
    return Use(added=added, values=values, may=may, **common)


def result_of_use(setting: Setting, name: str) -> Type:
    """Give the type of what an action says came of it."""
    added = setting.draft.outline.extensions.actions.get(name)
    if added is None:
        return ANY
    return ObjectType({part: type_named(of) or ANY for part, of in added.gives.items()})


def _found(setting: Setting, named: ScalarNode) -> AddedAction | None:
    extensions, findings = setting.draft.outline.extensions, setting.draft.findings
    if named.text in extensions.actions:
        return extensions.actions[named.text]
    if named.text in extensions.broken_actions:
        code, facts = extensions.broken_actions[named.text]
        findings.add(Diagnostic(code=code, place=named.place, facts=facts))
        return None
    near = nearest(named.text, extensions.actions) or ""
    known = ", ".join(sorted(extensions.actions))
    findings.error("OL913", named.place, found=named.text, nearest=near, known=known)
    return None


def _values(
    setting: Setting, node: MapNode, named: ScalarNode, added: AddedAction
) -> tuple[tuple[str, Value], ...]:
    reach = Reach("", added.name, {"": added.shape}, frozenset())
    known = reach.inputs()
    findings = setting.draft.findings
    given: list[tuple[str, Value]] = []
    for key, value in reading.entries(node, "with"):
        if known is not None and key.text not in known:
            wanted = f"additionalProperties: {', '.join(known)}"
            findings.error("OL917", key.place, action=added.name, where=key.text, wanted=wanted)
            continue
        built = build_value(setting.draft, value, setting.sight, None)
        if built is None:
            continue
        if built.compiled is None:
            built = replace(built, constant=reach.read(key.text, built.constant))
            fault = reach.fault_of(key.text, built.constant)
            if fault is not None:
                findings.error(
                    "OL917", value.place, action=added.name, where=key.text, wanted=fault
                )
        given.append((key.text, built))
    names = {key.text for key, _ in reading.entries(node, "with")}
    for name in reach.required():
        if name not in names:
            findings.error(
                "OL917", named.place, action=added.name, where=name, wanted=f"required: {name}"
            )
    return tuple(given)


def _allowed(
    setting: Setting, node: MapNode, values: tuple[tuple[str, Value], ...], build: BuildVerb
) -> Iterator[Action]:
    """Build what it may ask for as the actions that they are, so that every check sees them."""
    may = reading.submap(node, "may")
    plain: Common = {
        "cause": setting.cause(node),
        "when": None,
        "result": None,
        "otherwise": None,
        "of": None,
        "of_record": None,
    }
    for key, _ in () if may is None else reading.pairs(may):
        if not setting.record.id:
            setting.draft.findings.error("OL465", key.place, verb=key.text)
            continue
        for word in reading.words(may, key.text) if may is not None else ():
            action = build(setting.at(".may"), _as_written(key, word), plain)
            if isinstance(action, Set):
                action = replace(action, changes=_carrying(action.changes, values))
            if action is not None:
                yield action


def _as_written(key: ScalarNode, word: ScalarNode) -> MapNode:
    """Give the action that ``word`` under ``key`` allows, with nothing in it."""
    if key.text != "set":
        return MapNode({key.text: word}, {key.text: key}, word.place)
    empty = MapNode({word.text: ScalarNode("", word.place)}, {word.text: word}, word.place)
    return MapNode({key.text: empty}, {key.text: key}, word.place)


def _carrying(
    changes: tuple[tuple[str, Value], ...], values: tuple[tuple[str, Value], ...]
) -> tuple[tuple[str, Value], ...]:
    """Say of a field that whatever is handed over may come to stand in it."""
    carried = tuple(
        (name, replace(value, place=empty.place)) for name, empty in changes for _, value in values
    )
    return carried or changes
