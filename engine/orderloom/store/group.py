"""What one commit writes, as rows: made from decisions before the write lock is taken."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import msgspec
from msgspec.structs import replace

from orderloom.definition.record import GRAMS, SHELF
from orderloom.errors import RevisionConflict
from orderloom.flow.decision import Batch, Decision, ItemResult, RecordChange, Settlement
from orderloom.flow.effect import Call
from orderloom.flow.figure import Page, PageKey
from orderloom.flow.file import FileContent
from orderloom.flow.job import JobChange
from orderloom.flow.record import Record, partition_of
from orderloom.flow.schedule import Handled
from orderloom.flow.timer import TimerChange
from orderloom.flow.version import Version
from orderloom.store.codec import AgedRecord, Documents, RecordCodec
from orderloom.store.gram_rows import gram_rows, texts_of
from orderloom.store.instants import micros
from orderloom.store.journal_rows import JournalRow, JournalWriter
from orderloom.store.ledger import LedgerRow, ledger_rows
from orderloom.store.open_values import encode_open
from orderloom.store.sealing import Identities, Sealing, Seals


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
    payload_key_id: str | None
    idempotency_key: str
    irreversible: bool
    status: str
    next_at: int
    action: str | None


@dataclass(slots=True)
class Progress:
    """How far a message got: ``cursor`` None when none of its batches moved it.

    ``began`` is where it must stand before, None: wherever it stands.
    """

    cursor: int | None = None
    began: int | None = None
    finished: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)


JobMove: TypeAlias = tuple[int | None, JobChange]
"""Where a job must stand before a commit, None when it is new; and where it is afterwards."""


class Group:
    """The rows of several batches.

    Attributes:
        changes: Record id to what it was before the group and is after it; steps between are
            told by the journal alone.
        reads: Record id to the revision that the database must hold.
        timers: Timer id to what became of it in the end.
        jobs: Job id to where it must stand, None for a new one, and where it goes.
        searched: Record type to how far the journal may go without a change of one of the type.
        roots: Stream and group of figures to the revision that the database must hold.
        pages: The pages of figures as they are afterwards.
        erases: Records of which everything sensitive is destroyed, as they are afterwards.
        version: The version of the definitions that is in force from then on, if it is another.

    Raises:
        RevisionConflict: Two decisions of the group build on the same revision of a record.
    """

    def __init__(self, batches: Sequence[Batch], journal: JournalWriter) -> None:
        self.changes: dict[str, RecordChange] = {}
        self.reads: dict[str, int] = {}
        self.journal: list[JournalRow] = []
        self.ledger: list[LedgerRow] = []
        self.calls: list[Call] = []
        self.superseded: list[str] = []
        self.items: list[ItemResult] = []
        self.files: list[FileContent] = []
        self.timers: dict[str, TimerChange] = {}
        self.handled: list[Handled] = []
        self.settled: list[Settlement] = []
        self.jobs: dict[str, JobMove] = {}
        self.searched: dict[str, int] = {}
        self.progress: dict[str, Progress] = {}
        self.roots: dict[tuple[str, str], int] = {}
        self.pages: dict[PageKey, Page] = {}
        self.version: Version | None = None
        self.erases: dict[str, Record] = {}
        self._revisions: dict[tuple[str, str], int] = {}
        self._journal = journal
        for batch in batches:
            for decision in batch.decisions:
                self._decide(decision)
            self.items += batch.items
            self.files += batch.files
            self.handled += batch.handled
            self.settled += batch.settled
            self.version = batch.version or self.version
            if batch.message is not None:
                self._advance(batch.message, batch)

    def new_jobs(self) -> Iterator[JobChange]:
        """Give the jobs that begin and are not over yet."""
        for was, change in self.jobs.values():
            if was is None and change.state != "over":
                yield change

    def tally(self, message: str) -> Counter[str]:
        """Give the counts, by outcome, that this group adds to a message's."""
        return self.progress.setdefault(message, Progress()).outcomes

    def _decide(self, decision: Decision) -> None:
        for record_id, revision in decision.reads.items():
            self._read(record_id, revision)
        for change in decision.changes:
            self._change(change)
        for change in decision.changes:
            if change.after.id in decision.erases:
                self._erase(change.after)
        if any(change.after.type == SHELF for change in decision.changes):
            self.ledger += ledger_rows(decision)
        self.journal += self._journal.rows(decision)
        self._call(decision)
        for timer in decision.timers:
            self.timers[timer.timer.id] = timer
        for job in decision.jobs:
            was = job.cursor - (not job.steers)
            first = self.jobs.get(job.job.id, (None if was < 0 else was, job))
            self.jobs[job.job.id] = (first[0], job)
        for record_type, horizon in decision.searched.items():
            known = self.searched.get(record_type, horizon)
            self.searched[record_type] = min(known, horizon)

        if decision.figures:
            self._figure(decision)

    def _figure(self, decision: Decision) -> None:
        """Take the pages of figures over; of one group each decision sees the one before."""
        for place, revision in decision.figures.items():
            if place not in self._revisions:
                self.roots[place] = self._revisions[place] = revision
            elif self._revisions[place] != revision:
                raise RevisionConflict("OL690", stream=place[0])
        self.pages.update(decision.pages)
        for key, page in decision.pages.items():
            if not key.number:
                self._revisions[key.stream, key.group] = page.revision

    def _call(self, decision: Decision) -> None:
        """Take calls over; what gives way to a newer one of the same group is never written."""
        if decision.superseded:
            gone = set(decision.superseded)
            self.calls = [each for each in self.calls if each.id not in gone]
            self.superseded += decision.superseded
        self.calls += decision.calls

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
        anew = known.anew or change.anew
        self.changes[record_id] = RecordChange(known.before, change.after, anew)

    def _erase(self, after: Record) -> None:
        """Let what an older version of the flow knew as sensitive go as well."""
        self.erases[after.id] = after
        change = self.changes[after.id]
        if isinstance(change.before, AgedRecord):
            before = replace(change.before, sensitive_rest={})
            self.changes[after.id] = RecordChange(before, change.after, change.anew)

    def _advance(self, message: str, batch: Batch) -> None:
        progress = self.progress.setdefault(message, Progress())
        if batch.cursor is not None:
            progress.cursor = batch.cursor
            if progress.began is None:
                progress.began = batch.began
        progress.finished = progress.finished or batch.finished


