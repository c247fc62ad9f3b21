"""Playbooks on many records, as a test runs them."""

from orderloom.compiler.build.handing_over import build_inputs
from orderloom.compiler.build.play_setting import PlaySetting
from orderloom.compiler.build.select import build_select
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.definition.test import RunOver


def build_run_over(setting: PlaySetting, node: MapNode, times: int) -> RunOver | None:
    """Build a step that runs a playbook on all records of a selection."""
    actor = setting.actor(node)
    named = reading.scalar(node, "run")
    if "of" in node:
        setting.draft.findings.error("OL792", node.keys["of"].place)
    select = build_select(setting.draft, node.get("over"), around=setting.sight())
    if select is None or named is None:
        return None
    if not setting.draft.one_of("playbook", "OL460", named):
        return None
    playbook = setting.draft.outline.playbooks[named.text]
    if playbook.record != select.record:
        facts = {"name": named.text, "record": playbook.record, "here": select.record}
        setting.draft.findings.error("OL461", named.place, related=playbook.place, **facts)
        return None
    inputs = build_inputs(setting, node, "with", playbook.inputs, named.text, "OL462")
    return RunOver(
        place=node.place,
        times=times,
        playbook=named.text,
        over=select,
        inputs=inputs,
        actor=actor,
    )
