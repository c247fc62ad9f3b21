"""``push``: which outbound mappings, and what is to happen when a target has taken them."""

from dataclasses import replace

from orderloom.compiler.build.call import ANSWER
from orderloom.compiler.build.keeping import event_of, parts_read, reads_in, results_seen
from orderloom.compiler.build.later import BuildActions
from orderloom.compiler.build.open_case import on_subject
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.definition.action import Action, Push
from orderloom.expression.types import ObjectType


def build_push(
    setting: Setting, node: MapNode, common: Common, build: BuildActions
) -> Action | None:
    """Build ``push``; a mapping that is about another record, or reads, is told."""
    about = on_subject(setting, common["of"])
    answered = about.knowing(ANSWER, ObjectType({}, open=True))
    named = reading.words(node, "push")
    cause = common["cause"]
    action = Push(
        record=setting.record.id,
        mappings=tuple(word.text for word in named if _fits(setting, word)),
        name=f"{cause.definition}.{cause.path}",
        then=build(answered.at(".then"), node.get("then")),
        **common,
    )
    reads = tuple(reads_in((action.then, action.otherwise)))
    roots = {read.root for read in reads}
    action = replace(
        action,
        keeps_event=parts_read("event", event_of(about), reads),
        keeps_results=tuple(name for name in results_seen(about) if name in roots),
    )
    setting.draft.calls[action.name] = action
    return action


def _fits(setting: Setting, word: ScalarNode) -> bool:
    draft, record = setting.draft, setting.record
    declared = draft.outline.declarations["mapping"]
    outbound = {name: each.place for name, each in declared.items() if "send" in each.root}
    if word.text not in outbound:
        draft.unknown("OL497", word, outbound)
        return False
    about = reading.text(declared[word.text].root, "record")
    if about not in (record.id, *record.lineage):
        draft.findings.error("OL498", word.place, name=word.text, record=about, here=record.id)
        return False
    return True
