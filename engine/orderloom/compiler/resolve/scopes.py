"""Which names each place may use (language, chapter 4), and how generated code reaches them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from orderloom.compiler.resolve.events import OWN_PARTS
from orderloom.compiler.resolve.fields import object_type
from orderloom.compiler.resolve.outline import Outline, RecordOutline
from orderloom.compiler.resolve.settings import type_of
from orderloom.compiler.resolve.tables import TablesOutline
from orderloom.definition.calendar import Calendar
from orderloom.definition.flow import Flow
from orderloom.definition.record import Field
from orderloom.expression import types
from orderloom.expression.calendars import Calendar as WorkingTime
from orderloom.expression.scope import METRICS, STOCK_CALL, Name, Scope
from orderloom.expression.types import (
    ChildrenType,
    ListType,
    ObjectType,
    ReferenceType,
    Type,
)

MEASURED = "e.records.measured("
"""Begins how generated code reaches a field that is a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What can be seen from one place.

    ``complete`` is False when a broken definition may declare further names: then an unknown
    name is not held against the place.
    """

    scope: Scope
    complete: bool = True

    def with_result(self, name: str, of: Type) -> "Sight":
        """Add the result of an action, seen by those after it."""
        result = Name(type=of, source=f"e.results.get({name!r})")
        return self.adding({name: result})

    def adding(self, names: Mapping[str, Name]) -> "Sight":
        """Add names."""
        scope = replace(self.scope, names=dict(self.scope.names) | dict(names))
        return replace(self, scope=scope)

    def without_metrics(self, code: str) -> "Sight":
        """Take the metrics away; ``code`` says why."""
        elsewhere = dict(self.scope.elsewhere) | {METRICS: code}
        return replace(self, scope=replace(self.scope, metrics=None, elsewhere=elsewhere))

    def without_measured(self) -> "Sight":
        """Take away metrics and the fields that are figures: nothing says when they change."""
        found = self.scope.names.items()
        measured = [name for name, each in found if each.source.startswith(MEASURED)]
        names = {name: each for name, each in found if name not in measured}
        elsewhere = dict(self.scope.elsewhere) | dict.fromkeys(measured, "OL165")
        sight = replace(self, scope=replace(self.scope, names=names, elsewhere=elsewhere))
        return sight.without_metrics("OL165").without_stocks()

    def without_stocks(self) -> "Sight":
        """Take away what stocks have: nothing says when that changes."""
        elsewhere = dict(self.scope.elsewhere) | {STOCK_CALL: "OL055"}
        return replace(self, scope=replace(self.scope, elsewhere=elsewhere))

    def without_now(self, code: str) -> "Sight":
        """Take ``now`` away; ``code`` says why."""
        names = {name: each for name, each in self.scope.names.items() if name != "now"}
        elsewhere = dict(self.scope.elsewhere) | {"now": code}
        return replace(self, scope=replace(self.scope, names=names, elsewhere=elsewhere))


def record_sight(outline: Outline, record: RecordOutline, event: ObjectType) -> Sight:
    """Give what machines, rules and computed fields of ``record`` see at ``event``."""
    stored = {name: each for name, each in record.fields.items() if not each.measured}
    old = Name(type=record_type(replace(record, fields=stored)), source="e.old")
    names = (
        _record_names(record)
        | _everywhere(outline)
        | {"old": old, "event": Name(type=event, source="e.event")}
    )
    scope = _scope(outline, names, _aliases(record.fields.values()))
    return Sight(scope=_with_records(scope, outline, record), complete=record.complete)


def sight_without_record(outline: Outline, event: ObjectType) -> Sight:
    """Give what schedules, and rules on events without record, see: ``event`` and no fields."""
    names = _everywhere(outline) | {"event": Name(type=event, source="e.event")}
    scope = _with_records(_scope(outline, names, {}), outline, None)
    return Sight(scope=scope)


def _with_records(scope: Scope, outline: Outline, record: RecordOutline | None) -> Scope:
    """Let functions look at the store's records, and at when ``record`` entered its states."""
    machines = () if record is None else record.machines
    return replace(
        scope,
        shapes=outline.shapes,
        identities={name: each.identity for name, each in outline.records.items()},
        states={machine.field: tuple(machine.states) for machine in machines},
        stocks=outline.stocks,
    )


