"""Does an action write something sensitive where it would stand in the clear?"""

from collections.abc import Iterator, Mapping

from orderloom.compiler.build.discreet import Secrets
from orderloom.compiler.checks.acting import Acting, all_acting
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.built_in import CASE
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import Create, Fire, OpenCase, Run, Set
from orderloom.definition.common import Value
from orderloom.definition.flow import Flow
from orderloom.definition.record import Field


def check_exposure(draft: Draft, flow: Flow) -> None:
    """Warn of fields that take over what is sensitive, and of words on roles that say nothing.

    A computed one is sensitive by itself then; one that actions write would stand in the clear.
    """
    _check_computed(draft, flow)
    _check_roles(draft, flow)
    secrets = Secrets(flow.records.values(), flow.machines.values())
    for playbook in flow.playbooks.values():
        for field in playbook.input.values():
            secrets.add(field)
    for acting in all_acting(flow):
        for field, value in _written(flow, acting):
            source = None if field.sensitive else secrets.given_by(value.compiled, field)
            if source is not None:
                draft.findings.warn(
                    "OL473", value.place, related=field.place, field=field.name, source=source
                )


def _check_computed(draft: Draft, flow: Flow) -> None:
    secrets = Secrets(flow.records.values(), flow.machines.values())
    for record in flow.records.values():
        declared = draft.outline.records.get(record.id)
        for name in record.computed:
            field = record.fields[name]
            own = None if declared is None else declared.fields.get(name)
            source = secrets.given_by(field.compute, field)
            if own is None or own.sensitive or not field.sensitive or source is None:
                continue
            if name in _own_fields(draft, record.id):
                draft.findings.warn("OL992", field.place, field=name, source=source)


def _own_fields(draft: Draft, record: str) -> frozenset[str]:
    """Name the fields that a type declares itself: what it takes over is told of there."""
    declaration = draft.outline.declarations.get("record", {}).get(record)
    return frozenset(
        ()
        if declaration is None
        else (key.text for key, _ in reading.entries(declaration.root, "fields"))
    )


def _check_roles(draft: Draft, flow: Flow) -> None:
    """Warn of fields that a role names and never sees."""
    for role in flow.roles.values():
        for see in role.see.values():
            fields = flow.records[see.record].fields if see.record in flow.records else {}
            for name in sorted(see.fields or ()) if see.sensitive == "hide" else ():
                if name in fields and fields[name].sensitive:
                    draft.findings.warn("OL993", see.place, field=name, record=see.record)


def _written(flow: Flow, acting: Acting) -> Iterator[tuple[Field, Value]]:
    """Give what an action writes, with the field it goes to."""
    match acting.action:
        case Set(changes=values):
            fields = _fields(flow, acting.record)
        case Create(record=record, values=values):
            fields = _fields(flow, record)
        case OpenCase(values=values):
            fields = _fields(flow, CASE)
        case Fire(transition=name, inputs=values):
            fields = _inputs(flow, acting.record, name)
        case Run(playbook=name, values=values):
            fields = flow.playbooks[name].input if name in flow.playbooks else {}
        case _:
            return
    yield from ((fields[name], value) for name, value in values if name in fields)


def _fields(flow: Flow, record: str) -> Mapping[str, Field]:
    """Give a type's fields; one that has findings was left out."""
    found = flow.records.get(record)
    return {} if found is None else found.fields


def _inputs(flow: Flow, record: str, transition: str) -> Mapping[str, Field]:
    found: dict[str, Field] = {}
    for machine in flow.machines.values():
        for each in machine.named.get(transition, ()) if machine.record == record else ():
            found.update(each.inputs)
    return found
