"""What becomes of the records that a flow's earlier version left where this one has changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderloom.definition.common import Value
from orderloom.diagnostics import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrate:
    """One entry of ``migrate``.

    Attributes:
        record: The record type; those that extend it are meant as well.
        machine: The machine's id, None without ``state``.
        state: Only the records that stand there; None: all of the type.
        to: The innermost state that they are moved to.
        rename: Field that is gone to the one that takes its values.
        values: Fields that get a value, in file order.
        written: What the entry says, so that it is known again in another version.
    """

    cause: Cause
    record: str
    machine: str | None = None
    state: str | None = None
    to: str | None = None
    rename: Mapping[str, str]
    values: tuple[tuple[str, Value], ...] = ()
    written: str
