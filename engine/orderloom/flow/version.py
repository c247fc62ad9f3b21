"""The version of the definitions that a store works under."""

from datetime import datetime
from typing import Literal

from msgspec import Struct, field


class Keep(Struct, frozen=True, kw_only=True):
    """A machine of an earlier version under which records that are under way finish.

    Attributes:
        machine: Its id.
        number: The version that it is of.
        states: Innermost states; a record that leaves them is the newer version's. Empty: it is
            when it enters a final state.
    """

    machine: str
    number: int
    states: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Give the id under which the machine stands among those of the newer version."""
        return f"{self.machine}@{self.number}"


class Version(Struct, frozen=True, kw_only=True):
    """A version as it was put in force.

    Attributes:
        number: Counts from 1 in each store; the highest is in force.
        digest: Hash of the definitions, and of the environment they are compiled for.
        how: ``start``: whoever worked the store brought it along. ``deploy`` and ``rollback``:
            a person said so; then no earlier definitions in somebody's folder replace it.
        who: The person, None: nobody said so.
        renames: Record type to the stored names that are read under another one.
        keeps: The machines under which records of earlier versions finish.
    """

    number: int
    digest: str
    at: datetime
    how: Literal["start", "deploy", "rollback"] = "start"
    who: str | None = None
    renames: dict[str, dict[str, str]] = field(default_factory=dict)
    keeps: tuple[Keep, ...] = ()
