"""Settings: named constants whose type follows from how they are written."""

from collections.abc import Mapping
from unicodedata import normalize

from orderloom.compiler.node import ListNode, MapNode, Node
from orderloom.compiler.resolve import reading
from orderloom.expression import literals, types
from orderloom.expression.types import ListType, MoneyType, ObjectType, Type
from orderloom.expression.values import Money


def read_settings(flow: MapNode, environment: str) -> dict[str, object]:
    """Give the flow's settings, overridden by those of ``environment``."""
    found = dict(_read(reading.submap(flow, "settings")))
    environments = reading.submap(flow, "environments")
    chosen = None if environments is None else reading.submap(environments, environment)
    if chosen is not None:
        found.update(_read(reading.submap(chosen, "settings")))
    return found


def _read(node: MapNode | None) -> dict[str, object]:
    if node is None:
        return {}
    return {name: value_of(each) for name, each in node.entries.items()}


def value_of(node: Node) -> object:
    """Give a value typed by its form; what is quoted is text, nothing is missing (None)."""
    if isinstance(node, ListNode):
        return tuple(value_of(each) for each in node.items)
    if isinstance(node, MapNode):
        return {name: value_of(each) for name, each in node.entries.items()}
    text = normalize("NFC", node.text)
    if node.style != "plain":
        return text or None
    return _typed(text)


def _typed(text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    digits = text.removeprefix("-")
    if len(digits) > 1 and digits.startswith("0") and digits.isdecimal():
        return text  # 012 is a number of something, not an amount
    for parse in (
        literals.parse_integer,
        literals.parse_decimal,
        literals.parse_percent,
        literals.parse_money,
        literals.parse_duration,
    ):
        value = parse(text)
        if value is not None:
            return value
    return text or None


def type_of(value: object) -> Type:
    """Give the static type of a constant."""
    by_class: dict[type, Type] = {
        bool: types.BOOLEAN,
        int: types.INTEGER,
        str: types.TEXT,
        type(None): types.MISSING,
    }
    if isinstance(value, Money):
        return MoneyType(value.currency)
    if isinstance(value, Mapping):
        return ObjectType({name: type_of(each) for name, each in value.items()})
    if isinstance(value, tuple):
        kinds = {type_of(each) for each in value}
        return ListType(kinds.pop() if len(kinds) == 1 else types.ANY)
    found = by_class.get(type(value))
    if found is not None:
        return found
    return types.DURATION if hasattr(value, "total_seconds") else types.DECIMAL
