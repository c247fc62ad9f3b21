"""Commands: what outside facts, people and timers ask of the interpreter."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct, field

from orderloom.flow.job import JobChange, JobState
from orderloom.flow.timer import Timer
from orderloom.names import RecordId


class Actor(Struct, frozen=True):
    """A person who acts, with all roles they have."""

    id: str
    roles: frozenset[str] = frozenset()


class Origin(Struct, frozen=True):
    """Where a command comes from; ids that it causes derive from ``message``, ``position``."""

    message: str
    position: int = 0
    where: str = ""
    source: str | None = None
    actor: Actor | None = None


class Observe(Struct, frozen=True, tag=True):
    """A channel says what a record looks like.

    ``values`` as in ``MappedItem``. ``mapping`` names the mapping that speaks.
    """

    origin: Origin
    now: datetime
    mapping: str
    record: str
    key: str
    values: dict[str, Any]
    happened_at: datetime | None = None


class Fire(Struct, frozen=True, tag=True):
    """Somebody fires a transition by hand."""

    origin: Origin
    now: datetime
    record_id: RecordId
    transition: str
    inputs: dict[str, Any] = field(default_factory=dict)


class Run(Struct, frozen=True, tag=True):
    """Somebody runs a playbook on a record."""

    origin: Origin
    now: datetime
    record_id: RecordId
    playbook: str
    inputs: dict[str, Any] = field(default_factory=dict)


class Bulk(Struct, frozen=True, tag=True):
    """Somebody runs a playbook on many records: each has its turn, and a commit, of its own.

    ``ids`` are the records in order, as they were chosen; ``where`` says in words how, ``take``
    that so many are enough. ``why`` is the person's reason, empty: none was given.
    """

    origin: Origin
    now: datetime
    playbook: str
    ids: tuple[str, ...]
    inputs: dict[str, Any] = field(default_factory=dict)
    where: str = ""
    take: int | None = None
    why: str = ""


class Steer(Struct, frozen=True, tag=True):
    """Somebody pauses a job, lets it go on, or leaves the rest of it; ``progress`` is where."""

    origin: Origin
    now: datetime
    progress: JobChange
    to: JobState


class Change(Struct, frozen=True, tag=True):
    """Somebody types fields of a record; None clears."""

    origin: Origin
    now: datetime
    record_id: RecordId
    values: dict[str, Any]


class Lift(Struct, frozen=True, tag=True):
    """Somebody lifts a hold, saying why."""

    origin: Origin
    now: datetime
    record_id: RecordId
    hold: str
    why: str


class Review(Struct, frozen=True, tag=True):
    """Somebody decides about one parked piece of a braked definition's work."""

    origin: Origin
    now: datetime
    definition: str
    parked: RecordId
    discard: bool = False


class Release(Struct, frozen=True, tag=True):
    """Somebody lets a braked definition work again."""

    origin: Origin
    now: datetime
    definition: str


class Decide(Struct, frozen=True, tag=True):
    """Somebody decides on what is asked about a record, or on the approval itself."""

    origin: Origin
    now: datetime
    record_id: RecordId
    verdict: Literal["yes", "no", "withdraw"]
    why: str = ""


class Undo(Struct, frozen=True, tag=True):
    """Somebody takes a decision back.

    ``entry`` is the journal's number of it, ``effects`` are record ids with what it did to them,
    as the journal has it, in order. ``playbook`` is what a person ran, empty: none. ``partly``:
    what cannot be taken back stays, else nothing is.
    """

    origin: Origin
    now: datetime
    record_id: RecordId
    entry: int
    effects: tuple[tuple[RecordId, Mapping[str, Any]], ...]
    playbook: str = ""
    partly: bool = False


class Announce(Struct, frozen=True, tag=True):
    """Something happened that rules may listen to: an item was quarantined, parked, stale."""

    origin: Origin
    now: datetime
    event: str
    payload: dict[str, Any]
    record_id: RecordId | None = None


class Judge(Struct, frozen=True, tag=True):
    """Ask what a rule or tree would do to one record as it is now; only asked in a dry run.

    ``definition`` reads ``kind/id``.
    """

    origin: Origin
    now: datetime
    definition: str
    record_id: RecordId


class Ring(Struct, frozen=True, tag=True):
    """A timer is due: ``now`` is when it was, however late that is noticed.

    ``put_off``: what it would do cannot be done before this instant.
    """

    origin: Origin
    now: datetime
    timer: Timer
    put_off: datetime | None = None


class Tick(Struct, frozen=True, tag=True):
    """A schedule is due: ``now`` is when it was, however late that is noticed.

    ``missed``: the instant passed while nobody looked, or while an earlier one was being worked,
    and is not to be run.
    """

    origin: Origin
    now: datetime
    schedule: str
    missed: bool = False


class Each(Struct, frozen=True, tag=True):
    """The next record of a job is due; ``progress`` says which that is."""

    origin: Origin
    now: datetime
    progress: JobChange


class Answer(Struct, frozen=True, tag=True):
    """A call is over; ``now`` is when that was heard.

    ``answer`` is what came back, or what is known of a refusal. ``error`` is a code, None when
    ``answered``. ``action`` names the action that asked.
    """

    origin: Origin
    now: datetime
    call: str
    action: str
    connection: str
    operation: str
    record_id: RecordId | None
    outcome: Literal["answered", "rejected", "failed"]
    answer: dict[str, Any] = field(default_factory=dict)
    error: str | None = None


class Settle(Struct, frozen=True, tag=True):
    """Somebody decides about a record's overdue timers: ``run`` what they would do, or leave it."""

    origin: Origin
    now: datetime
    record_id: RecordId
    run: bool


class Erase(Struct, frozen=True, tag=True):
    """Somebody has what is sensitive of a record destroyed."""

    origin: Origin
    now: datetime
    record_id: RecordId


class Turns(Struct, frozen=True):
    """The records of a type that a new version concerns, in order, and what it makes of them."""

    record: str
    ids: tuple[str, ...]
    plan: dict[str, Any]


class Deploy(Struct, frozen=True, tag=True):
    """Another version of the definitions comes in force; ``version`` is its number."""

    origin: Origin
    now: datetime
    version: int
    how: Literal["start", "deploy", "rollback"]
    turns: tuple[Turns, ...]


Command = (
    Observe
    | Fire
    | Run
    | Bulk
    | Steer
    | Change
    | Lift
    | Decide
    | Undo
    | Review
    | Release
    | Announce
    | Judge
    | Ring
    | Tick
    | Each
    | Answer
    | Deploy
    | Settle
    | Erase
)
Outcome = Literal["applied", "duplicate", "stale", "quarantined", "parked", "refused"]
