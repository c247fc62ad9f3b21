"""About which records a flow's own events are emitted, told before anything is built.

An own event names no record type, unlike ``order.created``: it is about whatever the list is
about that emits it. Where that is always one type, rules on it see that record.
"""

from collections.abc import Iterator, Mapping

from orderloom.compiler.node import ListNode, MapNode, Node
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.outline import Declaration, RecordOutline
from orderloom.definition.record import APPROVAL, CASE

_UNKNOWN = "?"
"""Stands for a type that only building could tell; no record type is called so."""
_ON_SUBJECT = ("then", "else")
_KINDS = ("machine", "rule", "tree", "playbook", "schedule")

Declarations = Mapping[str, Mapping[str, Declaration]]
Records = Mapping[str, RecordOutline]


def emitted_about(
    events: Mapping[str, object], declarations: Declarations, records: Records
) -> dict[str, str]:
    """Give for each own event the type of the one record that it is about, "" for none or several.

    A rule on an own event may emit another: what is found is looked up until nothing is new.
    """
    found = dict.fromkeys(events, "")
    for _ in range(len(found) + 1):
        seen: dict[str, set[str]] = {name: set() for name in found}
        for kind in _KINDS:
            for each in declarations.get(kind, {}).values():
                about = _about(each, records, found)
                for name, record in _emitted(each.root, about, records):
                    seen.get(name, set()).add(record)
        again = {name: _single(types) for name, types in seen.items()}
        if again == found:
            break
        found = again
    return found


def _single(types: set[str]) -> str:
    only = next(iter(types)) if len(types) == 1 else ""
    return "" if only == _UNKNOWN else only


def _about(each: Declaration, records: Records, found: Mapping[str, str]) -> str:
    """Give the type of record that a definition's lists are about, "" for none."""
    named = reading.text(each.root, "record")
    if named or each.kind == "tree":
        return named
    if each.kind == "schedule":
        select = reading.submap(each.root, "each")
        return "" if select is None else reading.text(select, "record")
    first = next((word.text for word in reading.words(each.root, "on")), "")
    if first in found:
        return found[first]
    source = first.partition(".")[0]
    return source if source in records else ""


def _emitted(node: Node | None, about: str, records: Records) -> Iterator[tuple[str, str]]:
    """Give each emission inside a node, with the type of record that it is about."""
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _emitted(item, about, records)
    if not isinstance(node, MapNode):
        return
    subject = _subject(node, about, records)
    named = reading.scalar(node, "emit")
    if named is not None:
        yield named.text, subject
    for key, value in reading.pairs(node):
        yield from _emitted(value, _inside(node, key.text, about, subject, records), records)


def _inside(node: MapNode, key: str, about: str, subject: str, records: Records) -> str:
    """Give the type of record that the actions under a key of an action are about."""
    select = node.get("for_each")
    if key == "do" and isinstance(select, MapNode):
        return reading.text(select, "record")
    if key == "later" and "open_case" in node:
        named = reading.text(node, "open_case")
        own = records.get(named)
        return named if own is not None and CASE in own.lineage else CASE
    if key == "later" and "ask" in node:
        return APPROVAL
    awaited = any(verb in node for verb in ("open_case", "ask", "call", "push"))
    return subject if key in _ON_SUBJECT and awaited else about


def _subject(node: MapNode, about: str, records: Records) -> str:
    """Give the type that ``of`` names where that is a reference of the record's own."""
    of = reading.scalar(node, "of")
    if of is None:
        return about
    record = records.get(about)
    field = None if record is None else record.fields.get(of.text.removeprefix("=").strip())
    return _UNKNOWN if field is None or field.to is None else field.to
