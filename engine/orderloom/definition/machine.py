"""State machines over a record's field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import field as data_field

from orderloom.definition.action import Actions, Call, Later
from orderloom.definition.common import Condition, Title
from orderloom.definition.record import Field
from orderloom.diagnostics import Cause, Place

CASE_MACHINE = "case_status"
"""The machine of every case: who fires ``answer``, ``close`` or ``withdraw`` ends the waiting."""
CASE_FIELD = "status"
"""The field it moves; a type that extends ``case`` may have a machine of its own there."""
APPROVAL_MACHINE = "approval_status"
"""The machine of every approval, on the same field; people move it by deciding."""
WITHDRAWN = "withdrawn"
ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state; ``shown`` is its title for customers, ``outer`` the state around it."""

    name: str
    place: Place
    title: Title | None = None
    shown: Title | None = None
    final: bool = False
    enter: Actions = ()
    leave: Actions = ()
    later: tuple[Later, ...] = ()
    outer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A way from states to a state.

    ``origins`` are the innermost states it leaves, ``any`` spelt out, ``target`` the innermost
    one that it leads to; ``written`` and ``aim`` are the states as the definition has them.
    ``by``: roles that may fire it by hand; empty: nobody by hand. ``via``: whoever must admit it
    first; its ``else`` runs when it does not. ``undo`` names the transition that leads back.
    """

    name: str
    cause: Cause
    origins: tuple[str, ...]
    target: str
    when: tuple[Condition, ...] = ()
    automatic: bool = False
    by: tuple[str, ...] = ()
    title: Title | None = None
    inputs: Mapping[str, Field] = field(default_factory=dict)
    do: Actions = ()
    via: Call | None = None
    undo: str | None = None
    written: tuple[str, ...] = ()
    aim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A state machine.

    Attributes:
        leaving: State to the transitions that leave it: those of the state itself before those
            of the states around it, then in file order.
        named: Transition name to all of that name, in file order: the first that fits is taken.
        automatic: State to its automatic transitions, in file order.
        owner: Connection whose observed states are always taken.
        paths: State to itself behind the states around it; empty without nested states.
        beginnings: Outer state to the innermost one where a stay begins.
    """

    id: str
    record: str
    field: str
    initial: str
    place: Place
    states: Mapping[str, State]
    transitions: tuple[Transition, ...]
    leaving: Mapping[str, tuple[Transition, ...]]
    named: Mapping[str, tuple[Transition, ...]]
    automatic: Mapping[str, tuple[Transition, ...]]
    owner: str | None = None
    title: Title | None = None
    note: str | None = None
    paths: Mapping[str, tuple[str, ...]] = data_field(default_factory=dict)
    beginnings: Mapping[str, str] = data_field(default_factory=dict)

    def path(self, state: str) -> tuple[str, ...]:
        """Give a state with those around it, the outermost first."""
        return self.paths.get(state) or (state,)

    def beginning(self, state: str) -> str:
        """Give where a record stands that enters a state."""
        return self.beginnings.get(state, state)
