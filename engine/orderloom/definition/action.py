"""Actions: what a definition does when it hits (language, chapter 8)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from orderloom.definition.added_action import AddedAction
from orderloom.definition.calendar import Calendar
from orderloom.definition.common import Condition, Title, Value
from orderloom.definition.record import APPROVAL, CASE
from orderloom.definition.select import Select
from orderloom.definition.stock import Lines
from orderloom.diagnostics import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What all actions share.

    Attributes:
        cause: Definition and line, for traces.
        when: Not true: skipped.
        result: Name under which later actions of the list read the result (``as``).
        otherwise: Runs when this action is refused (``else``); None: the list is undone.
        then: Runs right after the action when it was done, neither skipped nor refused; of an
            action that waits for an answer after that answer.
        of: The record acted upon instead, of type ``of_record``; the names in scope stay those of
            the record that the list is about.
    """

    cause: Cause
    when: Condition | None = None
    of: Value | None = None
    of_record: str | None = None
    result: str | None = None
    otherwise: "Actions | None" = None
    then: "Actions" = ()


Actions: TypeAlias = tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Set(Action):
    """Write fields of the record."""

    changes: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fire(Action):
    """Fire a transition of one of the record's machines."""

    transition: str
    inputs: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Create(Action):
    """Create a record; the same identity is never made twice."""

    record: str
    values: tuple[tuple[str, Value], ...]
    exists: Literal["keep", "set", "refuse"] = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Action):
    """Put a tag on the record, or take it off (``untag``)."""

    tag: str
    off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Action):
    """Block transitions of the record until the hold is lifted.

    ``blocks`` empty: every transition. ``by``: roles whose people may lift it.
    """

    hold: str
    blocks: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    why: Title | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unhold(Action):
    """Lift a hold."""

    hold: str
    why: Title | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify(Action):
    """Send a message.

    ``role`` or ``to`` names the addressee, neither: the record's own contact. ``to_record``: it
    is a record of that type, whose own contact is meant. ``media`` empty: the message's own order.
    """

    message: str
    role: str | None = None
    to: Value | None = None
    to_record: str | None = None
    values: tuple[tuple[str, Value], ...] = ()
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Actions that run when a time is over, unless the stay they belong to ends before.

    Attributes:
        name: ``kind/id`` and path; unique in the flow.
        after: Counted from the beginning of the stay; this or ``at``.
        calendar: What ``after`` is counted in; None: in all time.
        at: An instant; follows the fields it reads. Past or present: it runs at once.
        when: Judged when due; not true: nothing runs.
    """

    name: str
    cause: Cause
    after: timedelta | None = None
    calendar: Calendar | None = None
    at: Value | None = None
    when: Condition | None = None
    do: Actions


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Action):
    """Open a case about the record, or add to the open one of the same type.

    Attributes:
        name: ``kind/id`` and path; unique in the flow.
        record: The record type of the case: ``case``, or the one called ``case`` that extends it.
        later: Runs on the case, with ``record`` as its subject.
        then: Runs once on the subject when the case is first answered or closed. ``otherwise``
            runs there when it is withdrawn.
        answers: Messages offered as replies, about the subject or the case.
        keeps_event: Parts of ``event`` that the actions for later read.
        keeps_results: Results of earlier actions that they read.
    """

    case: str
    record: str = CASE
    values: tuple[tuple[str, Value], ...] = ()
    answers: tuple[str, ...] = ()
    name: str = ""
    later: tuple[Later, ...] = ()
    keeps_event: tuple[str, ...] = ()
    keeps_results: tuple[str, ...] = ()

    @property
    def is_awaited(self) -> bool:
        """Say whether anything is to happen to the case or its subject afterwards."""
        return bool(self.later or self.then or self.otherwise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Action):
    """Ask people for their consent.

    Attributes:
        title: What is asked, as people read it.
        roles: One yes of each is wanted, all from different people; a role may stand twice.
        name: ``kind/id`` and path; unique in the flow.
        record: The record type of what waits for an answer.
        later: Runs on the approval, with ``record`` as its subject.
        then: Runs once on the subject when all have consented. ``otherwise`` runs there when it
            is refused or expires.
        keeps_event: Parts of ``event`` that the actions for later read.
        keeps_results: Results of earlier actions that they read.
    """

    title: Title
    roles: tuple[str, ...]
    name: str
    record: str = APPROVAL
    later: tuple[Later, ...] = ()
    keeps_event: tuple[str, ...] = ()
    keeps_results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Action):
    """Ask an operation of a connection, of every member of a group, or of the record's source.

    Attributes:
        record: Type of the record that the call is about; "" without one.
        target: A connection or group; ``source``: the connection that the record came from.
        to: The connections that may be asked: they offer the operation and have an address here.
        irreversible: Those of them at which it cannot be taken back.
        values: Input of the operation.
        once: Of one name one call succeeds per record, whatever asks for it.
        skip: A connection that is left out.
        name: ``kind/id`` and path; unique in the flow.
        then: Runs on the record for each answer. ``otherwise`` runs there when it is rejected or
            fails for good.
        known_as: Name under which ``then`` and ``else``, and what they wait for, see the answer.
        keeps_event: Parts of ``event`` that the actions for later read.
        keeps_results: Results of earlier actions that they read.
        proposes: The machine one of whose transitions waits for the answer; None: no such thing.
    """

    record: str
    target: str
    operation: str
    to: tuple[str, ...]
    irreversible: frozenset[str] = frozenset()
    values: tuple[tuple[str, Value], ...] = ()
    once: Value | None = None
    skip: Value | None = None
    name: str = ""
    known_as: str | None = None
    keeps_event: tuple[str, ...] = ()
    keeps_results: tuple[str, ...] = ()
    proposes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Push(Action):
    """Send what outbound mappings give to whom it is news.

    ``mappings`` names them; the rest is as in ``Call``.
    """

    record: str
    mappings: tuple[str, ...]
    name: str = ""
    keeps_event: tuple[str, ...] = ()
    keeps_results: tuple[str, ...] = ()


End: TypeAlias = Literal["deduct", "release"]
"""How a reservation ends: the goods are taken, or given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve(Action):
    """Reserve goods of a stock for the record: all lines or none.

    Attributes:
        record: Type of the record that reserves.
        name: ``kind/id`` and path; unique in the flow. A record has one reservation of a name.
        later: Its timer, which releases it; None: it is kept until something ends it.
        ends: Events of the record that end it.
        prefer: How places are ranked, in turn, ascending; None stands for the fewest places.
        share: Whose share of an allotted stock it takes from first.
    """

    stock: str
    lines: Lines
    record: str
    name: str
    later: Later | None = None
    ends: tuple[tuple[str, End], ...] = ()
    prefer: tuple[Value | None, ...] = (None,)
    share: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReserve(Action):
    """Take or give back what the record has reserved.

    ``lines`` None: all of it. ``name``: only that of one reservation, whose time is over.
    """

    stock: str
    how: End
    lines: Lines | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Action):
    """Move goods between kinds; ``source`` None: they come in, ``target`` None: they go out.

    ``consented``: those who had to be asked have said yes.
    """

    stock: str
    lines: Lines
    source: str | None = None
    target: str | None = None
    consented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMove(Ask):
    """Ask people whether goods may be moved; ``then`` moves what was asked for."""

    stock: str
    lines: Lines
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One branch of ``choose``; ``when`` None: the last, ``else``."""

    cause: Cause
    when: Condition | None
    do: Actions


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Action):
    """Run the first branch whose condition is true."""

    branches: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Action):
    """Run a playbook on the record; ``values`` are its input."""

    playbook: str
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Emit(Action):
    """Let an event of the flow's own happen; ``values`` are its parts."""

    event: str
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Use(Action):
    """Let an action of an installed package decide.

    ``values`` are its input. ``may``: what it may ask for, as the actions that they are, with
    nothing in them yet; in a ``Set`` stands what is handed over, all of which may end up there.
    """

    added: AddedAction
    values: tuple[tuple[str, Value], ...] = ()
    may: Actions = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForEachItem(Action):
    """Run actions for every part of a list; the record and its scope stay."""

    items: Value
    item: str
    do: Actions


@dataclass(frozen=True, slots=True, kw_only=True)
class ForEachRecord(Action):
    """Run actions for every record of a selection, each with its own command and commit.

    Attributes:
        name: ``kind/id`` and path; unique in the flow.
        keeps_event: Parts of ``event`` that the actions read later.
        keeps_results: Results of earlier actions, and loop items, that they read.
        keeps_this: Names of the outer record that they read as ``this.x``.
    """

    name: str
    select: Select
    item: str | None = None
    do: Actions
    keeps_event: tuple[str, ...] = ()
    keeps_results: tuple[str, ...] = ()
    keeps_this: tuple[str, ...] = ()


AWAITED = (OpenCase, Ask, Call, Push)
"""Actions that wait for an answer; their ``then`` and ``else`` run on what they are about."""
