"""The gate of a condition: what must be equal to something before anything else matters.

Of many rules on one event most begin with ``channel == "jd" and …``. Who knows the gates can go
straight to the rules that this record's channel lets through, instead of trying all of them.
"""

from collections.abc import Mapping

from orderloom.expression.compiled import Gate
from orderloom.expression.emitter import Emitter
from orderloom.expression.reading import children, known_items
from orderloom.expression.typed import (
    Chain,
    Comparison,
    Constant,
    Logic,
    Meaning,
    Membership,
    Part,
    Root,
)

_PLAIN = frozenset({"text", "number", "boolean"})
"""What generated code compares by Python's own ``==``, as a dict does."""
_MOST_VALUES = 12


def gate_of(meaning: Meaning, constants: Mapping[str, object]) -> Gate | None:
    """Find the gate of a condition: its first part, before which nothing can go wrong."""
    first = meaning
    while isinstance(first, Logic) and first.operator == "and":
        first = first.operands[0]
    found = _equality(first)
    if found is None:
        return None
    read, values = found
    helpless = not any(name.startswith("_") for name in constants)
    return Gate(
        source=Emitter().emit(read).source,
        values=values,
        is_quiet=helpless and not _calculates(meaning),
    )


def _equality(node: Meaning) -> tuple[Meaning, frozenset[object]] | None:
    match node:
        case Comparison(operands=(read, Constant(value=value)), operators=("==",), families=(of,)):
            found: tuple[object, ...] = (value,)
        case Comparison(operands=(Constant(value=value), read), operators=("==",), families=(of,)):
            found = (value,)
        case Membership(value=read, collection=listed, negated=False, family=of):
            found = known_items(listed)
        case _:
            return None
    values = frozenset(found)
    if of not in _PLAIN or None in values or not 0 < len(values) <= _MOST_VALUES:
        return None
    return (read, values) if _is_plain_read(read) else None


def _is_plain_read(node: Meaning) -> bool:
    while isinstance(node, Part):
        node = node.of
    return isinstance(node, Root) and not node.binding.is_constant


def _calculates(node: Meaning) -> bool:
    """Say whether anything is added or multiplied: results can leave their range."""
    return isinstance(node, Chain) or any(map(_calculates, children(node)))
