"""Building all definitions of a flow, and putting them together."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Protocol, TypeVar

from orderloom.compiler.build.brake import build_brakes
from orderloom.compiler.build.connection import build_connection
from orderloom.compiler.build.connector import build_connector
from orderloom.compiler.build.contact import build_contact
from orderloom.compiler.build.discreet import discreet
from orderloom.compiler.build.finishing import build_finishing
from orderloom.compiler.build.flow import build_environments, build_events, by_event
from orderloom.compiler.build.machine import (
    build_approval_machine,
    build_case_machine,
    build_machine,
)
from orderloom.compiler.build.mapping import build_mapping
from orderloom.compiler.build.memory import remembering
from orderloom.compiler.build.message import build_message
from orderloom.compiler.build.migrate import build_migrate
from orderloom.compiler.build.outbound import build_outbound
from orderloom.compiler.build.own_records import Uses, own_records
from orderloom.compiler.build.playbook import build_playbook
from orderloom.compiler.build.record import build_record
from orderloom.compiler.build.role import build_role
from orderloom.compiler.build.rule import build_rule
from orderloom.compiler.build.schedule import build_schedule
from orderloom.compiler.build.stock import build_stock
from orderloom.compiler.build.suggest import with_sought
from orderloom.compiler.build.test import build_test
from orderloom.compiler.build.tree import build_tree
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.approval import approval_type
from orderloom.compiler.resolve.built_in import CASE, CASE_MACHINE, case_type
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.flow import Flow
from orderloom.definition.machine import APPROVAL_MACHINE
from orderloom.definition.record import APPROVAL

Built_co = TypeVar("Built_co", covariant=True)


class Builder(Protocol[Built_co]):
    """Builds a definition of one kind; None when it cannot be."""

    def __call__(self, draft: Draft, declaration: Declaration, /) -> Built_co | None:
        """Build ``declaration``."""
        ...


def build_flow(draft: Draft, sources: Mapping[PurePosixPath, str], digest: str) -> Flow | None:
    """Build everything whose shape is right; what has findings is left out.

    Returns:
        None when the flow's own definition is broken; its parts were checked all the same.
    """
    flow = next(iter(draft.outline.declarations["flow"].values()))
    records = {CASE: case_type(), APPROVAL: approval_type()} | dict(
        _all(draft, "record", build_record)
    )
    stocks = _all(draft, "stock", build_stock)
    roles = _all(draft, "role", build_role)
    case_machine = build_case_machine(tuple(sorted(roles)))
    machines = {CASE_MACHINE: case_machine, APPROVAL_MACHINE: build_approval_machine()}
    machines |= _all(draft, "machine", build_machine)
    finishing = build_finishing(draft)
    machines |= {name: each.machine for name, each in finishing.items()}
    mappings = _all(draft, "mapping", build_mapping)
    outbound = _all(draft, "mapping", build_outbound)
    rules = _all(draft, "rule", build_rule)
    trees = _all(draft, "tree", build_tree)
    playbooks = _all(draft, "playbook", build_playbook)
    schedules = _all(draft, "schedule", build_schedule)
    messages = _all(draft, "message", build_message)
    connections = _all(draft, "connection", build_connection)
    connectors = _all(draft, "connector", build_connector)
    tests = _all(draft, "test", build_test)
    environments = build_environments(draft, flow.root)
    brakes = build_brakes(draft, flow.root)
    contact = build_contact(draft, flow)
    events = build_events(draft, flow)
    migrate = build_migrate(draft, flow)
    if not flow.sound:
        return None
    sorted_by_trees = {tree.record for tree in trees.values()}
    return Flow(
        id=flow.id,
        place=flow.place,
        zone=draft.outline.zone,
        currency=draft.outline.currency,
        languages=draft.outline.languages,
        environment=draft.outline.environment,
        environments=environments,
        settings=draft.outline.settings,
        records=MappingProxyType(
            remembering(
                draft,
                with_sought(discreet(records, machines)),
                machines,
                sorted_by_trees,
                rules.values(),
            )
            | own_records(
                records,
                machines,
                rules.values(),
                Uses(braked=bool(brakes), stocked=bool(stocks), limited=bool(contact)),
            )
        ),
        machines=MappingProxyType(machines),
        mappings=mappings,
        rules=rules,
        messages=messages,
        roles=roles,
        connections=connections,
        connectors=connectors,
        brakes=MappingProxyType(brakes),
        contact=contact,
        rules_on=by_event(rules.values()),
        trees=trees,
        trees_on=by_event(trees.values()),
        laters=MappingProxyType(draft.laters),
        openings=MappingProxyType(draft.openings),
        outbound=outbound,
        events=MappingProxyType(events),
        calls=MappingProxyType(draft.calls),
        playbooks=playbooks,
        schedules=schedules,
        metrics=draft.outline.metrics.metrics,
        spreads=MappingProxyType(draft.spreads),
        reserves=MappingProxyType(draft.reserves),
        stocks=stocks,
        tables=draft.outline.tables.tables,
        calendars=MappingProxyType(
            {name: each for name, each in draft.outline.calendars.items() if each is not None}
        ),
        migrate=migrate,
        finishing=MappingProxyType(finishing),
        sources=sources,
        digest=digest,
        tests=tests,
        title=reading.title(flow.root, "title", draft.outline.language),
        note=reading.optional_text(flow.root, "note"),
    )


def _all(draft: Draft, kind: str, build: Builder[Built_co]) -> Mapping[str, Built_co]:
    """Build every sound definition of a kind, by id, in file order."""
    found: dict[str, Built_co] = {}
    for declaration in draft.outline.sound(kind):
        built = build(draft, declaration)
        if built is not None:
            found[declaration.id] = built
    return MappingProxyType(found)
