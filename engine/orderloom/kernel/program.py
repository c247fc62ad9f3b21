"""A flow made ready to run: everything the hot path would otherwise look up by name."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple

from orderloom.definition.action import Later
from orderloom.definition.common import Value
from orderloom.definition.figure import Figure, Stream
from orderloom.definition.flow import Flow, figures_of
from orderloom.definition.machine import Machine
from orderloom.definition.migrate import Finishing
from orderloom.definition.muting import Inhibit
from orderloom.definition.record import AWAITS, FINISHING, NO_RECORD, TIMERS, Field, RecordType
from orderloom.definition.rule import Rule
from orderloom.definition.tree import Tree
from orderloom.diagnostics import Cause
from orderloom.expression.compiled import Evaluate
from orderloom.expression.scope import ENTERED
from orderloom.kernel.discretion import Discretion
from orderloom.kernel.edges import edges_of
from orderloom.kernel.figures.items import StreamProgram
from orderloom.kernel.listeners import NOBODY, Listeners, listeners
from orderloom.kernel.metrics.waking import springs_of
from orderloom.kernel.rounds import closing_of, lists_of, rounds_of, watching_of
from orderloom.sight.masking import shown
from orderloom.sight.seeing import Sight

SOURCE = "source"
"""Stands for the connection that a record came from where a call says whom it asks."""
UNDECIDED = "irreversible_calls"
"""Type of the case that says why calls that cannot be taken back did not go."""
PLAYBOOK = "playbook"
"""Begins the name of a job that runs a playbook on many records."""
REHEARSAL = "?"
"""Marks the stand-in event of a rehearsal; no event of the language begins so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """The operation that carries messages of one medium in this environment."""

    connection: str
    operation: str
    irreversible: bool


def own_event(name: str, record: str) -> str:
    """Name what listens to an own event that happens to a type of record, "" for none."""
    return f"{name}@{record}" if record else name


def read_by_at(later: Later) -> frozenset[str]:
    """Name the fields that a later's ``at`` reads, and so follows."""
    if later.at is None or later.at.compiled is None:
        return frozenset()
    return frozenset(read.root for read in later.at.compiled.reads)


class Computed(NamedTuple):
    """A computed field: recomputed when one of the names it reads was written."""

    name: str
    evaluate: Evaluate
    reads: frozenset[str]


class Followed(NamedTuple):
    """A reference with ``match``: found anew when one of the names it reads was written.

    ``owner`` is the type that has it, ``to`` the type it points at, ``awaits`` the name under
    which the identity of what is not there yet is kept.
    """

    name: str
    owner: str
    to: str
    match: tuple[Value, ...]
    awaits: str
    reads: frozenset[str]


def _kept_up(shape: RecordType, field: Field) -> Computed | Followed:
    """Give what keeps a field up to date."""
    if (compute := field.compute) is not None:
        return Computed(field.name, compute.evaluate, frozenset(r.root for r in compute.reads))
    compiled = [part.compiled for part in field.match if part.compiled is not None]
    reads = frozenset(read.root for each in compiled for read in each.reads)
    awaits = f"{AWAITS}{field.name}"
    return Followed(field.name, shape.id, field.to or "", field.match, awaits, reads)


