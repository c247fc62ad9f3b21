"""A record being decided about: the only thing in the kernel that changes in place."""

from typing import Any

from orderloom.flow.record import HoldDetail, Record
from orderloom.kernel.program import RecordProgram
from orderloom.names import RecordId


class Draft:
    """A working copy of a record.

    Attributes:
        before: The record as the view gave it; None when it is new.
        values: A private copy, or the record's own until ``own`` was called.
        dirty: Names written since computed fields were last brought up to date.
        unsettled: Whether anything was written since automatic transitions were last tried.
        quiet: Only what the engine keeps for itself is written: that is no change of the record.
        ref: The id as effects name it; None for the stand-in of an event without record.
        anew: It is written, and found, anew: what is stored is another version's.
        born: False while the record is being created: writes are no changes yet.
        parents: Reference to the record that last heard of this one through it.
    """

    __slots__ = (
        "_owned",
        "anew",
        "before",
        "born",
        "dirty",
        "holds",
        "id",
        "key",
        "parents",
        "program",
        "quiet",
        "ref",
        "unsettled",
        "values",
    )

    def __init__(
        self, program: RecordProgram, record_id: RecordId, key: str, before: Record | None
    ) -> None:
        self.program = program
        self.id = record_id
        self.ref = record_id or None
        self.key = key
        self.before = before
        self.values: dict[str, Any] = {} if before is None else before.values
        self.holds: dict[str, HoldDetail] = {} if before is None else before.holds
        self.dirty: set[str] = set()
        self.unsettled = before is None
        self._owned = before is None
        self.anew = False
        self.quiet = False
        self.born = before is not None
        self.parents: dict[str, str] = {}

    @property
    def is_new(self) -> bool:
        """Say whether this command creates the record."""
        return self.before is None

    @property
    def changed(self) -> bool:
        """Say whether the record differs from what it was; writes taken back do not count."""
        if self.before is None or self.anew:
            return True
        return self._owned and (
            self.values != self.before.values or self.holds != self.before.holds
        )

    @property
    def old(self) -> dict[str, Any] | None:
        """Give the values before the command, None for a new record."""
        return None if self.before is None else self.before.values

    def own(self) -> None:
        """Copy before the first write, so that the view's record stays as it is."""
        if not self._owned:
            self.values = dict(self.values)
            self.holds = dict(self.holds)
            self._owned = True
