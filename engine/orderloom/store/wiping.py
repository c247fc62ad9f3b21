"""Destroying what is sensitive of a record, wherever a store keeps it, inside one transaction."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from orderloom.errors import ErasureBarred
from orderloom.flow.message import ItemFault
from orderloom.flow.record import Record
from orderloom.store import tables
from orderloom.store.sealing import Identities


class Wiped(NamedTuple):
    """The keys that are destroyed, to be forgotten in memory too; the messages without bytes."""

    keys: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


def wipe_all(
    connection: sa.Connection, identities: Identities, records: Collection[Record]
) -> Wiped:
    """Destroy what is sensitive of records.

    Raises:
        ErasureBarred: As ``wipe`` says.
    """
    wiped = [wipe(connection, identities, each) for each in records]
    messages = dict.fromkeys(each for _, gone in wiped for each in gone)
    return Wiped(tuple(each for keys, _ in wiped for each in keys), tuple(messages))


def wipe(connection: sa.Connection, identities: Identities, record: Record) -> Wiped:
    """Destroy the keys of a record, of its calls and of the messages that hold it, and the bytes.

    Raises:
        ErasureBarred: A message that holds it is not worked to the end (OL634), or a job, which
            may hold it (OL619).
    """
    messages = _messages(connection, identities, record)
    _refuse_unfinished(connection, messages)
    key_ids = _destroy_keys(connection, record.id, messages)
    _purge_bodies(connection, messages)
    _empty_calls(connection, record.id)
    return Wiped(key_ids, messages)


def _messages(connection: sa.Connection, identities: Identities, record: Record) -> tuple[str, ...]:
    """Give the messages whose bodies hold the record: as an item, or by what they led to."""
    items, journal, bodies = tables.items.c, tables.journal.c, tables.bodies.c
    forms = identities.forms(record.type, record.key)
    named = sa.select(items.message_id).where(
        items.record_type == record.type, items.key.in_(forms)
    )
    led = sa.select(journal.message).where(journal.record_id == record.id)
    held = sa.select(bodies.message_id).where(bodies.message_id.in_(sa.union(named, led)))
    return tuple(connection.scalars(held.order_by(bodies.message_id)))


def forget_identities(
    connection: sa.Connection, identities: Identities, records: Collection[Record]
) -> None:
    """Take hashed identities away: whoever has the keys could try identities on them."""
    for record in records:
        if identities.hides(record.type):
            _forget_identity(connection, identities, record)


def _forget_identity(connection: sa.Connection, identities: Identities, record: Record) -> None:
    records, items = tables.records.c, tables.items.c
    gone = sa.update(tables.records).where(records.id == record.id)
    connection.execute(gone.values(key=f"%erased/{record.id}"))
    forms = identities.forms(record.type, record.key)
    named = sa.and_(items.record_type == record.type, items.key.in_(forms))
    connection.execute(sa.update(tables.items).where(named).values(key=None))


def _refuse_unfinished(connection: sa.Connection, messages: Sequence[str]) -> None:
    inbox = tables.inbox.c
    open_ones = sa.select(inbox.id).where(inbox.id.in_(messages), inbox.finished.is_(sa.false()))
    found = connection.scalar(open_ones.order_by(inbox.id).limit(1))
    if found is not None:
        raise ErasureBarred("OL634", message=found)
    job = connection.scalar(sa.select(tables.jobs.c.name).order_by(tables.jobs.c.seq).limit(1))
    if job is not None:
        raise ErasureBarred("OL619", job=job)


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
    connection.execute(stopped.values(status="failed", error="OL635"))
    connection.execute(own.values(payload="{}", payload_key_id=None, answer=None))
