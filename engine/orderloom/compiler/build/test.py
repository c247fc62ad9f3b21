"""Tests: each example makes one play, built and checked by itself."""

from dataclasses import replace

from orderloom.compiler.build.example import example_name, filled
from orderloom.compiler.build.given_stock import build_given_stock
from orderloom.compiler.build.play_setting import PlaySetting, read_instant
from orderloom.compiler.build.record_values import build_new_values
from orderloom.compiler.build.step import build_steps
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import EVERYWHERE, Declaration, RecordOutline
from orderloom.compiler.schema import check
from orderloom.definition.test import Given, GivenStock, Play, Test


def build_test(draft: Draft, declaration: Declaration) -> Test | None:
    """Build a test; None when it is not known when it begins."""
    root = declaration.root
    at = reading.scalar(root, "at")
    instant = None if at is None else read_instant(draft, at)
    examples = [each for each in reading.several(root.get("examples")) if isinstance(each, MapNode)]
    plays = [_example_play(draft, declaration, *each) for each in enumerate(examples, 1)]
    if not examples:
        nothing = MapNode(entries={}, keys={}, place=declaration.place)
        plays = [_example_play(draft, declaration, 0, nothing)]
    if instant is None:
        return None
    return Test(
        id=declaration.id,
        place=declaration.place,
        at=instant,
        plays=tuple(play for play in plays if play is not None),
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )


def _example_play(
    draft: Draft, declaration: Declaration, number: int, example: MapNode
) -> Play | None:
    """Build the play of one example, unless its values do not fit where they are to stand."""
    root = filled(draft, declaration.root, example)
    if root is None:
        return None
    document = replace(declaration.document, root=root)
    found = check(document) if number else []
    for finding in found:
        draft.findings.add(finding)
    if found:
        return None
    return _play(draft, replace(declaration, document=document), number, example)


def _play(draft: Draft, declaration: Declaration, number: int, example: MapNode) -> Play:
    setting = PlaySetting(
        draft=draft,
        declaration=declaration,
        labels=_labels(draft, declaration.root),
        example=example_name(example),
    )
    return Play(
        number=number,
        given=_given(setting),
        steps=build_steps(setting, declaration.root.get("steps")),
    )


def _labels(draft: Draft, root: MapNode) -> dict[str, RecordOutline]:
    labels: dict[str, RecordOutline] = {}
    for key, node in reading.entries(root, "given"):
        if key.text in EVERYWHERE or key.text == "example":
            draft.findings.error("OL214", key.place, name=key.text)
        named = reading.scalar(node, "record") if isinstance(node, MapNode) else None
        record = draft.record(named)
        if record is not None:
            labels[key.text] = record
    return labels


def _given(setting: PlaySetting) -> tuple[Given | GivenStock, ...]:
    """Build what is there, in file order; each record may name those before it."""
    found: list[Given | GivenStock] = []
    for key, node in reading.entries(setting.declaration.root, "given"):
        record = setting.labels.get(key.text)
        if isinstance(node, MapNode) and "stock" in node:
            stock = build_given_stock(setting, node)
            found += () if stock is None else (stock,)
            continue
        if record is None or not isinstance(node, MapNode):
            continue
        labels = [each.label for each in found if isinstance(each, Given)]
        earlier = {label: setting.labels[label] for label in labels}
        found.append(_given_record(replace(setting, labels=earlier), key, node, record))
    return tuple(found)


def _given_record(
    setting: PlaySetting, key: ScalarNode, node: MapNode, record: RecordOutline
) -> Given:
    machines = record.state_fields()
    states: dict[str, str] = {}
    for name, machine in machines.items():
        state = reading.scalar(node, name)
        if state is None:
            continue
        if state.text in machine.states:
            states[name] = machine.beginning(state.text)
        else:
            setting.draft.findings.unknown(
                "OL203", state.place, state.text, machine.states, of=machine.id
            )
    own = {name: each for name, each in node.entries.items() if name not in {"record", *machines}}
    fields = replace(node, entries=own, keys={name: node.keys[name] for name in own})
    return Given(
        label=key.text,
        place=key.place,
        record=record.id,
        values=build_new_values(setting.writing(record), key, fields, record),
        states=states,
    )
