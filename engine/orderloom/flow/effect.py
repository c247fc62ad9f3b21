"""Effects: everything a decision would do, each with the line that caused it.

``cause`` is None only for what the engine itself does to a record because a channel said so;
then ``mapping`` of the decision names the speaker. Sensitive values are masked already.
"""

from datetime import datetime
from typing import Any

from msgspec import Struct, field

from orderloom.diagnostics import Cause
from orderloom.flow.asking_effect import Asked, Decided, Emitted
from orderloom.flow.deploy_effect import Deployed, Finishes, Migrated, Renamed
from orderloom.flow.effect_base import Effect
from orderloom.flow.job_effect import Steered
from orderloom.flow.message_effect import Bounced, Delayed, Joined
from orderloom.flow.retain_effect import Archived, Erased
from orderloom.flow.rule_effect import Lasted, Parked, Released, Spared
from orderloom.flow.stock_effect import PlacesChosen, StockMoved
from orderloom.flow.timer_effect import Ticked, TimerCancelled, TimerFired, TimerOverdue, TimerSet
from orderloom.flow.tree_effect import Ambiguous, BranchBegan, BranchEnded


class Created(Effect, frozen=True, kw_only=True, tag="created"):
    """A record came to be; a case has its type in ``case`` and its subject in ``about``."""

    key: str
    case: str | None = None
    about: str | None = None


class FieldChanged(Effect, frozen=True, kw_only=True, tag="set"):
    """A field got another value; None is missing."""

    field: str
    was: Any
    value: Any


class Moved(Effect, frozen=True, kw_only=True, tag="moved"):
    """A machine entered a state; ``transition`` None: observed without one.

    ``undo`` names the transition that leads back, if the flow names one.
    """

    machine: str
    field: str
    was: str | None
    state: str
    transition: str | None
    observed: bool = False
    undo: str | None = None


class Tagged(Effect, frozen=True, kw_only=True, tag="tagged"):
    """A tag was put on."""

    name: str


class Untagged(Effect, frozen=True, kw_only=True, tag="untagged"):
    """A tag was taken off."""

    name: str


class Held(Effect, frozen=True, kw_only=True, tag="held"):
    """A hold was put on; ``blocks`` empty: every transition."""

    name: str
    blocks: tuple[str, ...]
    by: tuple[str, ...]
    why: dict[str, str]


class Unheld(Effect, frozen=True, kw_only=True, tag="unheld"):
    """A hold was lifted; ``why`` in the words of the person or definition that did."""

    name: str
    why: dict[str, str]


class Notified(Effect, frozen=True, kw_only=True, tag="notified"):
    """A message goes out.

    ``to`` is ``role:x`` or a masked address. ``missing``: paths without a value, printed as a
    dash. ``call`` is the id of its outbox row.
    """

    message: str
    medium: str
    to: str
    missing: tuple[str, ...]
    call: str


class Suppressed(Effect, frozen=True, kw_only=True, tag="suppressed"):
    """A message does not go out; ``reason`` is a code."""

    message: str
    reason: str
    facts: dict[str, str]


class Called(Effect, frozen=True, kw_only=True, tag="called"):
    """An operation of a connection is asked; ``values`` are its input, ``call`` its outbox row."""

    connection: str
    operation: str
    values: dict[str, Any]
    call: str


class Pushed(Effect, frozen=True, kw_only=True, tag="pushed"):
    """A target is sent what a mapping gives: ``fields`` parts; ``call`` is its outbox row."""

    mapping: str
    connection: str
    operation: str
    fields: int
    call: str


class Unpushed(Effect, frozen=True, kw_only=True, tag="unpushed"):
    """A target is sent nothing: it has what a mapping gives, or, ``echo``, said it itself."""

    mapping: str
    connection: str
    echo: bool


class Withheld(Effect, frozen=True, kw_only=True, tag="withheld"):
    """A call that cannot be taken back does not go: other definitions want one, too."""

    connection: str
    operation: str
    also: tuple[str, ...]


class Answered(Effect, frozen=True, kw_only=True, tag="answered"):
    """A call is over: ``answered``, ``rejected``, or ``failed`` for good.

    ``error`` is a code, ``facts`` fill its wording.
    """

    connection: str
    operation: str
    outcome: str
    call: str
    error: str | None = None
    facts: dict[str, str] = field(default_factory=dict)


class CaseJoined(Effect, frozen=True, kw_only=True, tag="case_joined"):
    """An open case of the same type takes the new occasion."""

    case: str
    case_id: str


class Kept(Effect, frozen=True, kw_only=True, tag="kept"):
    """A record to be created was there already and stays as it is."""

    key: str


