"""What happened to a record and to those around it, out of the journal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from orderloom.app.application import Application
from orderloom.errors import MessageRejected
from orderloom.expression.data import read_data
from orderloom.flow.message import MappedItem
from orderloom.flow.record import Record
from orderloom.ports import JournalEntry, Reader

ABOUT = ("case", "approval")
"""Types of what is about another record."""
_NAMING = ("fire", "run", "unhold", "decide")
"""Parts of what was asked that say what it was about."""
MOST_RECORDS = 50
_TAKEN = ("applied", "stale", "duplicate", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that was told or asked about a record from outside.

    ``values`` are an item's fields, a transition's or playbook's inputs or the fields typed;
    ``name`` is the mapping, the transition, the playbook, the hold or the verdict. ``person`` is
    who acted, with all their roles.
    """

    seq: int
    position: int
    at: datetime
    command: str
    record: Record
    name: str
    values: Mapping[str, Any]
    source: str | None = None
    why: str = ""
    person: str | None = None
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Everything a test is made of.

    Attributes:
        records: The record itself first, then those around it.
        deeds: In the order in which they happened.
        until: When the last thing happened to any of them.
        sent: Message id to how often it was sent about any of them.
    """

    records: tuple[Record, ...]
    deeds: tuple[Deed, ...]
    until: datetime
    sent: Mapping[str, int]


def gather(app: Application, record: Record) -> Past:
    """Gather what happened to a record, to what it refers to, its children and its cases."""
    with app.stores.reader() as reader:
        records = tuple(_around(app, reader, record))
    deeds: list[Deed] = []
    until = record.values["created_at"]
    sent: dict[str, int] = {}
    for each in records:
        for entry in app.stores.journal.story(each.id):
            until = max(until, entry.at)
            deed = _deed(app, each, entry)
            if deed is not None:
                deeds.append(deed)
            for effect in entry.entry.get("effects", ()):
                if effect["effect"] == "notified":
                    sent[effect["message"]] = sent.get(effect["message"], 0) + 1
    deeds.sort(key=lambda deed: deed.seq)
    return Past(records=records, deeds=tuple(deeds), until=until, sent=dict(sorted(sent.items())))


def _around(app: Application, reader: Reader, record: Record) -> Iterator[Record]:
    """Give the record, what it refers to at any remove, children, cases and approvals of all."""
    found: dict[str, Record] = {record.id: record}
    waiting = [record, *_children(app, reader, record)]
    while waiting and len(found) < MOST_RECORDS:
        each = waiting.pop(0)
        found[each.id] = each
        waiting += [other for other in _nearby(app, reader, each) if other.id not in found]
    yield from found.values()


def _nearby(app: Application, reader: Reader, record: Record) -> Iterator[Record]:
    for field in app.flow.records[record.type].fields.values():
        target = record.values.get(field.name) if field.kind == "reference" else None
        other = None if target is None else reader.get(target)
        if other is not None:
            yield other
    if record.type not in ABOUT:
        for about in ABOUT:
            yield from reader.linked(about, "record", record.id)


def _children(app: Application, reader: Reader, record: Record) -> Iterator[Record]:
    for field in app.flow.records[record.type].fields.values():
        if field.kind == "records" and field.to is not None and field.through is not None:
            yield from reader.linked(field.to, field.through, record.id)


def _deed(app: Application, record: Record, entry: JournalEntry) -> Deed | None:
    """Give what an entry was asked for, when it was asked of this record from outside."""
    if entry.command == "observe":
        return _told(app, record, entry)
    asked = entry.entry.get("asked")
    if not asked:
        return None
    origin = entry.entry["origin"]
    actor = origin.get("actor") or {}
    found = read_data(msgspec.json.encode(asked))
    return Deed(
        seq=entry.seq,
        position=entry.position,
        at=entry.at,
        command="run" if "run" in asked else entry.command,  # a bulk's turn is one of many
        record=record,
        name=str(
            asked.get("fire")
            or asked.get("run")
            or asked.get("unhold")
            or asked.get("decide")
            or ""
        ),
        values=found.get("with") or found.get("set") or {},
        why=str(asked.get("why") or ""),
        person=actor.get("id"),
        roles=frozenset(actor.get("roles", ())),
    )


def _told(app: Application, record: Record, entry: JournalEntry) -> Deed | None:
    """Give the item of a message, when its bytes are still there and it is about this record."""
    if entry.outcome not in _TAKEN:
        return None
    try:
        message, _ = app.stores.inbox.read(entry.message)
        item = next(iter(app.splitter.split(message, entry.position)), None)
    except MessageRejected:
        return None
    if not isinstance(item, MappedItem) or (item.record, item.key) != (record.type, record.key):
        return None
    return Deed(
        seq=entry.seq,
        position=entry.position,
        at=entry.at,
        command=entry.command,
        record=record,
        name=message.mapping,
        values=item.values,
        source=message.source,
    )