def group_sight(outline: Outline, sight: Sight, per: tuple[str, ...]) -> Sight:
    """Let a place that stands for one group name what names it, and see the group's metrics."""
    for name in per:
        sight = sight.with_result(name, types.ANY)
    scope = replace(sight.scope, metrics=outline.metrics.gauges(per))
    return replace(sight, scope=scope)


def mapping_sight(
    outline: Outline, above: Iterable[Field], *, grouped: bool, complete: bool
) -> Sight:
    """Give what a mapping sees: the raw object, and the fields mapped above.

    Args:
        outline: The flow.
        above: Fields already mapped; each is reached as in a record.
        grouped: Whether the mapping has ``group_by``, so that there are ``rows``.
        complete: Whether the record type is known whole.
    """
    fields = tuple(above)
    names = {each.name: field_name(each.name, each.type) for each in fields}
    names |= _everywhere(outline) | {"raw": Name(type=types.ANY, source="e.raw")}
    if grouped:
        names["rows"] = Name(type=ListType(types.ANY), source="e.raw.get('rows')")
    sight = Sight(scope=_scope(outline, names, _aliases(fields)), complete=complete)
    return sight.without_metrics("OL194")


def message_sight(outline: Outline, record: RecordOutline | None, message: str) -> Sight:
    """Give what a message's text sees: the record, ``with`` names of any notify, ``to``."""
    values = outline.message_values.get(message, frozenset())
    names = {
        name: Name(type=types.ANY, source=f"e.values.get({name!r})") for name in sorted(values)
    }
    aliases: dict[str, str] = {}
    if record is not None:
        names = _record_names(record) | names
        aliases = _aliases(record.fields.values())
    told = ListType(types.ANY)
    given = outline.given_names.get(message, frozenset())
    names |= {name: Name(type=told, source=f"e.values.get({name!r})") for name in sorted(given)}
    names |= _everywhere(outline) | {"to": Name(type=types.ANY, source="e.to")}
    scope = _with_records(_scope(outline, names, aliases), outline, record)
    return Sight(scope=scope, complete=record is None or record.complete)


def item_sight(outline: Outline, parts: Mapping[str, Type], record: RecordOutline | None) -> Sight:
    """Give what a figure sees of an item: an event's payload, then its record's names.

    Nothing else: what an item counts for must not depend on when, or on what else, is looked at.

    Args:
        outline: The flow.
        parts: Those of the event; none where records are the items.
        record: Whose names are seen.
    """
    own = {name: of for name, of in parts.items() if name in OWN_PARTS}
    payload = {name: of for name, of in parts.items() if name not in OWN_PARTS}
    of_record = {} if record is None else _plain_types(record)
    names = {name: field_name(name, of) for name, of in (own | of_record | payload).items()}
    around = {each: name for each, name in _everywhere(outline).items() if name.is_constant}
    scope = _scope(
        outline,
        names | around | {"tables": outline.tables.name},
        {
            alias: name
            for alias, name in ({} if record is None else _aliases(record.fields.values())).items()
            if name not in payload
        },
    )
    elsewhere = dict(scope.elsewhere) | dict.fromkeys(("now", "user", "old", "event"), "OL162")
    complete = record is None or record.complete
    sight = Sight(scope=replace(scope, elsewhere=elsewhere), complete=complete)
    return sight.without_metrics("OL194")


def _plain_types(record: RecordOutline) -> dict[str, Type]:
    """Give the names of a record that tell nothing of another one; a reference is a text."""
    fields = {name: each.type for name, each in record.fields.items() if not each.measured}
    own = fields | _engine_types(record)
    return {
        name: types.TEXT if isinstance(of, ReferenceType) else of
        for name, of in own.items()
        if not isinstance(of, ChildrenType)
    }


def sight_in_test(
    outline: Outline, own: Mapping[str, Name], record: RecordOutline | None = None
) -> Sight:
    """Give what a test sees: its ``own`` names, and before them those of an examined record."""
    names = dict(own) | _everywhere(outline)
    aliases: dict[str, str] = {}
    if record is not None:
        names |= _record_names(record)
        aliases = _aliases(record.fields.values())
    scope = _with_records(_scope(outline, names, aliases), outline, record)
    return Sight(scope=scope, complete=record is None or record.complete)


