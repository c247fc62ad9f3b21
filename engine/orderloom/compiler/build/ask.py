"""``ask``: whom it asks, and what is to happen to the approval and its subject later."""

from orderloom.compiler.build.later import BuildActions, build_laters
from orderloom.compiler.build.open_case import (
    after_answer,
    inside,
    keeping_what_is_read,
    on_subject,
)
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.definition.action import Action, Ask
from orderloom.definition.record import APPROVAL


def build_ask(setting: Setting, node: MapNode, common: Common, build: BuildActions) -> Action:
    """Build ``ask``; what it waits for sees all as it was, and the approval as ``answer``."""
    draft = setting.draft
    approval = draft.outline.records[APPROVAL]
    setting = on_subject(setting, common["of"])
    answered = after_answer(setting, approval)
    cause = common["cause"]
    action = Ask(
        title=reading.title(node, "ask", draft.outline.language) or {},
        roles=draft.roles(reading.words(node, "from")),
        name=f"{cause.definition}.{cause.path}",
        later=build_laters(inside(setting, approval).at(".later"), node.get("later"), build),
        then=build(answered.at(".then"), node.get("then")),
        **common,
    )
    action = keeping_what_is_read(setting, action)
    draft.openings[action.name] = action
    return action
