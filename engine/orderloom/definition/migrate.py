"""What becomes of the records that a flow's earlier version left where this one has changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderloom.definition.common import Value
from orderloom.definition.machine import Machine
from orderloom.diagnostics import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrate:
    """One entry of ``migrate``.

    Attributes:
        record: The record type; those that extend it are meant as well.
        machine: The machine's id, None without ``state``.
        state: Only the records that stand there; None: all of the type.
        to: The innermost state that they are moved to.
        finish: Whether they keep the old version's machine until they leave the state, or without
            ``state`` until they enter a final one.
        rename: Field that is gone to the one that takes its values.
        values: Fields that get a value, in file order.
        written: What the entry says, so that it is known again in another version.
    """

    cause: Cause
    record: str
    machine: str | None = None
    state: str | None = None
    to: str | None = None
    finish: bool = False
    rename: Mapping[str, str]
    values: tuple[tuple[str, Value], ...] = ()
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finishing:
    """A machine of an earlier version under which records finish that were under way.

    Attributes:
        machine: It, compiled among the newer definitions; its id is ``of@version``.
        of: Its id in both versions.
        version: The number of the earlier one.
        states: Innermost states whose leaving ends it; empty: entering a final one does.
    """

    machine: Machine
    of: str
    version: int
    states: frozenset[str]

    def ends(self, state: str, newer: Machine) -> bool:
        """Say whether a record that enters a state is the newer version's from then on."""
        if state not in newer.states:
            return False
        if self.states:
            return state not in self.states
        known = self.machine.states.get(state)
        return known is None or known.final
