"""What a flow declares, before any expression in it is compiled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import field as data_field

from orderloom.compiler.node import Document, MapNode, ScalarNode
from orderloom.compiler.resolve.metrics import MetricsOutline
from orderloom.compiler.resolve.stocks import kinds_of
from orderloom.compiler.resolve.tables import TablesOutline
from orderloom.definition.calendar import Calendar
from orderloom.definition.connector import ConnectorShape
from orderloom.definition.extensions import Extensions
from orderloom.definition.machine import APPROVAL_MACHINE, CASE_MACHINE
from orderloom.definition.record import APPROVAL, SYSTEM_FIELDS, Field
from orderloom.diagnostics import Place
from orderloom.expression.types import ChoiceType, ObjectType

BUILT_IN = (
    *(("record", "case"), ("machine", CASE_MACHINE)),
    *(("record", APPROVAL), ("machine", APPROVAL_MACHINE)),
)
"""Kind and id of what every flow has; a flow's own definition of that name is not built."""

EVERYWHERE = frozenset(
    (
        *("now", "user", "settings", "tables", "metrics"),
        *("old", "event", "raw", "to", "this", "true", "false"),
    )
)
"""Names that expressions use for something else."""

ENGINE_KINDS = frozenset(("records", "serial"))
"""Types of fields that only the engine writes."""

