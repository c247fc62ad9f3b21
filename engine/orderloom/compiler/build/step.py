"""Steps of a test: what happens, one after another."""

import re
from datetime import timedelta
from pathlib import Path

from orderloom.compiler.build.answer_step import build_answer
from orderloom.compiler.build.brake import BRAKING
from orderloom.compiler.build.expectation import build_expectations, named_fields
from orderloom.compiler.build.handing_over import build_inputs, playbook_of
from orderloom.compiler.build.play_setting import PlaySetting, read_instant
from orderloom.compiler.build.record_values import build_changes
from orderloom.compiler.build.run_over import build_run_over
from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.definition.record import Field
from orderloom.definition.test import (
    AnyStep,
    Change,
    Decide,
    Expect,
    Fire,
    Receive,
    Restart,
    Review,
    Run,
    Together,
    Unhold,
    Values,
    Wait,
)
from orderloom.expression.literals import parse_duration

_DURATION = re.compile(r"[0-9]{1,9}[smhd]")
_DURATIONS = re.compile(r"(?:[0-9]{1,9}[smhd])+")
_ALONE = ("resume", "discard", "answer", "wait", "to", "restart", "together", "expect", "over")
"""Steps that cannot happen at once with others."""


def build_steps(setting: PlaySetting, node: Node | None) -> tuple[AnyStep, ...]:
    """Build steps in order; one with a finding is left out."""
    items = node.items if isinstance(node, ListNode) else ()
    built = (_build(setting, item) for item in items if isinstance(item, MapNode))
    return tuple(step for step in built if step is not None)


def _build(setting: PlaySetting, node: MapNode) -> AnyStep | None:
    times = reading.number(node, "times", 1)
    builders = {
        "receive": _receive,
        "change": _change,
        "fire": _fire,
        "run": _run,
        "unhold": _unhold,
        "resume": _review,
        "discard": _review,
        "decide": _decide,
        "answer": build_answer,
        "wait": _wait,
        "to": _to,
        "together": _together,
    }
    for verb, build in builders.items():
        if verb in node:
            return build(setting, node, times)
    if "restart" in node:
        return Restart(place=node.place, times=times)
    return Expect(place=node.place, expectations=build_expectations(setting, node.get("expect")))


