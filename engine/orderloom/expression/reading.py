"""Which paths an expression reads, and whether it depends on the time."""

from collections.abc import Iterator

from orderloom.expression.limits import MAX_ITEMS
from orderloom.expression.typed import (
    Call,
    Chain,
    Children,
    Comparison,
    Conditional,
    Constant,
    Item,
    Listing,
    Logic,
    Loop,
    Meaning,
    Membership,
    Negative,
    Not,
    Part,
    Reached,
    Records,
    Root,
    Variable,
    Wanted,
)


def children(node: Meaning) -> tuple[Meaning, ...]:  # noqa: PLR0911 - one line a node
    """Give the values that ``node`` is made of, from left to right."""
    match node:
        case Constant() | Root() | Variable() | Records():
            return ()
        case (
            Part(of=of)
            | Reached(of=of)
            | Children(of=of)
            | Wanted(of=of)
            | Negative(operand=of)
            | Not(operand=of)
        ):
            return (of,)
        case Item(of=of, index=index):
            return (of, index)
        case Logic(operands=operands) | Comparison(operands=operands) | Listing(items=operands):
            return operands
        case Chain(first=first, steps=steps):
            return (first, *(step.operand for step in steps))
        case Membership(value=value, collection=collection):
            return (value, collection)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return (then, condition, otherwise)
        case Loop(item=item, source=source, condition=condition):
            return (source, item) if condition is None else (source, item, condition)
        case Call(arguments=arguments):
            return _arguments(arguments.values())


def _arguments(bound: object) -> tuple[Meaning, ...]:
    flat: list[Meaning] = []
    for each in bound:  # type: ignore[attr-defined]
        flat.extend(each if isinstance(each, tuple) else (each,))
    return tuple(flat)


def known_items(node: Meaning) -> tuple[object, ...]:
    """Give the items of a short list that is known when compiling; none of any other."""
    match node:
        case Listing(items=items):
            known = tuple(item.value for item in items if isinstance(item, Constant))
            return known if len(known) == len(items) else ()
        case Constant(value=tuple() as known) if len(known) <= MAX_ITEMS:
            return known
        case _:
            return ()


def path_of(node: Meaning) -> tuple[str, Root] | None:
    """Give a path as a person writes it, with its root; None when ``node`` is not a path."""
    match node:
        case Root(name=name):
            return name, node
        case Part(of=of, name=name) | Reached(of=of, name=name) | Children(of=of, name=name):
            before = path_of(of)
            return None if before is None else (f"{before[0]}.{name}", before[1])
        case Item(of=of, index=Constant(value=int() as index)):
            before = path_of(of)
            return None if before is None else (f"{before[0]}[{index}]", before[1])
        case Wanted(of=of):
            return path_of(of)
        case _:
            return None


def paths(node: Meaning) -> Iterator[tuple[str, Root, Meaning]]:
    """Give every path that is read, longest ones only, in order of appearance."""
    found = path_of(node)
    if found is not None:
        yield found[0], found[1], node.of if isinstance(node, Wanted) else node
        return
    for child in children(node):
        yield from paths(child)


def roots(node: Meaning) -> Iterator[Root]:
    """Give every name of the scope that is read."""
    if isinstance(node, Root):
        yield node
    for child in children(node):
        yield from roots(child)


def depth(node: Meaning) -> int:
    """Count the levels of a tree, the node's own among them."""
    return 1 + max(map(depth, children(node)), default=0)


def looks_elsewhere(node: Meaning) -> bool:
    """Say whether ``node`` reads other records, which is captured."""
    return isinstance(node, Reached | Children | Records) or any(
        map(looks_elsewhere, children(node))
    )
