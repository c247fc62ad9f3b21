"""``tag`` and ``untag``."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Tag
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.labels import Tagging, ask
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons


def tag(
    work: Overlay, draft: Draft, action: Tag, _: Surroundings, __: Mapping[str, Any]
) -> Reasons:
    """Put a tag on or take it off; a second time changes nothing."""
    ask(work, draft, Tagging(action.tag, action.cause, action.off))
    return GRANTED
