"""Erasing a record's personal data: its keys are destroyed, and the raw bodies that hold it go.

What stays is nobody's: the record without its sensitive fields, and the journal, which holds
masked values only.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from orderloom.definition.flow import Flow
from orderloom.definition.record import HELD, MEMO
from orderloom.errors import OrderloomError
from orderloom.flow.command import Origin
from orderloom.flow.decision import Batch, Decision, RecordChange
from orderloom.flow.effect import FieldChanged, Suppressed
from orderloom.flow.message import ItemFault
from orderloom.flow.record import Record
from orderloom.ports import Erased
from orderloom.store import tables
from orderloom.store.codec import AgedRecord, RecordCodec
from orderloom.store.committer import SqlCommitter
from orderloom.store.engine import Database, pragma
from orderloom.store.keyring import Keyring
from orderloom.store.reader import ReadStatements, SqlReader
from orderloom.store.sealing import Identities

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
        decision = _decision(self._flow, record, origin, at)
        with self._database.transaction() as connection:
            # Zeroes what is deleted: a wrapped key must not live on in a free page.
            pragma(connection, "secure_delete = ON")
            self._drop_letters(connection, decision, record.id)
            messages = self._messages(connection, record)
            _refuse_unfinished(connection, messages)
            key_ids = _destroy_keys(connection, record.id, messages)
            _purge_bodies(connection, messages)
            _empty_calls(connection, record.id)
            self._committer.write(connection, [Batch(decisions=[decision])])
            if self._identities.hides(record.type):
                self._forget_identity(connection, record)
        self._keyring.forget(key_ids)
        with self._database.writing.connect() as connection:
            pragma(connection, "secure_delete = OFF")
            pragma(connection, "wal_checkpoint(TRUNCATE)")
        return Erased(fields=tuple(effect.field for effect in _sets(decision)), messages=messages)

    def _drop_letters(self, connection: sa.Connection, decision: Decision, record_id: str) -> None:
        """Let messages about a record no longer wait for their time: they are written already."""
        if MEMO not in self._flow.records:
            return
        reader = SqlReader(connection, self._flow, self._codecs, ReadStatements(), self._keyring)
        for memo in list(reader.all(MEMO)):
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

    def _messages(self, connection: sa.Connection, record: Record) -> tuple[str, ...]:
        """Give the messages whose bodies hold the record: as an item, or by what they led to."""
        items, journal, bodies = tables.items.c, tables.journal.c, tables.bodies.c
        forms = self._identities.forms(record.type, record.key)
        named = sa.select(items.message_id).where(
            items.record_type == record.type, items.key.in_(forms)
        )
        led = sa.select(journal.message).where(journal.record_id == record.id)
        held = sa.select(bodies.message_id).where(bodies.message_id.in_(sa.union(named, led)))
        return tuple(connection.scalars(held.order_by(bodies.message_id)))

    def _forget_identity(self, connection: sa.Connection, record: Record) -> None:
        """Take the hashed identity away: whoever has the keys could try identities on it."""
        records, items = tables.records.c, tables.items.c
        gone = sa.update(tables.records).where(records.id == record.id)
        connection.execute(gone.values(key=f"%erased/{record.id}"))
        forms = self._identities.forms(record.type, record.key)
        named = sa.and_(items.record_type == record.type, items.key.in_(forms))
        connection.execute(sa.update(tables.items).where(named).values(key=None))


def _decision(flow: Flow, record: Record, origin: Origin, at: datetime) -> Decision:
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


def _sets(decision: Decision) -> list[FieldChanged]:
    return [effect for effect in decision.effects if isinstance(effect, FieldChanged)]


def _refuse_unfinished(connection: sa.Connection, messages: Sequence[str]) -> None:
    inbox = tables.inbox.c
    open_ones = sa.select(inbox.id).where(inbox.id.in_(messages), inbox.finished.is_(sa.false()))
    found = connection.scalar(open_ones.order_by(inbox.id).limit(1))
    if found is not None:
        raise OrderloomError("OL634", message=found)
    job = connection.scalar(sa.select(tables.jobs.c.name).order_by(tables.jobs.c.seq).limit(1))
    if job is not None:
        raise OrderloomError("OL619", job=job)


def _destroy_keys(
    connection: sa.Connection, record_id: str, messages: Sequence[str]
) -> tuple[str, ...]:
    records, bodies, outbox = tables.records.c, tables.bodies.c, tables.outbox.c
    files = tables.files.c
    of_record = sa.select(records.sensitive_key_id).where(records.id == record_id)
    of_bodies = sa.select(bodies.body_key_id).where(bodies.message_id.in_(messages))
    of_calls = sa.select(outbox.payload_key_id).where(outbox.record_id == record_id)
    of_files = sa.select(files.key_id).where(files.record_id == record_id)
    found = connection.scalars(sa.union(of_record, of_bodies, of_calls, of_files))
    key_ids = tuple(key_id for key_id in found if key_id is not None)
    connection.execute(sa.delete(tables.keys).where(tables.keys.c.id.in_(key_ids)))
    connection.execute(sa.delete(tables.files).where(files.record_id == record_id))
    return key_ids


def _purge_bodies(connection: sa.Connection, messages: Sequence[str]) -> None:
    """Delete bodies; what waited in them for a record can never be tried again."""
    bodies, items, inbox = tables.bodies.c, tables.items.c, tables.inbox.c
    connection.execute(sa.delete(tables.bodies).where(bodies.message_id.in_(messages)))
    for message in messages:
        faults = msgspec.json.encode([ItemFault("OL633", "", facts={"message": message})]).decode()
        waiting = sa.and_(items.message_id == message, items.outcome == "parked")
        closed = sa.update(tables.items).where(waiting)
        number = connection.execute(closed.values(outcome="quarantined", faults=faults)).rowcount
        counted: dict[str, Any] = {
            "parked": inbox.parked - number,
            "quarantined": inbox.quarantined + number,
        }
        connection.execute(sa.update(tables.inbox).where(inbox.id == message).values(counted))


def _empty_calls(connection: sa.Connection, record_id: str) -> None:
    """Take away what was said or is waiting to be said about a record."""
    outbox = tables.outbox.c
    own = sa.update(tables.outbox).where(outbox.record_id == record_id)
    stopped = own.where(outbox.status == "waiting")
    connection.execute(stopped.values(status="failed", error=GIVEN_UP))
    connection.execute(own.values(payload="{}", payload_key_id=None, answer=None))