CUSTOMER = "customer"
"""The role that needs no declaration: the portal's visitor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A definition as it stands in a file; ``sound`` when its shape is right."""

    kind: str
    id: str
    place: Place
    document: Document
    sound: bool

    @property
    def root(self) -> MapNode:
        """Give its tree."""
        return self.document.root

    @property
    def name(self) -> str:
        """Give its full name, ``kind/id``."""
        return f"{self.kind}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A machine of an earlier version, as its sources have it.

    Attributes:
        document: Its definition; its places are in that version's files.
        of: Its id.
        version: The version's number.
        states: As ``Keep.states``.
    """

    document: Document
    of: str
    version: int
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionOutline:
    """One way of a transition's name; ``origins`` is ``("any",)`` as written."""

    name: str
    place: Place
    origins: tuple[str, ...]
    target: str
    inputs: Mapping[str, Field]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineOutline:
    """A machine's names. ``states`` and ``transitions`` are in file order.

    ``states`` holds outer states before the inner ones; ``outer`` maps an inner state to the
    one around it, ``first`` an outer one to where a stay there begins.
    """

    id: str
    record: str
    field: str
    place: Place
    field_place: Place
    initial: str
    states: Mapping[str, Place]
    transitions: Mapping[str, tuple[TransitionOutline, ...]]
    final: frozenset[str] = frozenset()
    outer: Mapping[str, str] = data_field(default_factory=dict)
    first: Mapping[str, str] = data_field(default_factory=dict)

    def lasting_states(self) -> tuple[str, ...]:
        """Give the innermost states that are not final, in file order."""
        return tuple(state for state in self.innermost() if state not in self.final)

    def innermost(self) -> tuple[str, ...]:
        """Give the states that a record can stand in: those without inner ones."""
        around = set(self.outer.values())
        return tuple(state for state in self.states if state not in around)

    def path(self, state: str) -> tuple[str, ...]:
        """Give a state with those around it, the outermost first."""
        found = [state]
        while found[0] in self.outer:
            found.insert(0, self.outer[found[0]])
        return tuple(found)

    def inside(self, state: str) -> tuple[str, ...]:
        """Give the innermost states of a state; of one without inner ones itself."""
        return tuple(each for each in self.innermost() if state in self.path(each))

    def beginning(self, state: str) -> str:
        """Give where a record stands that enters a state."""
        while state in self.first:
            state = self.first[state]
        return state

    def choice(self) -> ChoiceType:
        """Give the type of the machine's field: a comparison may name outer states too."""
        around = [state for state in self.states if state in self.outer.values()]
        groups = tuple((state, self.inside(state)) for state in around)
        return ChoiceType(self.innermost(), groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutline:
    """A record type's names and types; its ``fields`` have no values compiled yet.

    ``complete`` is False when a broken definition may declare further names for it.
    ``machines`` are in the order of their ids; ``computed`` are fields with ``compute``;
    ``can_be_reached`` says that it has a ``contact``. ``lineage`` are the types that it extends,
    nearest first; what it takes over from them is among its own.
    """

    id: str
    place: Place
    identity: tuple[str, ...]
    fields: Mapping[str, Field]
    machines: tuple[MachineOutline, ...] = ()
    complete: bool = True
    built_in: bool = False
    computed: frozenset[str] = frozenset()
    can_be_reached: bool = False
    lineage: tuple[str, ...] = ()

    def state_fields(self) -> dict[str, MachineOutline]:
        """Give each machine under the field that it moves."""
        return {machine.field: machine for machine in self.machines}

    def transitions(self) -> dict[str, Place]:
        """Give the places of all transition names of all machines."""
        return {
            name: ways[0].place
            for machine in self.machines
            for name, ways in machine.transitions.items()
        }

    def machine_of(self, transition: str) -> MachineOutline | None:
        """Give the machine that has ``transition``, or None."""
        for machine in self.machines:
            if transition in machine.transitions:
                return machine
        return None

    def engine_names(self) -> tuple[str, ...]:
        """Give the names that it has besides its fields, those of machines too."""
        return (*self.settled_names(), *self.state_fields())

    def settled_names(self) -> tuple[str, ...]:
        """Give the names that only the engine writes."""
        since = tuple(f"{machine.field}_since" for machine in self.machines)
        kept = tuple(name for name, each in self.fields.items() if each.kind in ENGINE_KINDS)
        return SYSTEM_FIELDS + since + kept


NO_RECORD = RecordOutline(id="", place=Place("", 0), identity=(), fields={})
"""Stands where actions have no record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookOutline:
    """A playbook's names: the record type that it is about, and what it asks for."""

    id: str
    place: Place
    record: str
    inputs: Mapping[str, Field]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEvent:
    """An event of the flow's own: ``fields`` are its parts.

    ``record`` is the type of record that it is about, "" when that is none or may be several.
    """

    name: str
    place: Place
    fields: Mapping[str, Field]
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """All names of a flow.

    Attributes:
        declarations: Kind to id to declaration; of two with one id the first.
        complete: False when a file could not be read: it may declare any name.
        environments: The names of the flow's environments, as they stand.
        settings: Name to value, for the environment compiled for.
        message_values: Message to the ``with`` names that any ``notify`` gives it.
        given_names: Message to the names that the engine gives it besides.
        shapes: Record type to what expressions see of its records.
        tables: The tables, built before any expression that may read them.
        calendars: The calendars, as the tables are; None stands for one that has findings.
        metrics: The metrics, built before any expression that may read them.
        playbooks: Every playbook by its id.
        own_events: Every event of the flow's own by its name.
        extensions: What installed packages add to the language.
        finishing: Machines of earlier versions that records keep until they finish.
    """

    zone: str
    currency: str
    languages: tuple[str, ...]
    environment: str
    declarations: Mapping[str, Mapping[str, Declaration]]
    records: Mapping[str, RecordOutline]
    connectors: Mapping[str, ConnectorShape]
    complete: bool
    environments: tuple[ScalarNode, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    message_values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    given_names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    shapes: Mapping[str, ObjectType] = field(default_factory=dict)
    tables: TablesOutline = field(default_factory=TablesOutline)
    calendars: Mapping[str, Calendar | None] = field(default_factory=dict)
    metrics: MetricsOutline = field(default_factory=MetricsOutline)
    playbooks: Mapping[str, PlaybookOutline] = field(default_factory=dict)
    own_events: Mapping[str, OwnEvent] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=Extensions)
    finishing: tuple[Kept, ...] = ()

    @property
    def stocks(self) -> dict[str, tuple[str, ...]]:
        """Give the kinds that goods of each stock may have."""
        return {name: kinds_of(each.root) for name, each in self.declarations["stock"].items()}

    @property
    def language(self) -> str:
        """Give the flow's first language."""
        return self.languages[0]

    def places(self, kind: str) -> dict[str, Place]:
        """Give the ids of a kind with the places of their declarations."""
        return {
            name: declaration.place for name, declaration in self.declarations.get(kind, {}).items()
        }

    def sound(self, kind: str) -> tuple[Declaration, ...]:
        """Give the definitions of a kind that can be built, in file order."""
        return tuple(
            each
            for each in self.declarations.get(kind, {}).values()
            if each.sound and (kind, each.id) not in BUILT_IN
        )

    def whole(self) -> bool:
        """Say whether nothing was left out, so that absence means something."""
        return self.complete and all(
            each.sound for ids in self.declarations.values() for each in ids.values()
        )
