"""A look at the store outside of any command: figures as they are, and nothing is decided."""

from datetime import datetime

from orderloom.flow.command import Actor, Announce, Origin
from orderloom.kernel.actions.table import act
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import Program
from orderloom.ports import View

_NOBODY = "looking"


def looking(program: Program, view: View, now: datetime, actor: Actor | None = None) -> Overlay:
    """Give a command's picture without the command.

    Args:
        program: The flow.
        view: The store.
        now: The instant at which figures are asked for.
        actor: Who asks; None: nobody whom a condition could mean.
    """
    command = Announce(Origin(_NOBODY, actor=actor), now, _NOBODY, {})
    return Overlay(program, view, command, _NOBODY, act)
