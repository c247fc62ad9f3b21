"""Mappings made by hand, short enough to stand in a test."""

import re
from datetime import UTC, datetime

from orderloom.codes.catalogue import lookup
from orderloom.definition.common import Value
from orderloom.definition.mapping import Item, Mapping, Path, Source, Span, Step
from orderloom.definition.record import Field, RecordType
from orderloom.diagnostics import Place
from orderloom.expression import types
from orderloom.expression.compile import compile_expression
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import ChoiceType, ListType
from orderloom.flow.message import Message, message_id
from orderloom.mapping.program import build_mapping

PLACE = Place("mappings/order.yaml", 7, 9)
RECEIVED = datetime(2026, 1, 5, 12, tzinfo=UTC)
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+|\*)\]")


def path(text):
    """`a.b[0].c`, `rows[*]`."""
    steps = []
    for key, index in _STEP.findall(text):
        every = index == "*"
        steps.append(
            Step(key=key or None, index=int(index) if index and not every else None, every=every)
        )
    return Path(text=text, steps=tuple(steps))


def column(name):
    return Path(text=name, steps=(Step(key=name),))


def field(name, kind="text", **more):
    if kind == "choice":
        more.setdefault("type", ChoiceType(("red", "blue")))
    return Field(name=name, kind=kind, place=PLACE, **{"type": types.TEXT, **more})


def item(source, kind="text", *, name="value", target=None, **more):
    """An item from a path, or from an expression when `source` starts with `=`."""
    target = target or field(name, kind)
    if kind == "money":
        more.setdefault("currency", "CNY")
    origin = {"value": expression(source)} if source.startswith("=") else {"path": path(source)}
    return Item(target=target, kind=kind, place=PLACE, **origin, **more)


def lines(parts, *, each="lines[*]", name="lines", key=None, **more):
    """A list of objects; `each` is a path, or an expression when it starts with `=`."""
    target = field(name, "list", parts={part: one.target for part, one in parts.items()}, key=key)
    origin = {"each_value": expression(each)} if each.startswith("=") else {"each_path": path(each)}
    return Item(
        target=target, kind="list", place=PLACE, parts=tuple(parts.items()), **origin, **more
    )


def expression(text):
    names = {
        "raw": Name(type=types.ANY, source="e.raw"),
        "rows": Name(type=ListType(types.ANY), source="e.raw.get('rows')"),
        "no": Name(type=types.TEXT, source="s.get('no')"),
        "now": Name(type=types.TIME, source="e.now", volatile=True),
    }
    scope = Scope(names=names, zone="UTC")
    return Value(place=PLACE, compiled=compile_expression(text.removeprefix("="), scope))


def json_source(each=None, **more):
    found = None if each is None else path(each)
    return Source(format="json", place=PLACE, each=found, **more)


def csv_source(**more):
    return Source(format="csv", place=PLACE, **more)


def fixed_source(*columns, **more):
    """Columns as `(name, begin, end)`, positions from 0."""
    spans = tuple(Span(name=name, begin=begin, end=end) for name, begin, end in columns)
    names = tuple(span.name for span in spans)
    return Source(format="fixed", place=PLACE, spans=spans, columns=names, **{"header": 0, **more})


def mapping(items, read=None, *, identity=("no",), zone="Asia/Shanghai", **more):
    """A mapping whose first field is `no`, from `no`, unless `items` say otherwise."""
    items = {"no": item("no", name="no"), **items}
    return Mapping(
        id="shop_order",
        record="order",
        place=PLACE,
        read=read or json_source(),
        items=tuple(items.items()),
        identity=identity,
        zone=zone,
        **more,
    )


def program(items, read=None, **more):
    made = mapping(items, read, **more)
    record = RecordType(id="order", place=PLACE, identity=made.identity, fields={})
    return build_mapping(made, record, "UTC")


def message(body):
    body = body.encode() if isinstance(body, str) else body
    return Message(
        id=message_id("shop_order", None, "orders", body),
        mapping="shop_order",
        name="orders",
        body=body,
        received_at=RECEIVED,
    )


def split(made, body, start=0):
    return list(made.split(message(body), start))


def said(fault, language="en"):
    """What a person reads about an item fault or an error."""
    return lookup(fault.code).message.fill(fault.facts, language)


def hint(fault, language="en"):
    return lookup(fault.code).hint(fault.facts, language)


def told(items):
    """Every fault of every failed item: where, and what a person reads."""
    faults = [fault for one in items for fault in getattr(one, "faults", ())]
    return [f"{fault.where}: {said(fault)}" for fault in faults]
