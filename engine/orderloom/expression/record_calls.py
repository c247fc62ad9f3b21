"""Calls that are about records: what only the flow's record types can check."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from orderloom.expression.context import Context
from orderloom.expression.faults import shown
from orderloom.expression.functions.model import Function
from orderloom.expression.kinds import OPEN_KINDS, describe, fits, kind
from orderloom.expression.scope import ENTERED, STOCK_CALL, Name
from orderloom.expression.syntax import CallNode, Span
from orderloom.expression.typed import Call, Constant, Meaning, Root
from orderloom.expression.types import DECIMAL, TIME, ListType, ReferenceType
from orderloom.names import nearest

Arguments: TypeAlias = "Mapping[str, Meaning | tuple[Meaning, ...]]"
CheckRecordCall: TypeAlias = Callable[[Context, CallNode, Function, Arguments], Meaning]


def _check_record(
    context: Context, node: CallNode, function: Function, arguments: Arguments
) -> Meaning:
    """Check that the type exists, and that the keys are its identity."""
    record = _literal(arguments["type"])
    identity = context.scope.identities.get(record)
    if identity is None:
        near = nearest(record, context.scope.identities) or ""
        return context.refuse("OL230", _span(arguments["type"]), found=shown(record), nearest=near)
    keys = arguments["key"]
    assert isinstance(keys, tuple)  # noqa: S101 - a repeated parameter
    if len(keys) != len(identity):
        facts = {"record": record, "identity": ", ".join(identity), "found": str(len(keys))}
        return context.refuse("OL231", node, wanted=str(len(identity)), **facts)
    reference = ReferenceType(record, context.scope.shapes)
    for name, key in zip(identity, keys, strict=True):
        wanted = reference.parts.fields[name]
        if not fits(key.type, wanted):
            facts = {"name": name, "record": record, "expected": describe(wanted)}
            return context.refuse("OL232", key, found=describe(key.type), **facts)
    return Call(reference, node.start, node.end, function, arguments)


def _check_newest(
    context: Context, node: CallNode, function: Function, arguments: Arguments
) -> Meaning:
    """Check that it is records that are asked for."""
    listed = arguments["list"]
    assert not isinstance(listed, tuple)  # noqa: S101 - no repeated parameter
    item = listed.type.item if isinstance(listed.type, ListType) else listed.type
    if not isinstance(item, ReferenceType) and kind(item) not in OPEN_KINDS:
        return context.refuse("OL234", listed, found=describe(listed.type))
    return Call(listed.type, node.start, node.end, function, arguments)


def _check_entered(context: Context, node: CallNode, _: Function, arguments: Arguments) -> Meaning:
    """Check that the record has the state; what is read is a name of its own."""
    field, state = _literal(arguments["field"]), _literal(arguments["state"])
    states = context.scope.states.get(context.scope.aliases.get(field, field))
    if states is None:
        near, known = nearest(field, context.scope.states) or "", ", ".join(context.scope.states)
        facts = {"found": shown(field), "nearest": near, "known": known}
        return context.refuse("OL235", _span(arguments["field"]), **facts)
    if state not in states:
        near, known = nearest(state, states) or "", ", ".join(states)
        facts = {"found": shown(state), "nearest": near, "known": known, "field": field}
        return context.refuse("OL236", _span(arguments["state"]), **facts)
    name = f"{ENTERED}{field}.{state}"
    return Root(TIME, node.start, node.end, name, Name(type=TIME, source=f"s.get({name!r})"))


def _check_stock(
    context: Context, node: CallNode, function: Function, arguments: Arguments
) -> Meaning:
    """Check that there is such a stock, and that goods may be of such a kind there."""
    if (code := context.scope.elsewhere.get(STOCK_CALL)) is not None:
        return context.refuse(code, node)
    stock, kind_of = _literal(arguments["id"]), _literal(arguments["kind"])
    kinds = context.scope.stocks.get(stock)
    if kinds is None:
        facts = {"name": shown(stock), "nearest": nearest(stock, context.scope.stocks) or ""}
        known = ", ".join(context.scope.stocks)
        return context.refuse("OL734", _span(arguments["id"]), known=known, **facts)
    if kind_of not in kinds:
        facts = {"name": shown(kind_of), "nearest": nearest(kind_of, kinds) or "", "stock": stock}
        return context.refuse("OL735", _span(arguments["kind"]), known=", ".join(kinds), **facts)
    return Call(DECIMAL, node.start, node.end, function, arguments)


def _literal(argument: "Meaning | tuple[Meaning, ...]") -> str:
    return str(argument.value) if isinstance(argument, Constant) else ""


def _span(argument: "Meaning | tuple[Meaning, ...]") -> Span:
    assert not isinstance(argument, tuple)  # noqa: S101 - no repeated parameter
    return Span(argument.start, argument.end)


RECORD_CALLS: Mapping[str, CheckRecordCall] = MappingProxyType(
    {
        "record": _check_record,
        "newest": _check_newest,
        "entered": _check_entered,
        "stock": _check_stock,
    }
)
