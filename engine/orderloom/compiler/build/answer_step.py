"""The step ``answer`` of a test: what comes back of a call, for no call leaves in a test."""

from collections.abc import Iterator
from typing import Literal

from orderloom.compiler.build.play_setting import PlaySetting
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.reach import Reach, read_reach
from orderloom.definition.common import Value
from orderloom.definition.test import Answer, AnyStep
from orderloom.diagnostics import Place

_ENDS: dict[str, Literal["rejected", "failed"]] = {"reject": "rejected", "fail": "failed"}


def read_one(setting: PlaySetting, named: ScalarNode) -> Reach | None:
    """Read ``connection.operation`` of one connection: a group's members answer each by itself."""
    target = named.text.partition(".")[0]
    told = ScalarNode(target, named.place, named.style)
    if not setting.draft.one_of("connection", "OL211", told):
        return None
    return read_reach(setting.draft, named)


def build_answer(setting: PlaySetting, node: MapNode, times: int) -> AnyStep | None:
    """Build the step; None, with findings, when there is no such call."""
    said = reading.submap(node, "answer")
    named = None if said is None else reading.scalar(said, "call")
    if said is None or named is None:
        return None
    target = setting.target(node.get("of"))
    reach = read_one(setting, named)
    if reach is None or (target is None and "of" in node):
        return None
    end = next((each for each in _ENDS if each in said), None)
    return Answer(
        place=node.place,
        times=reading.number(said, "times", times),
        connection=reach.target,
        operation=reach.operation,
        outcome="answered" if end is None else _ENDS[end],
        values=tuple(_given(setting, said, named, reach)),
        reason="" if end is None else reading.text(said, end),
        target=target,
    )


def _given(
    setting: PlaySetting, said: MapNode, named: ScalarNode, reach: Reach
) -> Iterator[tuple[str, Value]]:
    answers = reach.answers()
    for key, value in reading.entries(said, "give"):
        if answers is not None and key.text not in answers:
            places = dict.fromkeys(answers, Place("", 0))
            setting.draft.unknown("OL287", key, places, call=named.text)
            continue
        built = build_value(setting.draft, value, setting.sight(), None)
        if built is not None:
            yield key.text, built
