"""Erasing a record's personal data: its keys are destroyed, and the raw bodies that hold it go.

What stays is nobody's: the record without its sensitive fields, and the journal, which holds
masked values only.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from msgspec.structs import replace

from orderloom.definition.flow import Flow
from orderloom.definition.record import HELD, MEMO
from orderloom.flow.command import Origin
from orderloom.flow.decision import Batch, Decision, RecordChange
from orderloom.flow.effect import FieldChanged, Suppressed
from orderloom.flow.record import Record
from orderloom.ports import Erased
from orderloom.store.codec import AgedRecord, RecordCodec
from orderloom.store.committer import SqlCommitter
from orderloom.store.database import Database
from orderloom.store.dialect import cursor_of
from orderloom.store.keyring import Keyring
from orderloom.store.reader import ReadStatements, SqlReader
from orderloom.store.sealing import Identities
from orderloom.store.wiping import forget_identity, wipe

HIDDEN = "****"
GIVEN_UP = "OL635"


class Eraser:
    """Erases in one transaction, over the store's own ways in."""

    def __init__(
        self,
        database: Database,
        flow: Flow,
        codecs: Mapping[str, RecordCodec],
        committer: SqlCommitter,
        keyring: Keyring,
    ) -> None:
        self._database = database
        self._flow = flow
        self._committer = committer
        self._keyring = keyring
        self._codecs = codecs
        self._identities = Identities(flow, keyring)

    def erase(self, record: Record, origin: Origin, at: datetime) -> Erased:
        """Erase what is sensitive of ``record``, as the store holds it now.

        Raises:
            OrderloomError: A message that holds it is not worked to the end (OL634), or a job,
                which may hold it (OL619).
            RevisionConflict: The record changed since it was read.
        """
        decision = erasing(self._flow, record, origin, at)
        with self._database.transaction() as connection:
            # Zeroes what is deleted: a wrapped key must not live on in a free page.
            self._database.dialect.zero_deleted(cursor_of(connection), on=True)
            self._drop_letters(connection, decision, record.id)
            key_ids, messages = wipe(connection, self._identities, record)
            self._committer.write(connection, [Batch(decisions=[decision])])
            if self._identities.hides(record.type):
                forget_identity(connection, self._identities, record)
        self._keyring.forget(key_ids)
        self._database.empty_log()
        return Erased(fields=taken_away(decision), messages=messages)

    def _drop_letters(self, connection: sa.Connection, decision: Decision, record_id: str) -> None:
        """Let messages about a record no longer wait for their time: they are written already."""
        if MEMO not in self._flow.records:
            return
        sql = ReadStatements(self._database.dialect)
        reader = SqlReader(connection, self._flow, self._codecs, sql, self._keyring)
        drop_letters(list(reader.all(MEMO)), decision, record_id)


def drop_letters(memos: Iterable[Record], decision: Decision, record_id: str) -> None:
    """Let a decision take what memos hold about a record out of them."""
    for memo in memos:
        held = memo.values.get(HELD) or []
        kept = [each for each in held if each["record_id"] != record_id]
        if len(kept) == len(held):
            continue
        revision = memo.revision + 1
        told = {HELD: kept, "version": revision, "changed_at": decision.now}
        after = Record(memo.id, memo.type, memo.key, revision, memo.values | told, memo.holds)
        decision.changes.append(RecordChange(memo, after))
        decision.effects += [
            Suppressed(
                record=decision.record,
                record_id=record_id,
                message=each["message"],
                reason=GIVEN_UP,
                facts={},
            )
            for each in held
            if each["record_id"] == record_id
        ]


def erasing(flow: Flow, record: Record, origin: Origin, at: datetime) -> Decision:
    """Give the decision that takes what is sensitive from a record, as any journal tells it."""
    shape = flow.records[record.type]
    fields = shape.fields
    hidden = [name for name, field in fields.items() if field.sensitive and name in record.values]
    gone = {*hidden, *shape.hidden_memory}
    values = {name: value for name, value in record.values.items() if name not in gone}
    values |= {"version": record.revision + 1, "changed_at": at}
    after = Record(record.id, record.type, record.key, record.revision + 1, values, record.holds)
    before = record
    if isinstance(record, AgedRecord):
        before = replace(record, sensitive_rest={})
    told = [
        FieldChanged(record=record.type, record_id=record.id, field=name, was=HIDDEN, value=None)
        for name in hidden
    ]
    return Decision(
        command="erase",
        origin=origin,
        now=at,
        outcome="applied",
        record=record.type,
        record_id=record.id,
        changes=[RecordChange(before, after)],
        effects=list(told),
    )


def taken_away(decision: Decision) -> tuple[str, ...]:
    """Give the fields that such a decision empties."""
    return tuple(each.field for each in decision.effects if isinstance(each, FieldChanged))
