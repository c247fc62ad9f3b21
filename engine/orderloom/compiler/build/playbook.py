"""Playbooks, and the action that runs one."""

from dataclasses import replace

from orderloom.compiler.build.action import build_actions
from orderloom.compiler.build.inputs import build_inputs
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import OWN_PARTS, event_type, field_types
from orderloom.compiler.resolve.outline import Declaration
from orderloom.compiler.resolve.scopes import record_sight
from orderloom.definition.playbook import Playbook
from orderloom.expression.types import ObjectType


def build_playbook(draft: Draft, declaration: Declaration) -> Playbook | None:
    """Build a playbook; None when there is no record type for it to be about."""
    root = declaration.root
    outline = draft.outline.playbooks[declaration.id]
    record = draft.record(reading.scalar(root, "record"))
    if record is None:
        return None
    ordinary = event_type(())
    event = ObjectType(fields=dict(ordinary.fields) | field_types(outline.inputs))
    setting = Setting(
        draft=draft,
        definition=declaration.name,
        path="do",
        record=record,
        sight=record_sight(draft.outline, record, event),
    )
    before = replace(setting, path="input", sight=record_sight(draft.outline, record, ordinary))
    return Playbook(
        id=declaration.id,
        place=declaration.place,
        record=record.id,
        by=draft.roles(reading.words(root, "by")),
        do=build_actions(setting, root.get("do")),
        bulk=reading.flag(root, "bulk"),
        input=build_inputs(before, root, outline.inputs, OWN_PARTS),
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )
