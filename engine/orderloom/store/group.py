"""What one commit writes, as rows: made from decisions before the write lock is taken."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from orderloom.definition.record import RecordType
from orderloom.errors import RevisionConflict
from orderloom.flow.decision import Batch, Decision, ItemResult, RecordChange
from orderloom.flow.effect import Call
from orderloom.flow.record import Record, partition_of
from orderloom.store.codec import RecordCodec
from orderloom.store.instants import micros
from orderloom.store.journal_rows import JournalRow, JournalWriter
from orderloom.store.open_values import encode_open


class ItemRow(NamedTuple):
    """A row of ``items``, in the order of the table."""

    message_id: str
    position: int
    where_text: str
    partition: int | None
    record_type: str | None
    key: str | None
    outcome: str
    faults: str | None
    at: int


class CallRow(NamedTuple):
    """A row of ``outbox`` when it is new, in the order of the table."""

    id: str
    at: int
    record_id: str | None
    connection: str | None
    operation: str
    payload: str
    idempotency_key: str
    irreversible: bool
    status: str
    next_at: int


@dataclass(slots=True)
class Progress:
    """How far a message got: ``cursor`` None when none of its batches moved it."""

    cursor: int | None = None
    finished: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)


class Group:
    """The rows of several batches.

    Attributes:
        changes: Record id to what it was before the group and is after it; steps between are
            told by the journal alone.
        reads: Record id to the revision that the database must hold.

    Raises:
        RevisionConflict: Two decisions of the group build on the same revision of a record.
    """

    def __init__(self, batches: Sequence[Batch], journal: JournalWriter) -> None:
        self.changes: dict[str, RecordChange] = {}
        self.reads: dict[str, int] = {}
        self.journal: list[JournalRow] = []
        self.calls: list[CallRow] = []
        self.items: list[ItemRow] = []
        self.progress: dict[str, Progress] = {}
        self._journal = journal
        for batch in batches:
            for decision in batch.decisions:
                self._decide(decision)
            for item in batch.items:
                self.items.append(_item_row(item))
            if batch.message is not None:
                self._advance(batch.message, batch)

    def tally(self, message: str) -> Counter[str]:
        """Give the counts, by outcome, that this group adds to a message's."""
        return self.progress.setdefault(message, Progress()).outcomes

    def _decide(self, decision: Decision) -> None:
        for record_id, revision in decision.reads.items():
            self._read(record_id, revision)
        for change in decision.changes:
            self._change(change)
        self.journal += self._journal.rows(decision)
        for call in decision.calls:
            self.calls.append(_call_row(call))

    def _read(self, record_id: str, revision: int) -> None:
        known = self.changes.get(record_id)
        seen = self.reads.setdefault(record_id, revision) if known is None else known.after.revision
        if seen != revision:
            raise RevisionConflict("OL630", record=record_id)

    def _change(self, change: RecordChange) -> None:
        record_id = change.after.id
        before = change.before
        known = self.changes.get(record_id)
        if known is None:
            self.changes[record_id] = change
            if before is not None and self.reads.get(record_id, before.revision) != before.revision:
                raise RevisionConflict("OL630", record=record_id)
            return
        if before is None or before.revision != known.after.revision:
            raise RevisionConflict("OL630", record=record_id)
        self.changes[record_id] = RecordChange(known.before, change.after)

    def _advance(self, message: str, batch: Batch) -> None:
        progress = self.progress.setdefault(message, Progress())
        if batch.cursor is not None:
            progress.cursor = batch.cursor
        progress.finished = progress.finished or batch.finished


class RecordRows(NamedTuple):
    """The rows of ``records`` and ``links`` that a group writes."""

    new: list[tuple[object, ...]]
    changed: list[tuple[object, ...]]
    links_gone: list[tuple[str, str]]
    links_new: list[tuple[str, str, str, str]]


def link_fields(record_type: RecordType) -> tuple[str, ...]:
    """Name the fields that hold the id of another record."""
    names = [name for name, each in record_type.fields.items() if each.kind == "reference"]
    # The built-in case says so nowhere: its subject can be of any type.
    return (*names, "record") if record_type.id == "case" else tuple(names)


def record_rows(
    changes: Mapping[str, RecordChange],
    codecs: Mapping[str, RecordCodec],
    link_fields: Mapping[str, Sequence[str]],
) -> RecordRows:
    """Encode what changed; see ``committer`` for the order of columns."""
    rows = RecordRows([], [], [], [])
    for change in changes.values():
        before, after = change.before, change.after
        codec = codecs[after.type]
        documents = codec.encode(after, before)
        if before is None:
            values = after.values
            rows.new.append(
                (
                    after.id,
                    after.type,
                    after.key,
                    *documents,
                    values.get("source"),
                    micros(values["created_at"]),
                )
            )
        else:
            rows.changed.append(
                (*documents, after.id, before.revision, codec.demanded_shape(before))
            )
        for name in link_fields[after.type]:
            _relink(rows, name, before, after)
    return rows


def _relink(rows: RecordRows, name: str, before: Record | None, after: Record) -> None:
    was = None if before is None else before.values.get(name)
    target = after.values.get(name)
    if was == target:
        return
    if was is not None:
        rows.links_gone.append((after.id, name))
    if target is not None:
        rows.links_new.append((after.id, after.type, name, target))


def _item_row(item: ItemResult) -> ItemRow:
    key = item.key
    return ItemRow(
        item.message,
        item.position,
        item.where,
        None if key is None else partition_of(item.record, key),
        item.record,
        key,
        item.outcome,
        msgspec.json.encode(item.faults).decode() if item.faults else None,
        micros(item.at),
    )


def _call_row(call: Call) -> CallRow:
    at = micros(call.at)
    return CallRow(
        call.id,
        at,
        call.record_id,
        call.connection,
        call.operation,
        encode_open(call.payload),
        call.key,
        call.irreversible,
        "unroutable" if call.connection is None else "waiting",
        at,
    )
