"""``pick``: which table, and does every column that it asks for get a value of its type."""

from collections.abc import Mapping, Sequence

from orderloom.expression.context import Context
from orderloom.expression.faults import shown
from orderloom.expression.functions.model import Function
from orderloom.expression.kinds import OPEN_KINDS, describe, fits, kind
from orderloom.expression.naming import Check
from orderloom.expression.picking import Picker
from orderloom.expression.syntax import Argument, CallNode, Literal, Span
from orderloom.expression.typed import Call, Constant, Meaning, Wanted
from orderloom.expression.types import (
    ANY,
    DECIMAL,
    INTEGER,
    ObjectType,
    ReferenceType,
    Type,
)
from orderloom.names import nearest

_FEW = 12


def check_pick(context: Context, function: Function, node: CallNode, check: Check) -> Meaning:
    """Check a call of ``pick`` and all its arguments."""
    values = {id(each): check(each.value) for each in node.arguments if each.keyword}
    picker = _table(context, node, check)
    if picker is None:
        return Constant(ANY, node.start, node.end, None)
    given = _by_column(context, node, picker)
    if given is None:
        return Constant(picker.result, node.start, node.end, None)
    columns = tuple(
        _fitting(context, picker, name, values[id(given[name])], of)
        for name, of in picker.asked.items()
    )
    table = Constant(ANY, node.start, node.end, picker)
    arguments: Mapping[str, Meaning | tuple[Meaning, ...]] = {"table": table, "column": columns}
    return Call(picker.result, node.start, node.end, function, arguments)


def _table(context: Context, node: CallNode, check: Check) -> Picker | None:
    """Give the table that the first argument names; None, with a finding, when there is none."""
    positional = [each for each in node.arguments if not each.keyword]
    if not positional:
        end = Span(node.end - 1, node.end)
        context.refuse("OL358", end, function="pick", parameter="table")
        return None
    for each in positional[1:]:
        check(each.value)
        context.refuse("OL359", each, function="pick", most="1")
    first = positional[0].value
    if not isinstance(first, Literal) or first.kind != "text":
        check(first)
        if not context.faults.covers(first.start, first.end):
            context.refuse("OL363", first, function="pick", parameter="table")
        return None
    meaning = check(first)
    name = str(meaning.value) if isinstance(meaning, Constant) else ""
    return _named(context, first, name)


def _named(context: Context, at: Literal, name: str) -> Picker | None:
    tables = context.scope.tables
    if name in tables:
        picker = tables[name]
        if picker is not None and not picker.asked and not picker.gives_all:
            context.refuse("OL244", at, found=name)
            return None
        return picker
    if name in plain_lists(context):
        context.refuse("OL241", at, found=name)
    else:
        context.refuse("OL237", at, found=shown(name), nearest=nearest(name, tables) or "")
    return None


def plain_lists(context: Context) -> Sequence[str]:
    """Give the names of the tables that are plain lists."""
    names = context.scope.names.get("tables")
    return tuple(names.type.fields) if names and isinstance(names.type, ObjectType) else ()


def _by_column(context: Context, node: CallNode, picker: Picker) -> dict[str, Argument] | None:
    """Give the argument for each column asked for; None, with findings, when one is wrong."""
    found: dict[str, Argument] = {}
    sound = True
    for each in node.arguments:
        if not each.keyword:
            continue
        sound = _is_column(context, each, picker, found) and sound
        found.setdefault(each.keyword, each)
    lacking = [name for name in picker.asked if name not in found]
    if lacking and sound:
        end = Span(node.end - 1, node.end)
        context.refuse("OL239", end, table=picker.name, lacking=", ".join(lacking))
    return found if sound and not lacking else None


def _is_column(
    context: Context, given: Argument, picker: Picker, before: dict[str, Argument]
) -> bool:
    name, at = given.keyword, Span(given.start, given.start + len(given.keyword))
    known = ", ".join(picker.asked) if len(picker.asked) <= _FEW else ""
    if name in before:
        context.refuse("OL361", at, function="pick", found=name)
    elif name in picker.given:
        context.refuse("OL246", at, table=picker.name, found=name, known=known)
    elif name not in picker.asked:
        close = nearest(name, picker.asked) or ""
        facts = {"table": picker.name, "found": shown(name), "nearest": close, "known": known}
        context.refuse("OL238", at, **facts)
    else:
        return True
    return False


def _fitting(context: Context, picker: Picker, name: str, value: Meaning, of: Type) -> Meaning:
    """Check a value against its column; what is known only at run time is looked at then."""
    if kind(value.type) == "any":
        return Wanted(ANY, value.start, value.end, value, (kind(of),))
    if kind(value.type) in OPEN_KINDS or _fits(value.type, of):
        return value
    facts = {"name": name, "record": picker.name, "expected": describe(of)}
    return context.refuse("OL232", value, found=describe(value.type), **facts)


def _fits(found: Type, asked: Type) -> bool:
    """Say whether the two can be compared; the id of a record is no text that people write."""
    if isinstance(found, ReferenceType):
        return False
    return fits(found, DECIMAL if asked == INTEGER else asked)
