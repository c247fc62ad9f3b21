"""Tests of a flow: what is there, what happens in virtual time, what must come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from orderloom.definition.common import Condition, Title, Value
from orderloom.definition.select import Select
from orderloom.diagnostics import Place

ExpectedKind = Literal["record", "call", "message", "event", "refused", "suppressed"]
Values: TypeAlias = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A record that is there from the beginning; ``states`` says where its machines stand."""

    label: str
    place: Place
    record: str
    values: Values
    states: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenStock:
    """Goods that are there from the beginning: ``values`` are ``item``, ``place``, ``quantity``."""

    place: Place
    stock: str
    kind: str
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The record that a step is about: a label of ``given``, or the one of a type that fits.

    With ``label`` None, exactly one record of type ``record`` must fit ``where``.
    """

    place: Place
    record: str
    label: str | None = None
    where: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What all steps share; ``times`` is how often it is done in a row."""

    place: Place
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive(Step):
    """A message arrives: a ``file``, the bytes of a ``body``, or one ``item`` already mapped."""

    mapping: str
    connection: str | None = None
    item: Values | None = None
    file: Path | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Step):
    """Fields are written by hand; ``actor`` (``role`` or ``role/person``) None: by the engine."""

    target: Target
    values: Values
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fire(Step):
    """A transition is fired."""

    transition: str
    target: Target
    inputs: Values
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Step):
    """A playbook is run."""

    playbook: str
    target: Target
    inputs: Values
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOver(Step):
    """A playbook is run on many records: all of them, each by itself, before the next step."""

    playbook: str
    over: Select
    inputs: Values
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unhold(Step):
    """A hold is lifted."""

    hold: str
    target: Target
    why: str
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Step):
    """What a brake parked of a definition's work is resumed, or discarded."""

    definition: str
    discard: bool
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Step):
    """A person says yes or no to what is asked about a record."""

    target: Target
    yes: bool
    why: str
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Step):
    """A call that waits is answered: the oldest of that name, about ``target`` if that is given.

    ``reason`` says why when it is not ``answered``.
    """

    connection: str
    operation: str
    outcome: Literal["answered", "rejected", "failed"]
    values: Values = ()
    reason: str = ""
    target: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Step):
    """Time passes: ``duration``, or up to ``until``."""

    duration: timedelta | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart(Step):
    """The process dies and is started again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together(Step):
    """These are decided before any of them is written."""

    steps: "tuple[Receive | Change | Fire | Run | Unhold | Decide, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class That:
    """An expression that must be true."""

    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many of a kind there must be, and what each must hold.

    ``count`` None: at least one. ``last``: only what came since the step before. ``has`` is by
    name, and inside of what has no declared parts by path: ``input.no``. ``actor`` is the viewer
    (``role`` or ``role/person``) through whose eyes records are looked at; None: nobody's.
    """

    kind: ExpectedKind
    name: str
    place: Place
    where: Condition | None = None
    count: int | None = None
    has: Values = ()
    last: bool = False
    actor: str | None = None


Expectation: TypeAlias = That | Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect(Step):
    """What must be so at this point."""

    expectations: tuple[Expectation, ...]


AnyStep: TypeAlias = (
    Receive
    | Change
    | Fire
    | Run
    | RunOver
    | Unhold
    | Decide
    | Review
    | Answer
    | Wait
    | Restart
    | Together
    | Expect
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One run of a test: for one of its examples, or the only one.

    ``number`` counts the examples from 1; 0 when there are none.
    """

    number: int
    given: tuple[Given | GivenStock, ...]
    steps: tuple[AnyStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A test; ``at`` is the instant, in UTC, at which its plays begin."""

    __test__ = False  # test runners collect by this name

    id: str
    place: Place
    at: datetime
    plays: tuple[Play, ...]
    title: Title | None = None
    note: str | None = None
