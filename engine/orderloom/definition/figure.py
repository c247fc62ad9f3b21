"""Figures: what is counted, summed or measured over events or records, by group and window."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from orderloom.definition.common import Condition, Value
from orderloom.diagnostics import Place
from orderloom.expression.compiled import Compiled
from orderloom.expression.types import Type

FigureKind: TypeAlias = Literal[
    "count", "sum", "avg", "min", "max", "last", "distinct", "share", "duration"
]
FIGURE_KINDS: tuple[FigureKind, ...] = (
    "count", "sum", "avg", "min", "max", "last", "distinct", "share", "duration",
)  # fmt: skip
Period: TypeAlias = Literal["hour", "day", "week", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """The items that a figure is made of, by group; figures with the same ones share it.

    An item's names are those of its entry of ``each``, then its event's, then its record's.

    Attributes:
        id: A digest of everything below, so that another definition is another stream.
        measure: What is kept of the items.
        events: Full names of the events that are items; empty: records are.
        record: Type of the records that are items, "" where events are.
        value: What is measured of an item; None: nothing but that it is there.
        where: Which of them.
        each: A list field whose entries are the items.
        by: Names of an item that make its group.
        time: The name that says when a record item was.
        arrival: Events count at the time when they arrived.
        carry: How long an item holds, in microseconds; of durations only, None: until the next.
        hidden: Names of ``by``, and "" for the value, that must not stand in the clear.
        reads: Names of a record without which an item stays what it is; of record items only.
    """

    id: str
    measure: Literal["count", "sum", "extreme", "last", "distinct", "share", "duration"]
    events: tuple[str, ...]
    record: str
    value: Compiled | None
    where: Condition | None
    each: str | None
    by: tuple[str, ...]
    time: str
    arrival: bool
    carry: int | None
    hidden: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure.

    Attributes:
        name: Its definition and where it stands there: ``rule/busy_ip.facts.orders``.
        kind: What it says of the items.
        type: Of its value.
        pick: What chooses the group, one for each of ``stream.by``; over the names of whoever
            asks.
        within: How long the window is: it slides, closed at both ends.
        since: Where it begins.
        over: It is so much of the local hour, day, week or month as is over.
        offset: The same window, so much earlier.
        needs: Connections without which the figure is missing, each with the stream that tells
            whether it is down.
    """

    name: str
    place: Place
    kind: FigureKind
    type: Type
    stream: Stream
    pick: tuple[Value, ...] = ()
    within: Value | None = None
    since: Value | None = None
    over: Period | None = None
    offset: Value | None = None
    needs: tuple[tuple[str, Stream], ...] = ()
