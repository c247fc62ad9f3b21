"""The form of an expression: what was meant, without where it stands. Equal forms, equal values."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, NamedTuple, TypeAlias

from orderloom.expression.functions.model import Function
from orderloom.expression.reading import children
from orderloom.expression.scope import Name
from orderloom.expression.typed import (
    Constant,
    Item,
    Meaning,
    Part,
    Reached,
    Root,
    Step,
    Typed,
    Wanted,
)
from orderloom.expression.values import Money

Form: TypeAlias = tuple[object, ...]


class To(NamedTuple):
    """A step from a reference into the record that it points at."""

    name: str


Spot: TypeAlias = tuple[str | int | To, ...]
"""A path from a name of the scope down: ``("buyer", "phone")``, ``("customer", To("tier"))``."""

_PLACES = frozenset({"start", "end", "type", "kinds"})


def form(node: Meaning) -> Form:
    """Give what an expression means, comparable and hashable."""
    plain = without_wanted(node)
    match plain:
        case Constant(value=value):
            return ("constant", type(value).__name__, str(value))
        case _:
            found = _form(plain)
            return found if isinstance(found, tuple) else (found,)


def _form(part: object) -> object:  # noqa: PLR0911 - one line a kind
    match part:
        case Wanted(of=of):
            return _form(of)
        case Root(name=name):
            return ("name", name)
        case Function(name=name):
            return name
        case Typed() | Step():
            own = (getattr(part, each.name) for each in fields(part) if each.name not in _PLACES)
            return (type(part).__name__, *map(_form, own))
        case Name():
            return ""
        case Money():
            return ("money", str(part))
        case Mapping():
            return tuple((key, _form(value)) for key, value in part.items())
        case tuple() | list():
            return tuple(map(_form, part))
        case _:
            return (type(part).__name__, str(part))


def without_wanted(node: Meaning) -> Meaning:
    """Give what is looked at while running, when it was not clear before that it fits."""
    while isinstance(node, Wanted):
        node = node.of
    return node


def spot_of(node: Meaning) -> Spot | None:
    """Give the path that an expression is; None: it is worked out of others."""
    match node:
        case Root(name=name):
            return (name,)
        case Wanted(of=of):
            return spot_of(of)
        case Part(of=of, name=name):
            before = spot_of(of)
            return None if before is None else (*before, name)
        case Reached(of=of, name=name):
            before = spot_of(of)
            return None if before is None else (*before, To(name))
        case Item(of=of, index=Constant(value=int() as index)) if index >= 0:
            before = spot_of(of)
            return None if before is None else (*before, index)
        case _:
            return None


def spots(node: Meaning) -> Iterator[tuple[Spot, Meaning]]:
    """Give every path that is read, longest ones only."""
    found = spot_of(node)
    if found is not None:
        yield found, without_wanted(node)
        return
    for child in children(node):
        yield from spots(child)


def constants(node: Meaning) -> Iterator[object]:
    """Give every value that is written in an expression, those of lists one by one."""
    if isinstance(node, Constant):
        yield from node.value if isinstance(node.value, tuple) else (node.value,)
    for child in children(node):
        yield from constants(child)


def substituted(node: Any, by: Mapping[str, Meaning]) -> Any:  # noqa: ANN401 - a node or its part
    """Put what names stand for in their place: computed fields are what they are computed from."""
    match node:
        case Root(name=name) if name in by:
            return by[name]
        case Constant():
            return node
        case Typed() | Step():
            parts = {each.name: getattr(node, each.name) for each in fields(node)}
            own = {key: substituted(part, by) for key, part in parts.items() if _may_hold(part)}
            return replace(node, **own) if own else node
        case tuple():
            return tuple(substituted(each, by) for each in node)
        case Mapping():
            return {key: substituted(each, by) for key, each in node.items()}
        case _:
            return node


def _may_hold(part: object) -> bool:
    return isinstance(part, Typed | Step | tuple | Mapping)
