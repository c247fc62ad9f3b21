"""Movements of goods that people must consent to."""

from dataclasses import replace

from orderloom.compiler.build.later import BuildActions
from orderloom.compiler.build.open_case import after_answer, keeping_what_is_read, on_subject
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.stocks import rule_of
from orderloom.definition.action import Action, AskedMove, Move
from orderloom.definition.record import APPROVAL
from orderloom.definition.stock import ASKED_LINES, Lines


def asks_first(setting: Setting, node: MapNode) -> bool:
    """Say whether a movement needs the consent of others."""
    rule = _rule(setting, node)
    return rule is not None and bool(reading.texts(rule, "ask"))


def _rule(setting: Setting, node: MapNode) -> MapNode | None:
    found = setting.draft.outline.declarations["stock"].get(reading.text(node, "move"))
    if found is None or not found.sound:
        return None
    source, target = (reading.optional_text(node, key) for key in ("from", "to"))
    return rule_of(found.root, source, target)


def build_asked_move(
    setting: Setting, node: MapNode, lines: Lines, common: Common, build: BuildActions
) -> Action:
    """Build a question whose answer moves the very goods that it was about."""
    draft, cause = setting.draft, common["cause"]
    rule = _rule(setting, node)
    setting = on_subject(setting, common["of"])
    answered = after_answer(setting, draft.outline.records[APPROVAL])
    stock, source, target = (reading.text(node, key) for key in ("move", "from", "to"))
    moved = Move(
        cause=cause,
        stock=stock,
        lines=Lines(place=lines.place, kept=ASKED_LINES),
        source=source,
        target=target,
        consented=True,
        then=build(answered.at(".then"), node.get("then")),
        otherwise=common["otherwise"],
    )
    asked = AskedMove(
        title={},
        roles=() if rule is None else reading.texts(rule, "ask"),
        name=f"{cause.definition}.{cause.path}",
        stock=stock,
        lines=lines,
        source=source,
        target=target,
        then=(moved,),
        **common,
    )
    asked = keeping_what_is_read(setting, asked)
    asked = replace(asked, keeps_results=(*asked.keeps_results, ASKED_LINES))
    draft.openings[asked.name] = asked
    return asked