class RecordProgram:
    """One record type, ready to run.

    ``computed`` holds computed fields and followed references, each after what it reads.
    ``children`` are the fields that list records, ``parents`` the references through which
    others list these, each with the field that does. ``awaited_by`` are the references of
    others that may wait for a record of this type.
    ``entered`` are the names under which is kept when a state was entered last.
    ``figures`` are the fields that are figures.
    ``is_awaited`` says that actions may wait for its records: they are cases or approvals.
    ``timed`` says that its records may have timers, ``follows`` which fields may move one.
    """

    __slots__ = (
        "_hides_key",
        "automatic",
        "awaited_by",
        "children",
        "computed",
        "defaults",
        "discretion",
        "edges",
        "entered",
        "fields",
        "figures",
        "follows",
        "id",
        "identity",
        "is_awaited",
        "machines",
        "parents",
        "references",
        "required",
        "sensitive",
        "serials",
        "shape",
        "state_fields",
        "timed",
        "unique",
        "version_field",
    )

    def __init__(
        self, shape: RecordType, machines: Mapping[str, Machine], discretion: Discretion
    ) -> None:
        self.shape = shape
        self.discretion = discretion
        self.id = shape.id
        self.identity = shape.identity
        self.version_field = shape.version_field
        self.fields: Mapping[str, Field] = shape.fields
        self._move_by(tuple(machines[name] for name in sorted(shape.machines)))
        self.computed = tuple(_kept_up(shape, shape.fields[name]) for name in shape.computed)
        every = shape.fields.values()
        self.references = {field.name: field for field in every if field.kind == "reference"}
        self.children = frozenset(field.name for field in every if field.kind == "records")
        self.parents: tuple[tuple[str, str], ...] = ()
        self.awaited_by: tuple[Followed, ...] = ()
        self.defaults = tuple(field for field in every if field.default is not None)
        self.required = tuple(field.name for field in every if field.required)
        self.sensitive = frozenset(field.name for field in every if field.sensitive)
        self.serials = tuple(field for field in every if field.kind == "serial")
        self._hides_key = not self.sensitive.isdisjoint(self.identity)
        self.is_awaited = shape.is_case or shape.is_approval
        self.unique = shape.unique
        self.entered = frozenset(name for name in shape.memory if name.startswith(ENTERED))
        self.timed = TIMERS in shape.memory
        self.follows = frozenset[str]()
        self.figures = {field.name: field.figure for field in every if field.figure is not None}

    def _move_by(self, machines: tuple[Machine, ...]) -> None:
        self.machines = machines
        self.edges = tuple(edges_of(machine) for machine in machines)
        self.state_fields = {machine.field: machine for machine in machines}
        self.automatic = tuple(machine for machine in machines if machine.automatic)

    def finishing(self, earlier: Iterable[Finishing]) -> "RecordProgram":
        """Give the program of records that earlier versions' machines move."""
        found, kept = copy(self), {each.of: each.machine for each in earlier}
        found._move_by(tuple(kept.get(each.id, each) for each in self.machines))  # noqa: SLF001
        return found

    def shown_key(self, key: str) -> str:
        """Give an identity as traces hold it."""
        return str(shown(key, hidden=True)) if self._hides_key else key


