"""Lasting rules: ``while`` and the keys that go with it."""

from collections.abc import Mapping
from dataclasses import replace

from orderloom.compiler.build.action import build_actions
from orderloom.compiler.build.expressions import condition
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.build.spans import span
from orderloom.compiler.build.watching import Watching
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import EVERYWHERE, Declaration
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.figure import Figure
from orderloom.definition.lasting import Lasting, NoData
from orderloom.definition.metric import metrics_read

WITH_WHILE = ("for", "until", "keep_for", "no_data", "recovered", "per", "repeat_every")
"""Keys that mean nothing without ``while``."""
WITH_ON = ("when",)
"""Keys that mean nothing without ``on``."""
_OF_EVENTS = ("old", "event", "user")


def build_lasting(setting: Setting, root: MapNode, judging: Sight) -> Lasting | None:
    """Build what a rule waits for; None when its condition has findings.

    ``setting`` is that of its actions, ``judging`` what a condition sees.
    """
    draft = setting.draft
    sight = lasting_sight(judging)
    if setting.record.id:  # one of many, all of which a metric would wake
        sight = sight.without_metrics("OL196")
    built = condition(draft, root.get("while"), sight)
    if built is None:
        return None
    watching = Watching(draft, setting.record, sight)
    for key in ("while", "until"):
        if isinstance(node := root.get(key), ScalarNode):
            watching.add(node)
    return Lasting(
        condition=built,
        watch=watching.watch(),
        hold=span(root, "for"),
        until=condition(draft, root.get("until"), sight),
        keep_for=span(root, "keep_for"),
        no_data=_no_data(root),
        recovered=build_actions(replace(setting, path="recovered"), root.get("recovered")),
    )


def lasting_sight(sight: Sight) -> Sight:
    """Give what a lasting condition sees: what things are like, not what happens."""
    sight = sight.without_now("OL174").without_stocks()
    names = {n: each for n, each in sight.scope.names.items() if n not in _OF_EVENTS}
    elsewhere = dict(sight.scope.elsewhere) | dict.fromkeys(_OF_EVENTS, "OL175")
    return replace(sight, scope=replace(sight.scope, names=names, elsewhere=elsewhere))


def check_keys(draft: Draft, declaration: Declaration) -> None:
    """Refuse keys that go with the other kind of rule."""
    root = declaration.root
    lasts = "while" in root
    if lasts and "record" in root:
        for key in ("per", "facts"):
            if key in root:
                draft.findings.error("OL180", root.keys[key].place, key=key)
    for key in WITH_ON if lasts else WITH_WHILE:
        if key in root:
            needs = "on" if lasts else "while"
            draft.findings.error("OL172", root.keys[key].place, key=key, needs=needs)


def check_groups(
    draft: Draft, root: MapNode, facts: Mapping[str, Figure], lasting: Lasting
) -> None:
    """Refuse a rule none of whose figures and metrics has the groups that it is judged for."""
    per = reading.words(root, "per")
    names = {word.text for word in per}
    for word in per:
        if word.text in EVERYWHERE:
            draft.findings.error("OL214", word.place, name=word.text)
    known = [figure for figure in facts.values() if names <= groups_of(figure).keys()]
    asked = metrics_read(*(each.compiled for each in lasting.asked()))
    read = [draft.outline.metrics.metrics.get(each) for each in asked]
    by_metric = any(each is None or names <= set(each.by) for each in read)
    is_unknown = "facts" in root and not facts  # its findings say so
    if not (known or by_metric or is_unknown):
        place = root.keys["per" if per else "while"].place
        draft.findings.error("OL181", place, per=", ".join(names) or "–")


def groups_of(figure: Figure) -> dict[str, int]:
    """Give the names that pick a figure's group as they are, each with its place in the key."""
    picked = [None if each.compiled is None else each.compiled.text for each in figure.pick]
    return {text.strip(): place for place, text in enumerate(picked) if text is not None}


def _no_data(root: MapNode) -> NoData:
    match reading.text(root, "no_data"):
        case "start":
            return "start"
        case "end":
            return "end"
        case _:
            return "keep"
