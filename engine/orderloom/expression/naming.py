"""Names, parts and items: what stands behind a path."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from orderloom.expression.context import Context
from orderloom.expression.currencies import is_currency
from orderloom.expression.faults import shown
from orderloom.expression.kinds import OPEN_KINDS, kind
from orderloom.expression.limits import MAX_REFERENCES
from orderloom.expression.metrics import check_metric
from orderloom.expression.syntax import ItemNode, LoopNode, NameNode, Node, PartNode, Span
from orderloom.expression.typed import (
    Children,
    Constant,
    Item,
    Meaning,
    Part,
    Reached,
    Root,
    Wanted,
)
from orderloom.expression.types import (
    ANY,
    INTEGER,
    ChildrenType,
    ListType,
    ObjectType,
    ReferenceType,
    Type,
)
from orderloom.expression.typos import FOREIGN
from orderloom.names import nearest

Check: TypeAlias = Callable[[Node], Meaning]


def check_name(context: Context, node: NameNode) -> Meaning:
    """Find a name: a loop's variable, else one of the scope."""
    if node.name in context.loops:
        variable = context.loops[node.name]
        return type(variable)(variable.type, node.start, node.end, variable.name, variable.number)
    binding = context.scope.names.get(node.name)
    if binding is None:
        return _unknown_name(context, node)
    name = context.scope.aliases.get(node.name, node.name)
    if binding.is_constant:
        return Constant(binding.type, node.start, node.end, binding.constant)
    return Root(binding.type, node.start, node.end, name, binding)


def _unknown_name(context: Context, node: NameNode) -> Meaning:
    name = node.name
    if name in context.scope.elsewhere:
        return context.refuse(context.scope.elsewhere[name], node, name=name)
    if name in context.scope.functions:
        return context.refuse("OL353", node, found=name)
    if name in FOREIGN:
        return context.refuse("OL339", node, found=name)
    if is_currency(name):
        return context.refuse("OL332", node, found=name, mend=f"{name} 50.00")
    near = nearest(name, [*context.scope.names, *context.loops])
    facts = {"found": shown(name), "nearest": near or "", "quoted": f'"{shown(name)}"'}
    return context.refuse("OL350", node, **facts)


def check_root_free(context: Context, node: LoopNode) -> None:
    """Refuse a loop's variable that already means something else."""
    name = node.variable
    taken = name in context.loops or name in context.scope.names
    if taken or name in context.scope.functions or name.startswith("_"):
        context.faults.add("OL380", node.at, node.at + len(name), found=name)


def check_part(context: Context, node: PartNode, check: Check) -> Meaning:
    """Find ``of.name``."""
    if (metric := check_metric(context, node)) is not None:
        return metric
    of = check(node.of)
    at = Span(node.at, node.end)
    if node.name.startswith("_"):
        return context.refuse("OL351", at, found=shown(node.name), nearest="", known="")
    match of.type:
        case ObjectType() | ReferenceType() as whole:
            return _known_part(context, node, of, whole)
        case _ if kind(of.type) in OPEN_KINDS:
            wanted = Wanted(ANY, of.start, of.end, of, ("object",))
            return Part(ANY, node.start, node.end, wanted, node.name)
        case found:
            code = "OL348" if isinstance(found, ListType) else "OL352"
            return context.refuse(code, at, found=str(found), name=shown(node.name))


def _unknown_part(context: Context, at: Span, name: str, whole: ObjectType) -> Meaning:
    names = [*whole.fields, *(whole.aliases or {})]
    facts = {"found": shown(name), "nearest": nearest(name, names) or ""}
    facts["known"] = ", ".join(names) if len(names) <= 12 else ""
    return context.refuse("OL351", at, **facts)


def _unknown_list(context: Context, at: Span, name: str, lists: ObjectType) -> Meaning:
    """Refuse ``tables.name``: the table has rows, or there is none."""
    if name in context.scope.tables:
        return context.refuse("OL242", at, found=name)
    close = nearest(name, [*lists.fields, *context.scope.tables]) or ""
    return context.refuse("OL237", at, found=shown(name), nearest=close)


def _known_part(
    context: Context, node: PartNode, of: Meaning, holder: ObjectType | ReferenceType
) -> Meaning:
    """Find a part of an object, or of the record that a reference points at."""
    whole = holder.parts if isinstance(holder, ReferenceType) else holder
    name = (whole.aliases or {}).get(node.name, node.name)
    at = Span(node.at, node.end)
    if name not in whole.fields and not whole.open:
        if isinstance(node.of, NameNode) and node.of.name == "tables":
            return _unknown_list(context, at, node.name, whole)
        return _unknown_part(context, at, node.name, whole)
    found = whole.fields.get(name, ANY)
    is_reached = isinstance(holder, ReferenceType)
    if is_reached and _references_before(of) >= MAX_REFERENCES:
        return context.refuse("OL233", at, limit=str(MAX_REFERENCES))
    if isinstance(found, ChildrenType):
        listed, through = found.listed, found.through
        return Children(listed, node.start, node.end, of, node.name, found.record, through)
    if is_reached:
        return Reached(found, node.start, node.end, of, name)
    return _part(found, node, of, name)


def _part(of_type: Type, node: PartNode, of: Meaning, name: str) -> Meaning:
    if isinstance(of, Constant) and isinstance(of.value, Mapping):
        return Constant(of_type, node.start, node.end, of.value.get(name))
    return Part(of_type, node.start, node.end, of, name)


def _references_before(of: Meaning) -> int:
    """Count the references that a path has followed so far."""
    count = 0
    while isinstance(of, Reached | Children | Part | Item | Wanted):
        count += isinstance(of, Reached | Children)
        of = of.of
    return count


def check_item(context: Context, node: ItemNode, check: Check) -> Meaning:
    """Find ``of[index]``."""
    of, index = check(node.of), check(node.index)
    if kind(of.type) not in {"list", *OPEN_KINDS}:
        name = str(index.value) if isinstance(index, Constant) else ""
        return context.refuse("OL377", node, found=str(of.type), name=shown(name))
    if index.type != INTEGER and kind(index.type) not in OPEN_KINDS:
        return context.refuse("OL349", node.index, found=str(index.type))
    if isinstance(index, Constant) and isinstance(index.value, int) and index.value < 0:
        return context.refuse("OL349", node.index, found=str(index.value))
    if kind(of.type) == "any":
        of = Wanted(ListType(ANY), of.start, of.end, of, ("list",))
    if kind(index.type) == "any":
        index = Wanted(INTEGER, index.start, index.end, index, ("integer",))
    item = of.type.item if isinstance(of.type, ListType) else ANY
    return Item(item, node.start, node.end, of, index)