class Program:
    """A compiled flow plus its generated functions; built once, then only read.

    Args:
        flow: The flow.
        carriers: Medium to the operation that carries it; a medium without one is kept as an
            unroutable call.
    """

    def __init__(self, flow: Flow, carriers: Mapping[str, Carrier]) -> None:
        self.flow = flow
        self.carriers = carriers
        self.discretion = discretion = Discretion(flow)
        self._sights = {role.id: Sight(flow, role.includes) for role in flow.roles.values()}
        self.records = {
            shape.id: RecordProgram(shape, flow.machines, discretion)
            for shape in flow.records.values()
        }
        self.no_record = RecordProgram(NO_RECORD, flow.machines, discretion)
        self._acquaint()
        self._finishing: dict[tuple[str, ...], RecordProgram] = {}
        self.laters = flow.laters
        self.closing = closing_of(flow)
        self.rounds = rounds_of(flow)
        self.lists = lists_of(flow) if flow.brakes else {}
        self._let_timers_follow()
        self.watching = watching_of(flow)
        rules = flow.rules.values()
        self.muted = {r.id: r for r in rules if r.quiet or r.inhibited_by or r.group}
        self.quieting = frozenset(e for rule in rules for quiet in rule.quiet for e in quiet.events)
        self.muting: dict[str, tuple[Inhibit, ...]] = {}
        for each in (inhibit for rule in rules for inhibit in rule.inhibited_by):
            self.muting[each.rule] = (*self.muting.get(each.rule, ()), each)
        self.by_group = tuple(
            rule for rule in flow.rules.values() if rule.lasting is not None and not rule.record
        )
        self.retains = any(record.shape.retain is not None for record in self.records.values())
        self.springs = springs_of(flow)
        self.is_timed = any(record.timed for record in self.records.values())
        self.listeners = {
            event: listeners(flow.rules_on.get(event, ()), flow.trees_on.get(event, ()))
            for event in {**flow.rules_on, **flow.trees_on}
        }
        self._let_own_events_be_heard()
        self._rehearsed: dict[str, Listeners] = {}
        self.figures = {figure.name: figure for figure in figures_of(flow)}
        self.streams: dict[str, StreamProgram] = {}
        self.counted: dict[str, tuple[StreamProgram, ...]] = {}
        self.kept_up: dict[str, tuple[StreamProgram, ...]] = {}
        for figure in self.figures.values():
            self._follow(figure)
        for metric in flow.metrics.values():
            for figure in metric.drawn():
                self._know(figure.stream, figure)

    def _follow(self, figure: Figure) -> None:
        """Let what a figure looks at be kept: events and records as they come."""
        for stream in (figure.stream, *(each for _, each in figure.needs)):
            if stream.id in self.streams:
                continue
            program = self._know(stream, figure)
            for event in stream.events:
                self.counted[event] = (*self.counted.get(event, ()), program)
            if stream.record:
                self.kept_up[stream.record] = (*self.kept_up.get(stream.record, ()), program)

    def _know(self, stream: Stream, figure: Figure) -> StreamProgram:
        """Give a stream's program, ready to take items for a figure first."""
        if stream.id not in self.streams:
            definition, _, path = figure.name.partition(".")
            cause = Cause(definition=definition, path=path, place=figure.place)
            self.streams[stream.id] = StreamProgram(stream, cause, self.discretion)
        return self.streams[stream.id]

    def _acquaint(self) -> None:
        """Tell record types who refers to them."""
        for record in self.records.values():
            for each in record.computed:
                if isinstance(each, Followed):
                    target = self.records[each.to]
                    target.awaited_by = (*target.awaited_by, each)
            for field in map(record.fields.__getitem__, sorted(record.children)):
                child = self.records[field.to or ""]
                link = (field.through or "", field.name)
                if link not in child.parents:
                    child.parents = (*child.parents, link)

    def _let_timers_follow(self) -> None:
        openings = self.flow.openings.values()
        for record in self.records.values():
            ids = {machine.id for machine in record.machines}
            kept = [each.machine for each in self.flow.finishing.values() if each.of in ids]
            laters = [
                later
                for machine in (*record.machines, *kept)
                for state in machine.states.values()
                for later in state.later
            ]
            laters += [
                later
                for opening in openings
                if opening.record == record.id
                for later in opening.later
            ]
            record.follows = frozenset(name for later in laters for name in read_by_at(later))

    def _let_own_events_be_heard(self) -> None:
        """Tell apart who listens to an own event by the type of record that it happened to."""
        for event in self.flow.events:
            rules = self.flow.rules_on.get(event, ())
            trees = self.flow.trees_on.get(event, ())
            self.listeners.pop(event, None)
            for record in ("", *self.records):
                own = tuple(rule for rule in rules if rule.record in ("", record))
                sorting = tuple(tree for tree in trees if tree.record == record)
                if own or sorting:
                    self.listeners[own_event(event, record)] = listeners(own, sorting)

    def under(self, record: RecordProgram, values: Mapping[str, object]) -> RecordProgram:
        """Give a record's program, which has an earlier machine where it finishes under one."""
        if not self.flow.finishing:
            return record
        names = [str(values.get(f"{FINISHING}{field}")) for field in record.state_fields]
        kept = [each for name in names if (each := self.flow.finishing.get(name)) is not None]
        if not kept:
            return record
        key = (record.id, *(each.machine.id for each in kept))
        if key not in self._finishing:
            self._finishing[key] = record.finishing(kept)
        return self._finishing[key]

    def sight(self, role: str) -> Sight:
        """Give what a role sees; the visitor of a portal, who is built in, is named by none."""
        return self._sights.get(role) or Sight(self.flow, (role,))

    def judged(self, definition: str) -> Rule | Tree:
        """Give a rule or tree by ``kind/id``."""
        kind, _, name = definition.partition("/")
        return self.flow.trees[name] if kind == "tree" else self.flow.rules[name]

    def listening(self, event: str) -> Listeners:
        """Give who listens to a queued event; in a rehearsal that is one rule or tree alone."""
        if (heard := self.listeners.get(event)) is not None:
            return heard
        if not event.startswith(REHEARSAL):
            return NOBODY
        if event not in self._rehearsed:
            judged = self.judged(event.removeprefix(REHEARSAL))
            alone = listeners((), (judged,)) if isinstance(judged, Tree) else listeners((judged,))
            self._rehearsed[event] = alone
        return self._rehearsed[event]