def _receive(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    said = reading.submap(node, "receive")
    if said is None:
        return None
    connection = reading.scalar(said, "connection")
    mapping = _mapping(setting, said, connection)
    file = reading.scalar(said, "file")
    path = None if file is None else _file(setting, file)
    body = reading.optional_text(said, "body")
    if mapping is None:
        return None
    return Receive(
        place=node.place,
        times=times,
        mapping=mapping,
        item=_item(setting, said, mapping),
        connection=None if connection is None else connection.text,
        file=path,
        body=None if body is None else body.encode(),
    )


def _item(setting: PlaySetting, said: MapNode, mapping: str) -> Values | None:
    """Build one item's fields: those that the mapping writes, machines' fields among them."""
    node = reading.submap(said, "item")
    declared = setting.draft.outline.declarations["mapping"].get(mapping)
    about = "" if declared is None else reading.text(declared.root, "record")
    record = setting.draft.outline.records.get(about)
    if node is None or declared is None or record is None:
        return None
    written = reading.submap(declared.root, "fields")
    fields = {
        name: field
        for name, field in named_fields(record)
        if written is not None and name in written
    }
    return build_inputs(setting, said, "item", fields, mapping, "OL489")


def _mapping(setting: PlaySetting, said: MapNode, connection: ScalarNode | None) -> str | None:
    """Find out which mapping reads a message: the one named, or that of the stream."""
    named = reading.scalar(said, "mapping")
    if named is not None:
        if not setting.draft.reads(named):
            return None
        if connection is not None:
            setting.draft.one_of("connection", "OL211", connection)
        return named.text
    if connection is None:
        setting.draft.findings.error("OL484", said.place, streams="–")
        return None
    return _mapping_of_stream(setting, said, connection)


def _mapping_of_stream(setting: PlaySetting, said: MapNode, connection: ScalarNode) -> str | None:
    streams = _streams(setting, connection)
    if streams is None:
        return None
    stream = reading.scalar(said, "stream")
    if stream is None and len(streams) == 1:
        return next(iter(streams.values()))
    if stream is None:
        setting.draft.findings.error("OL484", said.place, streams=", ".join(streams) or "–")
        return None
    if stream.text not in streams:
        setting.draft.findings.unknown(
            "OL488", stream.place, stream.text, streams, connection=connection.text
        )
    return streams.get(stream.text)


def _streams(setting: PlaySetting, connection: ScalarNode) -> dict[str, str] | None:
    """Give the streams of a connection, each with its mapping; None when there is none such."""
    if not setting.draft.one_of("connection", "OL211", connection):
        return None
    root = setting.draft.outline.declarations["connection"][connection.text].root
    return {
        key.text: reading.text(stream, "mapping")
        for key, stream in reading.entries(root, "streams")
        if isinstance(stream, MapNode)
    }


def _file(setting: PlaySetting, node: ScalarNode) -> Path:
    path = Path(node.place.file).parent / node.text
    if not path.is_file():
        setting.draft.findings.error("OL485", node.place, file=node.text)
    return path


def _change(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    target = setting.target(node.get("change"))
    record = setting.record_of(target)
    actor = setting.actor(node)
    if target is None or record is None:
        return None
    values = build_changes(setting.writing(record), reading.submap(node, "set"))
    return Change(place=node.place, times=times, target=target, values=values, actor=actor)


def _fire(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    target = setting.target(node.get("of"))
    record = setting.record_of(target)
    actor = setting.actor(node)
    named = reading.scalar(node, "fire")
    if target is None or record is None or named is None:
        return None
    machine = record.machine_of(named.text)
    if machine is None:
        if record.complete:
            setting.draft.unknown("OL206", named, record.transitions(), record=record.id)
        return None
    fields: dict[str, Field] = {}
    for way in machine.transitions[named.text]:
        fields |= way.inputs
    inputs = build_inputs(setting, node, "with", fields, named.text, "OL221")
    return Fire(
        place=node.place,
        times=times,
        transition=named.text,
        target=target,
        inputs=inputs,
        actor=actor,
    )


def _run(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    if "over" in node:
        return build_run_over(setting, node, times)
    target = setting.target(node.get("of"))
    record = setting.record_of(target)
    actor = setting.actor(node)
    named = reading.scalar(node, "run")
    if target is None or record is None or named is None:
        return None
    playbook = playbook_of(setting, named, record.id, record.lineage)
    if playbook is None:
        return None
    inputs = build_inputs(setting, node, "with", playbook.inputs, named.text, "OL462")
    return Run(
        place=node.place,
        times=times,
        playbook=named.text,
        target=target,
        inputs=inputs,
        actor=actor,
    )


def _unhold(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    target = setting.target(node.get("of"))
    actor = setting.actor(node)
    if target is None:
        return None
    return Unhold(
        place=node.place,
        times=times,
        hold=reading.text(node, "unhold"),
        target=target,
        why=reading.text(node, "why"),
        actor=actor,
    )


def _review(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    actor = setting.actor(node)
    verb = "resume" if "resume" in node else "discard"
    named = reading.scalar(node, verb)
    if named is None:
        return None
    kind, _, name = named.text.partition("/")
    declared = setting.draft.outline.declarations.get(kind, {})
    if name not in declared:
        places = {
            f"{each}/{one}": declaration.place
            for each in BRAKING
            for one, declaration in setting.draft.outline.declarations.get(each, {}).items()
        }
        setting.draft.unknown("OL179", named, places)
        return None
    return Review(
        place=node.place,
        times=times,
        definition=named.text,
        discard=verb == "discard",
        actor=actor,
    )


def _decide(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    target = setting.target(node.get("decide"))
    actor = setting.actor(node)
    if target is None:
        return None
    return Decide(
        place=node.place,
        times=times,
        target=target,
        yes=reading.flag(node, "yes"),
        why=reading.text(node, "why"),
        actor=actor,
    )


def _wait(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    said = reading.scalar(node, "wait")
    if said is None:
        return None
    duration = _duration(said.text)
    if duration is None:
        setting.draft.findings.error("OL483", said.place, found=said.text[:80])
        return None
    return Wait(place=node.place, times=times, duration=duration)


def _duration(text: str) -> timedelta | None:
    """Read a duration, or several in a row as in 47h59m59s."""
    if _DURATIONS.fullmatch(text) is None:
        return None
    parts = [parse_duration(part) for part in _DURATION.findall(text)]
    return sum((part for part in parts if part is not None), timedelta())


def _to(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    said = reading.scalar(node, "to")
    instant = None if said is None else read_instant(setting.draft, said)
    return None if instant is None else Wait(place=node.place, times=times, until=instant)


def _together(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    items = node.get("together")
    built = build_steps(setting, items)
    steps = (
        step for step in built if isinstance(step, Receive | Change | Fire | Run | Unhold | Decide)
    )
    for item in items.items if isinstance(items, ListNode) else ():
        if isinstance(item, MapNode):
            for verb in _ALONE:
                if verb in item:
                    setting.draft.findings.error("OL487", item.keys[verb].place, step=verb)
    return Together(place=node.place, times=times, steps=tuple(steps))
