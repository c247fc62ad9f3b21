"""Literals: a text read as the type of the place where it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.record import Field
from orderloom.diagnostics import Diagnostic
from orderloom.expression import literals as forms
from orderloom.expression.values import Money

TEXTS = frozenset(("text", "phone", "email"))
WHOLES = frozenset(("object", "place", "file"))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A literal that does not fit; its finding has been made."""


def read_literal(draft: Draft, node: Node, target: Field | None) -> object:
    """Read a literal for ``target`` (None: as text).

    Returns:
        The value, None for an empty one, or ``Unreadable``.
    """
    if isinstance(node, ScalarNode):
        return _scalar(draft, node, target)
    if target is not None and isinstance(node, ListNode) and target.kind == "list":
        return _list(draft, node, target)
    if target is not None and isinstance(node, MapNode) and target.kind in WHOLES:
        return _object(draft, node, target)
    return _misfit(draft, node, shown_kind(target), "[…]")


def _list(draft: Draft, node: ListNode, target: Field) -> object:
    if target.parts and not all(isinstance(each, MapNode) for each in node.items):
        return _misfit(draft, node, "object", "[…]")
    if target.parts:
        maps = (each for each in node.items if isinstance(each, MapNode))
        found = tuple(_object(draft, each, target) for each in maps)
    else:
        found = tuple(read_literal(draft, each, target.item) for each in node.items)
    return Unreadable() if any(isinstance(each, Unreadable) for each in found) else found


def _object(draft: Draft, node: MapNode, target: Field) -> object:
    """Read an object, or one of a list's: a literal for each part."""
    found: dict[str, object] = {}
    for key, value in reading.pairs(node):
        part = target.parts.get(key.text)
        if part is None:
            places = {name: each.place for name, each in target.parts.items()}
            draft.findings.unknown("OL205", key.place, key.text, places, record=target.name)
            return Unreadable()
        found[key.text] = read_literal(draft, value, part)
    return Unreadable() if any(isinstance(e, Unreadable) for e in found.values()) else found


def _scalar(draft: Draft, node: ScalarNode, target: Field | None) -> object:
    text = normalize("NFC", node.text)
    if not text:
        return None
    if text.startswith("="):
        draft.findings.error("OL409", node.place)
        return Unreadable()
    kind = "text" if target is None else target.kind
    if kind in TEXTS or kind == "serial":
        return text
    if kind == "choice" and target is not None:
        return _choice(draft, node, text, target)
    if kind == "money" and target is not None:
        return _money(draft, node, text, target)
    parse = _parser(kind)
    value = None if parse is None else parse(text)
    return _misfit(draft, node, kind, text) if value is None else value


def _parser(kind: str) -> Callable[[str], object] | None:
    parsers: dict[str, Callable[[str], object]] = {
        "integer": forms.parse_integer,
        "decimal": _decimal,
        "boolean": {"true": True, "false": False}.get,
        "time": forms.parse_time,
        "date": forms.parse_date,
        "duration": forms.parse_duration,
    }
    return parsers.get(kind)


def _decimal(text: str) -> Decimal | None:
    number = forms.parse_decimal(text)
    return forms.parse_percent(text) if number is None else number


def _choice(draft: Draft, node: ScalarNode, text: str, target: Field) -> object:
    choices = getattr(target.type, "of", ())
    if text in choices:
        return text
    draft.findings.unknown("OL402", node.place, text, choices, field=target.name)
    return Unreadable()


def _money(draft: Draft, node: ScalarNode, text: str, target: Field) -> object:
    money = forms.parse_money(text)
    if money is None:
        if forms.parse_decimal(text) is None:
            return _misfit(draft, node, "money", text)
        currency = target.currency or draft.outline.currency
        draft.findings.error("OL403", node.place, value=text, currency=currency)
        return Unreadable()
    return _in_currency(draft, node, money, target)


def _in_currency(draft: Draft, node: ScalarNode, money: Money, target: Field) -> object:
    if target.currency in (None, money.currency):
        return money
    draft.findings.error(
        "OL404",
        node.place,
        related=target.place,
        field=target.name,
        currency=str(target.currency),
        value=money.currency,
    )
    return Unreadable()


def _misfit(draft: Draft, node: Node, kind: str, text: str) -> Unreadable:
    facts = {"value": text, "type": kind, f"as_{kind}": kind}  # the hint is chosen by the type
    draft.findings.add(Diagnostic(code="OL401", place=node.place, facts=facts))
    return Unreadable()


def shown_kind(target: Field | None) -> str:
    """Give the word of the language for the type of ``target``."""
    return "text" if target is None else target.kind