class Refused(Effect, frozen=True, kw_only=True, tag="refused"):
    """An action or transition was refused; its list of actions was undone."""

    action: str
    reasons: "tuple[Why, ...]"


class Overruled(Effect, frozen=True, kw_only=True, tag="overruled"):
    """A write gave way to one that another definition made for the same event."""

    field: str
    value: Any
    by: str


class Unexpected(Effect, frozen=True, kw_only=True, tag="unexpected"):
    """A channel reported a state that no transition admits; ``taken`` by the owner's word."""

    machine: str
    was: str | None
    state: str
    taken: bool


class Conflict(Effect, frozen=True, kw_only=True, tag="conflict"):
    """One who does not own a field wrote it: ``kept`` stays, ``lost`` did not take effect."""

    field: str
    kept: Any
    lost: Any


class Proposed(Effect, frozen=True, kw_only=True, tag="proposed"):
    """A transition was proposed to ``connection``, which must admit it; ``call`` is its row."""

    machine: str
    field: str
    transition: str
    was: str
    state: str
    connection: str
    operation: str
    call: str


class Declined(Effect, frozen=True, kw_only=True, tag="declined"):
    """A proposed transition does not happen.

    ``overtaken``: it was admitted, but is no longer possible here.
    """

    machine: str
    field: str
    transition: str
    reasons: "tuple[Why, ...]"
    overtaken: bool = False


class Faulted(Effect, frozen=True, kw_only=True, tag="faulted"):
    """A definition could not be judged; everything else went on."""

    code: str
    facts: dict[str, str]


class Judged(Effect, frozen=True, kw_only=True, tag="judged"):
    """A rule hit: the values its condition read, by path; ``branch`` for a choice."""

    on: str
    values: dict[str, Any]
    branch: int | None = None


class PlaybookRun(Effect, frozen=True, kw_only=True, tag="playbook_run"):
    """A playbook was run; what it did follows."""

    playbook: str


class Used(Effect, frozen=True, kw_only=True, tag="used"):
    """An action of an installed package decided: its input, and what it said came of it."""

    action: str
    values: dict[str, Any]
    result: dict[str, Any]


class Spread(Effect, frozen=True, kw_only=True, tag="spread"):
    """Actions are to run for each of ``number`` records of type ``of``; ``job`` is its id.

    ``most``: as soon as so many succeeded the rest is left alone.
    """

    of: str
    number: int
    job: str
    most: int | None = None


class Why(Struct, frozen=True):
    """One reason of a refusal: a code with facts, or the definition's own words in ``title``."""

    code: str
    facts: dict[str, str]
    title: dict[str, str] | None = None
    values: dict[str, Any] | None = None
    cause: Cause | None = None


AnyEffect = (
    Created
    | FieldChanged
    | Moved
    | Tagged
    | Untagged
    | Held
    | Unheld
    | Notified
    | Suppressed
    | Delayed
    | Joined
    | Bounced
    | Spared
    | Lasted
    | Parked
    | Released
    | Called
    | Pushed
    | Unpushed
    | Withheld
    | Answered
    | CaseJoined
    | Asked
    | Decided
    | Kept
    | Refused
    | Overruled
    | Unexpected
    | Conflict
    | Proposed
    | Declined
    | Faulted
    | Judged
    | PlaybookRun
    | Emitted
    | Used
    | Spread
    | (StockMoved | PlacesChosen | Steered)
    | BranchBegan
    | BranchEnded
    | Ambiguous
    | (TimerSet | TimerCancelled | TimerFired | TimerOverdue)
    | Ticked
    | Archived
    | Erased
    | Deployed
    | Migrated
    | Finishes
    | Renamed
)
"""``Judged``, ``Ambiguous``, ``PlaybookRun``, ``Emitted``, ``Used``, ``Spread``, ``Steered``,
``Kept``, ``Refused``, ``Overruled``, ``Suppressed``, ``Delayed``, ``Joined``, ``Bounced``,
``Spared``, ``Lasted``, ``Parked``,
``Released``, ``Conflict``, ``Proposed``, ``Declined``, ``Unpushed``, ``Withheld``, ``Answered``,
``Faulted``, ``Deployed`` and ``Ticked`` change no record: they are the trace of why."""


class Call(Struct, frozen=True, kw_only=True):
    """One outgoing call, an outbox row to be.

    Attributes:
        connection: None when no connection of this environment carries the medium.
        key: Idempotency key; the same cause gives the same key.
        action: Name of the action that waits for the answer; None: nobody does.
    """

    id: str
    at: datetime
    connection: str | None
    operation: str
    payload: dict[str, Any]
    key: str
    irreversible: bool
    record_id: str | None
    action: str | None = None
