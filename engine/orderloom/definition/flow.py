"""A whole flow, compiled: all its definitions with every name resolved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from orderloom.definition.action import Ask, Call, ForEachRecord, Later, OpenCase, Push, Reserve
from orderloom.definition.brake import Brake
from orderloom.definition.calendar import Calendar
from orderloom.definition.common import Title
from orderloom.definition.connection import Connection
from orderloom.definition.connector import Connector
from orderloom.definition.contact import Contact
from orderloom.definition.figure import Figure
from orderloom.definition.machine import Machine
from orderloom.definition.mapping import Mapping as InboundMapping
from orderloom.definition.message import Message
from orderloom.definition.metric import Metric
from orderloom.definition.migrate import Finishing, Migrate
from orderloom.definition.outbound import Outbound
from orderloom.definition.playbook import Playbook
from orderloom.definition.record import Field, RecordType
from orderloom.definition.role import Role
from orderloom.definition.rule import Rule
from orderloom.definition.schedule import Schedule
from orderloom.definition.stock import Stock
from orderloom.definition.table import Table
from orderloom.definition.test import Test
from orderloom.definition.tree import Tree
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One environment of a flow: what it may reach and who publishes there."""

    name: str
    place: Place
    production: bool
    hosts: tuple[str, ...]
    publish: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A flow compiled for one environment.

    Attributes:
        environment: The environment whose settings were compiled in.
        rules_on: Event name to the rules judged at it, in acting order (priority high first,
            then id).
        laters: Every ``later`` of states and cases by its name.
        openings: Every ``open_case`` that is awaited, and every ``ask``, by its name.
        calls: Every ``call`` and ``push`` by its name.
        outbound: The mappings that send.
        reserves: Every ``reserve`` by its name.
        events: Every event of the flow's own, with its parts.
        metrics: Every metric by its id, each after those that it reads.
        spreads: Every ``for_each`` over a selection, by its name.
        trees_on: Event name to the trees judged at it, in acting order (priority, then id).
        sources: File (as the user gave it, below the flow's folder) to its text; of a table's file,
            whose bytes may be a workbook's, to its base64.
        migrate: What becomes of records that an earlier version left, in file order.
        finishing: Machines of earlier versions under which records finish, by their ids.
        contact: Limits over all messages, in file order.
        brakes: The brake of each definition, by ``kind/id``, that has one.
        digest: Hash over all sources and the environment: the version's identity.
    """

    id: str
    place: Place
    zone: str
    currency: str
    languages: tuple[str, ...]
    environment: str
    environments: Mapping[str, Environment]
    settings: Mapping[str, object]
    records: Mapping[str, RecordType]
    machines: Mapping[str, Machine]
    mappings: Mapping[str, InboundMapping]
    rules: Mapping[str, Rule]
    messages: Mapping[str, Message]
    roles: Mapping[str, Role]
    connections: Mapping[str, Connection]
    rules_on: Mapping[str, tuple[Rule, ...]]
    laters: Mapping[str, Later] = field(default_factory=dict)
    openings: Mapping[str, OpenCase | Ask] = field(default_factory=dict)
    outbound: Mapping[str, Outbound] = field(default_factory=dict)
    calls: Mapping[str, Call | Push] = field(default_factory=dict)
    spreads: Mapping[str, ForEachRecord] = field(default_factory=dict)
    reserves: Mapping[str, Reserve] = field(default_factory=dict)
    stocks: Mapping[str, Stock] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    trees: Mapping[str, Tree] = field(default_factory=dict)
    trees_on: Mapping[str, tuple[Tree, ...]] = field(default_factory=dict)
    playbooks: Mapping[str, Playbook] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    connectors: Mapping[str, Connector] = field(default_factory=dict)
    brakes: Mapping[str, Brake] = field(default_factory=dict)
    migrate: tuple[Migrate, ...] = ()
    finishing: Mapping[str, Finishing] = field(default_factory=dict)
    contact: tuple[Contact, ...] = ()
    sources: Mapping[PurePosixPath, str] = field(default_factory=dict)
    digest: str = ""
    events: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)
    tests: Mapping[str, Test] = field(default_factory=dict)
    title: Title | None = None
    note: str | None = None


def figures_of(flow: Flow) -> Iterator[Figure]:
    """Give every figure whose items are kept: those of rules, trees, fields and metrics."""
    askers: tuple[Rule | Tree, ...] = (*flow.rules.values(), *flow.trees.values())
    for each in askers:
        yield from each.facts.values()
    for record in flow.records.values():
        measured = (each.figure for each in record.fields.values())
        yield from (figure for figure in measured if figure is not None)
    for metric in flow.metrics.values():
        yield from metric.figures()