_SEALED = Documents._fields.index("sensitive")
_REST = Documents._fields.index("sensitive_key_id") + 1


class RecordRows(NamedTuple):
    """The rows of ``records``, ``links`` and ``uniques`` that a group writes.

    ``forgotten`` are records of which no link and no unique value stays.
    """

    new: list[tuple[object, ...]]
    changed: list[tuple[object, ...]]
    links_gone: list[tuple[str, str]]
    links_new: list[tuple[str, str, str, str]]
    uniques_gone: list[tuple[str, str]]
    uniques_new: list[tuple[str, str, str, str]]
    forgotten: list[tuple[str]]


Encoded = Mapping[str, Documents]
"""Record id to its changing columns, secrets in the clear."""


def encoded(changes: Mapping[str, RecordChange], codecs: Mapping[str, RecordCodec]) -> Encoded:
    """Encode what changed."""
    return {
        record_id: codecs[change.after.type].encode(change.after, change.before)
        for record_id, change in changes.items()
    }


def with_held_keys(changes: Mapping[str, RecordChange], documents: Encoded) -> list[str]:
    """Name the records with secrets that may have a key already."""
    return [
        record_id
        for record_id, change in changes.items()
        if change.before is not None and documents[record_id].sensitive is not None
    ]


class RowMaker:
    """Makes the rows of ``records``, ``links`` and ``uniques``.

    Args:
        codecs: Record type to its codec.
        indexed: Record type to the names by whose value its records are found.
        unique: Record type to those of them whose value only one of its records may have.
        identities: How keys are written.
        sought: Record type to the texts by whose pieces its records are found.
    """

    def __init__(
        self,
        codecs: Mapping[str, RecordCodec],
        indexed: Mapping[str, Sequence[str]],
        unique: Mapping[str, Collection[str]],
        identities: Identities,
        sought: Mapping[str, Sequence[str]],
    ) -> None:
        self._codecs = codecs
        self._sought = sought
        self._indexed = indexed
        self._unique = unique
        self._identities = identities

    def rows(
        self, changes: Mapping[str, RecordChange], documents: Encoded, sealing: Seals
    ) -> RecordRows:
        """Give the rows, secrets sealed; see ``HotStatements`` for the order of columns."""
        rows = RecordRows([], [], [], [], [], [], [])
        for record_id, change in changes.items():
            columns: tuple[object, ...] = documents[record_id]
            if (secret := documents[record_id].sensitive) is not None:
                columns = (*columns[:_SEALED], *sealing.record(record_id, secret), *columns[_REST:])
            self._add(rows, change, columns)
        return rows

    def _add(self, rows: RecordRows, change: RecordChange, columns: tuple[object, ...]) -> None:
        before, after = change.before, change.after
        if before is None:
            values = after.values
            rows.new.append(
                (
                    after.id,
                    after.type,
                    self._identities.stored(after.type, after.key),
                    *columns,
                    values.get("source"),
                    micros(values["created_at"]),
                )
            )
        else:
            had = self._codecs[after.type].demanded_shape(before)
            rows.changed.append((*columns, after.id, before.revision, had))
        if change.anew:
            rows.forgotten.append((after.id,))
            before = None
        for name in self._indexed[after.type]:
            self._relink(rows, name, before, after)
        if after.type in self._sought:
            self._find_by_text(rows, before, after)

    def _find_by_text(self, rows: RecordRows, before: Record | None, after: Record) -> None:
        """Let a record be found by what its texts are made of."""
        names = self._sought[after.type]
        if before is not None and texts_of(before, names) == texts_of(after, names):
            return
        if before is not None:
            rows.links_gone.append((after.id, GRAMS))
        rows.links_new.extend(gram_rows(after, names, self._identities))

    def _relink(self, rows: RecordRows, name: str, before: Record | None, after: Record) -> None:
        was = None if before is None else before.values.get(name)
        target = after.values.get(name)
        if was == target:
            return
        if was is not None:
            rows.links_gone.append((after.id, name))
        stored = None
        if target is not None:
            for each in target if isinstance(target, list) else (target,):
                stored = self._identities.indexed(after.type, name, each)
                rows.links_new.append((after.id, after.type, name, stored))
        if name in self._unique[after.type]:
            if was is not None:
                rows.uniques_gone.append((after.id, name))
            if stored is not None:
                rows.uniques_new.append((after.type, name, stored, after.id))


def item_row(item: ItemResult, identities: Identities) -> ItemRow:
    """Give the row of an item."""
    key = item.key
    row = (
        item.message,
        item.position,
        item.where,
        None if key is None else partition_of(item.record, key),
        item.record,
        None if key is None else identities.stored(item.record, key),
        item.outcome,
        msgspec.json.encode(item.faults).decode() if item.faults else None,
        micros(item.at),
    )
    return tuple.__new__(ItemRow, row)  # in half the time of calling the class


def call_row(call: Call, sealing: Sealing | None) -> CallRow:
    """Give the row of a call; without ``sealing`` the flow has no secrets that it could tell."""
    at = micros(call.at)
    payload, key_id = encode_open(call.payload), None
    if sealing is not None:
        payload, key_id = sealing.payload(call.id, payload)
    return CallRow(
        call.id,
        at,
        call.record_id,
        call.connection,
        call.operation,
        payload,
        key_id,
        call.key,
        call.irreversible,
        "unroutable" if call.connection is None else "waiting",
        at,
        call.action,
    )
