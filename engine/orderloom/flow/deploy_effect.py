"""Effects that tell of another version of the definitions, and of what it makes of records."""

from typing import Literal

from orderloom.flow.effect_base import Effect


class Deployed(Effect, frozen=True, kw_only=True, tag="deployed"):
    """A version came in force; ``number`` records are gone through, each in a turn of its own."""

    version: int
    digest: str
    how: Literal["start", "deploy", "rollback"]
    number: int


class Migrated(Effect, frozen=True, kw_only=True, tag="migrated"):
    """A record was moved to a state by a new version: nothing that leaving or entering does ran."""

    machine: str
    field: str
    was: str
    state: str


class Finishes(Effect, frozen=True, kw_only=True, tag="finishes"):
    """A record stays with the machine of an earlier version until it leaves where it stands."""

    machine: str
    field: str
    state: str
    version: int


class Renamed(Effect, frozen=True, kw_only=True, tag="renamed"):
    """A record's value of a field that is gone is now that of the field ``into``."""

    field: str
    into: str
