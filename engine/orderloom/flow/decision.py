"""A decision: everything one command leads to, not yet written anywhere."""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct, field

from orderloom.flow.command import Origin, Outcome
from orderloom.flow.effect import AnyEffect, Call, Why
from orderloom.flow.figure import Page, PageKey
from orderloom.flow.file import FileContent
from orderloom.flow.job import JobChange
from orderloom.flow.message import ItemFault
from orderloom.flow.record import Record
from orderloom.flow.schedule import Handled
from orderloom.flow.timer import TimerChange
from orderloom.flow.version import Version


class RecordChange(Struct, frozen=True):
    """A record before (None: it is new) and after.

    ``anew``: it stands under no name that it was found by before, whatever ``before`` says.
    """

    before: Record | None
    after: Record
    anew: bool = False


class Decision(Struct, kw_only=True):
    """What a command leads to.

    Attributes:
        command: The command's kind: ``observe fire run bulk steer change lift review release
            announce judge ring tick each answer deploy``.
        record_id: The record the command was about, when there is one.
        reasons: Why the outcome is ``refused`` (or an item ``quarantined``).
        superseded: Ids of earlier calls that need not go, for newer ones say more.
        events: Names of the events that happened, in order.
        timers: Timers set, moved, cancelled or fired; what the changed records remember.
        jobs: The job that this is a part of, moved on; then those that it leaves behind.
        reads: Record id to the revision read, for records read but not changed.
        searched: Record type, all of whose records were looked through, to how far the journal
            went then (``View.horizon``).
        captured: What was read outside the record, by description; replays read it.
        asked: What a person asked for, as JSON can hold it: a transition or playbook ``with`` its
            inputs, the fields ``set``, or a hold to lift and ``why``; sensitive values masked.
        pages: Pages of figures that are otherwise afterwards.
        erases: Ids of changed records: what is sensitive of them is destroyed wherever it is kept.
        figures: Stream and group to the revision of the root that was read, 0 without one.
    """

    command: str
    origin: Origin
    now: datetime
    outcome: Outcome
    record: str
    record_id: str | None = None
    mapping: str | None = None
    reasons: tuple[Why, ...] = ()
    changes: list[RecordChange] = field(default_factory=list)
    effects: list[AnyEffect] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    timers: list[TimerChange] = field(default_factory=list)
    jobs: list[JobChange] = field(default_factory=list)
    reads: dict[str, int] = field(default_factory=dict)
    searched: dict[str, int] = field(default_factory=dict)
    captured: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    pages: dict[PageKey, Page] = field(default_factory=dict)
    figures: dict[tuple[str, str], int] = field(default_factory=dict)
    erases: list[str] = field(default_factory=list)


class ItemResult(Struct, frozen=True, kw_only=True):
    """What became of one item of a message; ``faults`` when quarantined or parked.

    ``at`` is the instant of the command: when the message was accepted, or the item tried again.
    """

    message: str
    position: int
    where: str
    record: str
    key: str | None
    outcome: Outcome
    at: datetime
    faults: tuple[ItemFault, ...] = ()


class Settlement(Struct, frozen=True, kw_only=True):
    """A call is over: it was ``sent`` and has its ``answer``, or ``failed`` with an ``error``."""

    call: str
    state: Literal["sent", "failed"]
    at: datetime
    answer: dict[str, Any] | None = None
    error: str | None = None


class Batch(Struct, kw_only=True):
    """What one commit writes: decisions, their items, and how far message and schedules are.

    ``cursor`` is the next position to work, ``began`` the one at which the message must stand
    before; ``finished`` says that none is left. None, None and False for commands of people and
    for items tried again. ``settled`` are the calls whose answers were decided, ``files`` the bytes
    of what is attached. ``version`` is in force from then on.
    """

    message: str | None = None
    cursor: int | None = None
    began: int | None = None
    finished: bool = False
    items: list[ItemResult] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    settled: list[Settlement] = field(default_factory=list)
    handled: list[Handled] = field(default_factory=list)
    files: list[FileContent] = field(default_factory=list)
    version: Version | None = None
