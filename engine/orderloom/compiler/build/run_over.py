"""Playbooks on many records, as a test runs them."""

from orderloom.compiler.build.handing_over import build_inputs, playbook_of
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
    playbook = playbook_of(setting, named, select.record)
    if playbook is None:
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
