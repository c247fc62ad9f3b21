"""``fire``: fire a transition of the record."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Fire
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import Reasons
from orderloom.kernel.transition import fire


def fire_transition(
    work: Overlay, draft: Draft, action: Fire, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Fire, or give all reasons against it."""
    inputs = {name: value.of(scope, around) for name, value in action.inputs}
    return fire(work, draft, action.transition, inputs, action.cause)
