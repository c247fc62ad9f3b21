"""``tag`` and ``untag``."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Tag
from orderloom.flow.effect import Tagged, Untagged
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons


def tag(
    work: Overlay, draft: Draft, action: Tag, _: Surroundings, __: Mapping[str, Any]
) -> Reasons:
    """Put a tag on or take it off; a second time changes nothing."""
    tags: list[str] = draft.values.get("tags", [])
    if (action.tag in tags) is not action.off:
        return GRANTED
    effect = Untagged if action.off else Tagged
    rest = [name for name in tags if name != action.tag]
    work.put(draft, "tags", rest if action.off else [*rest, action.tag])
    work.effects.append(
        effect(record=draft.program.id, record_id=draft.ref, cause=action.cause, name=action.tag)
    )
    verb = "untagged" if action.off else "tagged"
    work.emit(f"{draft.program.id}.{verb}", draft, {"tag": action.tag})
    return GRANTED
