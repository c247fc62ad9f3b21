"""Trees: what they listen to, and their branches."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from orderloom.compiler.build.action import build_actions
from orderloom.compiler.build.expressions import condition
from orderloom.compiler.build.figure import Asker, build_figures, frozen, with_facts
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.build.triggers import event_shapes
from orderloom.compiler.node import ListNode, MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import EventShape, event_type, on_record
from orderloom.compiler.resolve.outline import Declaration
from orderloom.compiler.resolve.scopes import record_sight
from orderloom.definition.tree import ELSE, Branch, Hit, Tree
from orderloom.diagnostics import Place

WITHOUT_RECORD = frozenset(("parked", "quarantined"))
"""Kinds of events that happen before there is a record."""


def build_tree(draft: Draft, declaration: Declaration) -> Tree | None:
    """Build a tree; None when its record type is unknown."""
    root = declaration.root
    record = draft.record(reading.scalar(root, "record"))
    if record is None:
        return None
    triggers = reading.words(root, "on")
    shapes = on_record(event_shapes(draft, triggers), record.id)
    _check_shapes(draft, declaration, shapes)
    event = replace(event_type(shapes), open=len(shapes) < len(triggers))
    seen = record_sight(draft.outline, record, event)
    asker = Asker(draft=draft, name=f"{declaration.name}.facts", sight=seen)
    facts = build_figures(asker, root.get("facts"))
    setting = Setting(
        draft=draft,
        definition=declaration.name,
        path="",
        record=record,
        sight=with_facts(seen, facts, root.get("facts")),
    )
    return Tree(
        id=declaration.id,
        place=declaration.place,
        on=tuple(dict.fromkeys(shape.name for shape in shapes)),
        record=record.id,
        branches=_branches(setting, root, declaration.id),
        otherwise=_otherwise(setting, root, declaration.id),
        hit=_hit(root),
        facts=facts,
        priority=reading.number(root, "priority", 0),
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )


def _check_shapes(draft: Draft, declaration: Declaration, shapes: tuple[EventShape, ...]) -> None:
    """Refuse events of other records, and those without a record to remember branches."""
    record = reading.scalar(declaration.root, "record")
    about = "" if record is None else record.text
    places = {word.text: word.place for word in reading.words(declaration.root, "on")}
    for shape in shapes:
        place = places[shape.name]
        if shape.record != about:
            other = shape.record
            draft.findings.error("OL495", place, record=about, other=other, name=shape.name)
        elif shape.kind in WITHOUT_RECORD:
            draft.findings.error("OL492", place, tree=declaration.id, name=shape.name)


def _hit(node: MapNode) -> Hit:
    match reading.text(node, "hit"):
        case "first":
            return "first"
        case "all":
            return "all"
        case _:
            return "unique"


def _branches(setting: Setting, node: MapNode, path: str) -> tuple[Branch, ...]:
    """Build the branches of one level; ``path`` is that of the level."""
    _check_ids(setting, node)
    return tuple(_built(setting, node, path))


def _built(setting: Setting, node: MapNode, path: str) -> Iterator[Branch]:
    for each in _nodes(node):
        name = reading.text(each, "id")
        when = condition(setting.draft, each.get("when"), setting.sight)
        if when is None:
            continue
        own = f"{path}.{name}"
        inside = replace(setting, path=_within(own))
        yield Branch(
            id=name,
            path=own,
            cause=replace(inside.cause(each), place=when.place),
            when=when,
            label=_label(each),
            do=build_actions(_acting(inside).at(".do"), each.get("do")),
            hit=_hit(each),
            branches=_branches(setting, each, own),
            otherwise=_otherwise(setting, each, own),
        )


def _acting(setting: Setting) -> Setting:
    """Let actions see the tree's facts as they were when it was judged."""
    return replace(setting, sight=frozen(setting.sight))


def _nodes(node: MapNode) -> Iterator[MapNode]:
    branches = node.get("branches")
    if isinstance(branches, ListNode):
        yield from (each for each in branches.items if isinstance(each, MapNode))


def _within(path: str) -> str:
    """Give a branch's path below its definition."""
    return path.partition(".")[2]


def _label(node: MapNode) -> str | None:
    """Give a label in the form in which the store gives texts back."""
    label = reading.optional_text(node, "label")
    return None if label is None else unicodedata.normalize("NFC", label)


def _otherwise(setting: Setting, node: MapNode, path: str) -> Branch | None:
    """Build what holds when no branch of a level does; None when it does nothing."""
    found = node.get(ELSE)
    inside = replace(setting, path=_within(f"{path}.{ELSE}"))
    actions = build_actions(_acting(inside), found)
    if found is None or not actions:
        return None
    place = node.keys[ELSE].place
    return Branch(
        id=ELSE,
        path=f"{path}.{ELSE}",
        cause=replace(inside.cause(found), place=place),
        when=None,
        do=actions,
    )


def _check_ids(setting: Setting, node: MapNode) -> None:
    taken: dict[str, Place] = {}
    for each in _nodes(node):
        name = reading.scalar(each, "id")
        if name is None:
            continue
        if name.text == ELSE:
            setting.draft.findings.error("OL491", name.place)
        elif name.text in taken:
            first = taken[name.text]
            setting.draft.findings.error("OL490", name.place, related=first, name=name.text)
        taken.setdefault(name.text, name.place)
