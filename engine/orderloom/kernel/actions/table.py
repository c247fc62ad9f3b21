"""Which function carries out which action."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from orderloom.definition.action import (
    Action,
    Choose,
    Create,
    Fire,
    Hold,
    Notify,
    OpenCase,
    Run,
    Set,
    Tag,
    Unhold,
)
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.actions.choose import choose
from orderloom.kernel.actions.create import create
from orderloom.kernel.actions.fire import fire_transition
from orderloom.kernel.actions.hold import hold, unhold
from orderloom.kernel.actions.notify import notify
from orderloom.kernel.actions.open_case import open_case
from orderloom.kernel.actions.run import run
from orderloom.kernel.actions.set_fields import set_fields
from orderloom.kernel.actions.tag import tag
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import Reasons

_VERBS: MappingProxyType[type[Action], Callable[[Overlay, Draft, Any, Surroundings], Reasons]] = (
    MappingProxyType(
        {
            Set: set_fields,
            Fire: fire_transition,
            Create: create,
            Tag: tag,
            Hold: hold,
            Unhold: unhold,
            Notify: notify,
            OpenCase: open_case,
            Choose: choose,
            Run: run,
        }
    )
)


def act(work: Overlay, draft: Draft, action: Action, around: Surroundings) -> Reasons:
    """Carry out one action; give the reasons when it is refused."""
    return _VERBS[type(action)](work, draft, action, around)