def record_type(record: RecordOutline) -> ObjectType:
    """Give a record's own names as the parts of an object."""
    fields = object_type(dict(record.fields))
    return ObjectType(
        fields=dict(fields.fields) | _engine_types(record),
        aliases=fields.aliases,
        record=record.id,
    )


def _record_names(record: RecordOutline) -> dict[str, Name]:
    own = {name: each.type for name, each in record.fields.items()}
    names = {name: field_name(name, of) for name, of in (own | _engine_types(record)).items()}
    for name, each in record.fields.items():
        if each.measured:
            source = f"{MEASURED}{record.id!r}, {name!r}, s)"
            names[name] = Name(type=each.type, source=source, volatile=True)
    return names


def field_name(name: str, of: Type) -> Name:
    """Give a name of a record, or of what is seen like one."""
    if isinstance(of, ChildrenType):
        source = f"e.records.children({of.record!r}, {of.through!r}, s.get('id'))"
        return Name(type=of.listed, source=source)
    return Name(type=of, source=f"s.get({name!r})")


def _engine_types(record: RecordOutline) -> dict[str, Type]:
    """Give what every record has besides its fields, and what its machines bring."""
    found: dict[str, Type] = {
        "id": types.TEXT,
        "created_at": types.TIME,
        "changed_at": types.TIME,
        "version": types.INTEGER,
        "source": types.TEXT,
        "tags": ListType(types.TEXT),
        "holds": ListType(types.TEXT),
    }
    for machine in record.machines:
        found[machine.field] = machine.choice()
        found[f"{machine.field}_since"] = types.TIME
    return found


def scope_with_constants(scope: Scope, flow: Flow) -> Scope:
    """Let a scope that has only data see the constants of a flow: ``settings`` and ``tables``."""
    settings = dict(flow.settings)
    named = Name(type=type_of(settings), constant=settings, is_constant=True)
    scope = replace(scope, names=dict(scope.names) | {"settings": named})
    scope = replace(scope, calendars=working_times(flow.calendars))
    return TablesOutline(tables=flow.tables).added_to(scope)


def working_times(calendars: Mapping[str, Calendar | None]) -> dict[str, WorkingTime | None]:
    """Give what expressions count working time with, by calendar."""
    return {name: None if each is None else each.working_time for name, each in calendars.items()}


def _everywhere(outline: Outline) -> dict[str, Name]:
    settings = dict(outline.settings)
    user = ObjectType({"id": types.TEXT, "roles": ListType(types.TEXT)})
    return {
        "now": Name(type=types.TIME, source="e.now", volatile=True),
        "user": Name(type=user, source="e.user"),
        "settings": Name(type=type_of(settings), constant=settings, is_constant=True),
        "tables": outline.tables.name,
    }


def _scope(outline: Outline, names: Mapping[str, Name], aliases: Mapping[str, str]) -> Scope:
    """Complete a scope with aliases, and with why other places' names are not here."""
    usable = {
        alias: name for alias, name in aliases.items() if alias not in names and name in names
    }
    elsewhere = {
        "raw": "OL451",
        "rows": "OL452",
        "to": "OL453",
        "old": "OL454",
        "event": "OL454",
        METRICS: "OL198",
        "answer": "OL455",
        "place": "OL455",
        "this": "OL468",
        "secret": "OL456",
        "input": "OL456",
    }
    return Scope(
        names=dict(names) | {alias: names[name] for alias, name in usable.items()},
        zone=outline.zone,
        aliases=usable,
        elsewhere={name: code for name, code in elsewhere.items() if name not in names},
        tables=outline.tables.pickers,
        rates=outline.tables.rates,
        metrics=outline.metrics.gauges(),
        calendars=working_times(outline.calendars),
        added=outline.extensions.functions,
        unusable=outline.extensions.broken_functions,
    )


def _aliases(fields: Iterable[Field]) -> dict[str, str]:
    return {alias: each.name for each in fields for alias in each.aliases}
