"""The verbs: what each action needs of the flow around it."""

from collections.abc import Mapping

from orderloom.compiler.build.record_values import build_changes, build_new_values
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.build.values import build_value, is_expression
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.built_in import CASE
from orderloom.compiler.resolve.outline import EVERYWHERE
from orderloom.definition.action import (
    Action,
    Create,
    Emit,
    Fire,
    Hold,
    Notify,
    Run,
    Set,
    Tag,
    Unhold,
)
from orderloom.definition.common import Value
from orderloom.definition.record import Field
from orderloom.diagnostics import Place
from orderloom.expression.types import ReferenceType


def build_set(setting: Setting, node: MapNode, common: Common) -> Action:
    """Build ``set``: fields of the record, never a machine's and never what the engine keeps."""
    return Set(changes=build_changes(setting, reading.submap(node, "set")), **common)


def build_fire(setting: Setting, node: MapNode, named: ScalarNode, common: Common) -> Action | None:
    """Build ``fire`` with the inputs that the transition asks."""
    machine = setting.record.machine_of(named.text)
    if machine is None:
        if setting.record.complete:
            places = setting.record.transitions()
            setting.draft.unknown("OL206", named, places, record=setting.record.id)
        return None
    inputs: dict[str, Field] = {}
    for way in machine.transitions[named.text]:
        inputs |= way.inputs
    given = reading.submap(node, "with")
    _check_inputs(setting, named, given, inputs)
    values = typed_values(setting, given, inputs, "OL221", named.text)
    return Fire(transition=named.text, inputs=values, **common)


def _check_inputs(
    setting: Setting, named: ScalarNode, given: MapNode | None, inputs: Mapping[str, Field]
) -> None:
    for name in inputs:
        if given is None or name not in given:
            setting.draft.findings.error(
                "OL415", named.place, transition=named.text, name=name, related=inputs[name].place
            )


def typed_values(
    setting: Setting, given: MapNode | None, fields: Mapping[str, Field], code: str, owner: str
) -> tuple[tuple[str, Value], ...]:
    """Build ``with`` values, each for the field of its name; ``code`` reports unknown names."""
    found: list[tuple[str, Value]] = []
    for key, value in () if given is None else reading.pairs(given):
        field = fields.get(key.text)
        if field is None:
            places = {name: each.place for name, each in fields.items()}
            # The owner is a transition to one code, a record type to the other.
            setting.draft.unknown(code, key, places, owner=owner, record=owner)
            continue
        built = build_value(setting.draft, value, setting.sight, field)
        if built is not None:
            found.append((key.text, built))
    return tuple(found)


def build_run(setting: Setting, node: MapNode, named: ScalarNode, common: Common) -> Action | None:
    """Build ``run``: a playbook about this record, with what it cannot do without."""
    if not setting.draft.one_of("playbook", "OL460", named):
        return None
    playbook = setting.draft.outline.playbooks[named.text]
    if playbook.record not in (setting.record.id, *setting.record.lineage):
        facts = {"name": named.text, "record": playbook.record, "here": setting.record.id}
        setting.draft.findings.error("OL461", named.place, related=playbook.place, **facts)
        return None
    given = reading.submap(node, "with")
    for name, field in playbook.inputs.items():
        if field.required and (given is None or name not in given):
            facts = {"playbook": named.text, "name": name}
            setting.draft.findings.error("OL463", named.place, related=field.place, **facts)
    values = typed_values(setting, given, playbook.inputs, "OL462", named.text)
    return Run(playbook=named.text, values=values, **common)


def build_emit(setting: Setting, node: MapNode, named: ScalarNode, common: Common) -> Action | None:
    """Build ``emit``: an event of the flow's own, with the parts it cannot do without."""
    events = setting.draft.outline.own_events
    if named.text not in events:
        places = {name: each.place for name, each in events.items()}
        setting.draft.unknown("OL568", named, places)
        return None
    fields = events[named.text].fields
    given = reading.submap(node, "with")
    for name, field in fields.items():
        if field.required and (given is None or name not in given):
            facts = {"event": named.text, "name": name}
            setting.draft.findings.error("OL570", named.place, related=field.place, **facts)
    values = typed_values(setting, given, fields, "OL569", named.text)
    return Emit(event=named.text, values=values, **common)


def build_create(
    setting: Setting, node: MapNode, named: ScalarNode, common: Common
) -> Action | None:
    """Build ``create``, which needs every identity field of what it makes."""
    if named.text == CASE:
        setting.draft.findings.error("OL416", named.place)
        return None
    record = setting.draft.record(named)
    if record is None:
        return None
    values = build_new_values(setting, named, reading.submap(node, "with"), record)
    match reading.text(node, "exists", "keep"):
        case "set":
            return Create(record=record.id, values=values, exists="set", **common)
        case "refuse":
            return Create(record=record.id, values=values, exists="refuse", **common)
        case _:
            return Create(record=record.id, values=values, **common)


def build_tag(node: MapNode, common: Common) -> Action:
    """Build ``tag`` and ``untag``."""
    off = "untag" in node
    return Tag(tag=reading.text(node, "untag" if off else "tag"), off=off, **common)


def build_hold(setting: Setting, node: MapNode, named: ScalarNode, common: Common) -> Action:
    """Build ``hold``; it may block transitions of the record's machines, and ``push``."""
    blocks = reading.words(node, "blocks")
    places = setting.record.transitions() | {"push": Place("", 0)}
    for name in blocks:
        if name.text not in places and setting.record.complete:
            setting.draft.unknown("OL206", name, places, record=setting.record.id)
    return Hold(
        hold=named.text,
        blocks=tuple(name.text for name in blocks),
        by=setting.draft.roles(reading.words(node, "by")),
        why=reading.title(node, "why", setting.draft.outline.language),
        **common,
    )


def build_unhold(setting: Setting, node: MapNode, named: ScalarNode, common: Common) -> Action:
    """Build ``unhold``."""
    why = reading.title(node, "why", setting.draft.outline.language)
    return Unhold(hold=named.text, why=why, **common)


def build_notify(setting: Setting, node: MapNode, common: Common) -> Action | None:
    """Build ``notify``: to a role, to who a value names, else to the record's own contact."""
    named = reading.scalar(node, "notify")
    if named is None or not setting.draft.one_of("message", "OL208", named):
        return None
    _check_message(setting, node, named)
    role, address = _addressee(setting, node, named)
    return Notify(
        message=named.text,
        role=role,
        to=address,
        to_record=_reached(setting, address),
        values=_message_values(setting, node, named),
        media=reading.texts(node, "media"),
        **common,
    )


def _addressee(
    setting: Setting, node: MapNode, named: ScalarNode
) -> tuple[str | None, Value | None]:
    """Give the role or the value under ``to``; without it the record must have a contact."""
    to = reading.scalar(node, "to")
    if to is None:
        if not setting.record.can_be_reached and setting.record.complete:
            setting.draft.findings.error(
                "OL418", named.place, related=setting.record.place, record=setting.record.id
            )
        return None, None
    if is_expression(to):
        return None, build_value(setting.draft, to, setting.sight, None)
    return next(iter(setting.draft.roles((to,))), None), None


def _reached(setting: Setting, address: Value | None) -> str | None:
    """Give the type of the record whose own person an address stands for, None for any other."""
    if address is None or address.compiled is None:
        return None
    of = address.compiled.type
    if not isinstance(of, ReferenceType):
        return None
    record = setting.draft.outline.records.get(of.record)
    if record is not None and record.complete and not record.can_be_reached:
        setting.draft.findings.error("OL418", address.place, related=record.place, record=record.id)
    return of.record


def _message_values(
    setting: Setting, node: MapNode, named: ScalarNode
) -> tuple[tuple[str, Value], ...]:
    """Build what is handed to a message's text, under names that mean nothing there yet."""
    declaration = setting.draft.outline.declarations["message"][named.text]
    record = setting.draft.outline.records.get(reading.text(declaration.root, "record"))
    taken = set() if record is None else {*record.fields, *record.engine_names()}
    taken |= setting.draft.outline.given_names.get(named.text, frozenset())
    values: list[tuple[str, Value]] = []
    for key, value in reading.entries(node, "with"):
        if key.text in taken | EVERYWHERE:
            setting.draft.findings.error("OL217", key.place, name=key.text)
        built = build_value(setting.draft, value, setting.sight, None)
        if built is not None:
            values.append((key.text, built))
    return tuple(values)


def _check_message(setting: Setting, node: MapNode, named: ScalarNode) -> None:
    """Refuse a message about other records, and media that it has no text for."""
    declaration = setting.draft.outline.declarations["message"][named.text]
    about = reading.scalar(declaration.root, "record")
    if about is not None and about.text != setting.record.id:
        setting.draft.findings.error(
            "OL417",
            named.place,
            related=about.place,
            name=named.text,
            record=about.text,
            here=setting.record.id or "–",
        )
    media = reading.submap(declaration.root, "media")
    for name in reading.words(node, "media"):
        if media is not None and name.text not in media:
            places = {each: key.place for each, key in media.keys.items()}
            setting.draft.unknown("OL219", name, places, message=named.text)
