"""Messages as received, and what became of their items."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from orderloom.definition.flow import Flow
from orderloom.errors import MessageRejected
from orderloom.flow.message import ItemFault, Message
from orderloom.names import MessageId
from orderloom.ports import Standing, Untaken
from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.instants import instant, micros
from orderloom.store.keyring import Keyring
from orderloom.store.orders import read_order, write_order
from orderloom.store.raw import RawBodies, packed, unpacked
from orderloom.store.sealing import Identities

_PAGE = 500
_STANDING = (
    tables.inbox.c.finished,
    tables.inbox.c.cursor,
    tables.inbox.c.digest,
    tables.inbox.c.rejected_code,
    *(tables.inbox.c[outcome] for outcome in tables.OUTCOMES),
)
_WHOLE = (
    sa.select(
        tables.inbox.c.mapping,
        tables.inbox.c.name,
        tables.bodies.c.body,
        tables.bodies.c.opened,
        tables.bodies.c.packed,
        tables.bodies.c.body_key_id,
        tables.keys.c.wrapped,
        tables.inbox.c.received_at,
        tables.inbox.c.source,
        tables.inbox.c.zone,
    )
    .join_from(tables.inbox, tables.bodies, isouter=True)
    .join(tables.keys, tables.keys.c.id == tables.bodies.c.body_key_id, isouter=True)
)
# Spelt as in the partial indexes, so that the planner sees they fit.
_PARKED = sa.text("outcome = 'parked'")
_QUARANTINED = sa.text("items.outcome = 'quarantined'")
_RELEASABLE = (
    sa.select(tables.items.c.message_id, tables.items.c.position)
    .where(
        _PARKED,
        sa.exists().where(
            tables.records.c.type == tables.items.c.record_type,
            tables.records.c.key == tables.items.c.key,
        ),
    )
    .order_by(tables.items.c.at, tables.items.c.message_id, tables.items.c.position)
)


class SqlInbox:
    """An ``Inbox``."""

    def __init__(self, database: Database, flow: Flow, keyring: Keyring) -> None:
        self._database = database
        self._reading = database.reading
        self._flow = flow
        self._keyring = keyring
        self._identities = Identities(flow, keyring)
        self._raw = RawBodies(database, keyring)
        self._new = database.dialect.unless_known(tables.inbox)
        self._new_item = database.dialect.unless_known(tables.items)

    def accept(self, message: Message) -> Standing:
        """Store a message unless it is known (one commit), and say how it stands."""
        return self.accept_all([message])[0]

    def accept_all(self, messages: Sequence[Message]) -> Sequence[Standing]:
        """Store messages in one commit, as ``accept`` does each, and say how they stand."""
        self._keyring.prepare()
        # In one order, so that no two who store the same wait for each other.
        ordered = sorted(range(len(messages)), key=lambda place: messages[place].id)
        with self._database.aside() as connection:
            found = {place: self._accepted(connection, messages[place]) for place in ordered}
        return [found[place] for place in range(len(messages))]

    def _accepted(self, connection: sa.Connection, message: Message) -> Standing:
        row = {
            "id": message.id,
            "mapping": message.mapping,
            "source": message.source,
            "zone": message.zone,
            "name": message.name,
            "received_at": micros(message.received_at),
            "size": len(message.body),
        }
        stored = connection.execute(self._new, row)
        if stored.rowcount == 0:
            return _standing(connection, message.id)
        key, key_row = self._keyring.new()
        opened = message.opened
        kept, is_packed = packed(message.body)
        body = {
            "message_id": message.id,
            "body": key.seal(kept, message.id),
            "packed": is_packed,
            "opened": None if opened is None else key.seal(opened, _opened_of(message.id)),
            "body_key_id": key.id,
        }
        connection.execute(sa.insert(tables.keys), key_row._asdict())
        connection.execute(sa.insert(tables.bodies), body)
        return Standing(new=True, finished=False, cursor=0, digest="", outcomes={})

    def standing(self, message_id: str) -> Standing | None:
        """Say how a message stands, None when it is not known."""
        with self._reading.begin() as connection:
            known = sa.select(tables.inbox.c.id).where(tables.inbox.c.id == message_id)
            if connection.execute(known).first() is None:
                return None
            return _standing(connection, message_id)

    def unfinished(self, most: int | None = None) -> Sequence[str]:
        """Give the ids of messages not worked to the end, oldest first; at most so many."""
        inbox = tables.inbox.c
        waiting = sa.select(inbox.id).where(inbox.finished.is_(sa.false()))
        oldest = waiting.order_by(inbox.received_at, inbox.id).limit(most)
        with self._reading.begin() as connection:
            return connection.scalars(oldest).all()

    def order(self, message_id: str, first: int) -> Sequence[int] | None:
        """Give the order in which items from ``first`` on are worked, None: as they stand."""
        with self._reading.begin() as connection:
            return read_order(connection, message_id, first)

    def keep_order(self, message_id: str, first: int, order: Sequence[int]) -> None:
        """Keep the order in which items from ``first`` on are worked."""
        with self._database.aside() as connection:
            write_order(connection, self._database.dialect, message_id, first, order)

    def counts(self) -> Mapping[str, int]:
        """Count all items by outcome."""
        summed = [sa.func.sum(tables.inbox.c[outcome]) for outcome in tables.OUTCOMES]
        with self._reading.begin() as connection:
            row = connection.execute(sa.select(*summed)).one()
        return {outcome: number or 0 for outcome, number in zip(tables.OUTCOMES, row, strict=True)}

    def counts_by_source(self) -> Mapping[str, Mapping[str, int]]:
        """Count the items of each connection by outcome."""
        inbox = tables.inbox.c
        summed = [sa.func.sum(inbox[outcome]) for outcome in tables.OUTCOMES]
        wanted = sa.select(inbox.source, *summed).where(inbox.source.is_not(None))
        with self._reading.begin() as connection:
            rows = connection.execute(wanted.group_by(inbox.source)).all()
        return {row[0]: dict(zip(tables.OUTCOMES, row[1:], strict=True)) for row in rows}

    def read(self, message_id: str) -> tuple[Message, Standing]:
        """Give a message with its bytes.

        Raises:
            MessageRejected: There is no such message (OL626), or its bytes were erased (OL633).
        """
        with self._reading.begin() as connection:
            one = _WHOLE.where(tables.inbox.c.id == message_id)
            row = connection.execute(one).one_or_none()
            if row is None:
                raise MessageRejected("OL626", message=message_id)
            if row.body is None:
                raise MessageRejected("OL633", message=message_id)
            standing = _standing(connection, message_id)
        message = Message(
            id=MessageId(message_id),
            mapping=row.mapping,
            name=row.name,
            body=self._opened(message_id, row),
            received_at=instant(row.received_at),
            source=row.source,
            zone=row.zone,
            opened=self._opened_text(message_id, row),
        )
        return message, standing

    def name(self, message_id: str) -> str | None:
        """Give the name under which a message came in, None when it is not known."""
        inbox = tables.inbox.c
        with self._reading.begin() as connection:
            return connection.scalar(sa.select(inbox.name).where(inbox.id == message_id))

    def _opened(self, message_id: str, row: sa.Row[*tuple[Any, ...]]) -> bytes:
        body: bytes = row.body
        if row.body_key_id is None:
            return body
        kept = self._keyring.known(row.body_key_id, row.wrapped).open(body, message_id)
        return unpacked(kept, is_packed=row.packed)

    def _opened_text(self, message_id: str, row: sa.Row[*tuple[Any, ...]]) -> bytes | None:
        if row.opened is None:
            return None
        key = self._keyring.known(row.body_key_id, row.wrapped)
        return key.open(row.opened, _opened_of(message_id))

    def positions(self, message_id: str, outcome: str) -> Sequence[int]:
        """Give the positions of a message's items that ended so, ascending."""
        items = tables.items.c
        ended = sa.select(items.position).where(
            items.message_id == message_id, items.outcome == outcome
        )
        with self._reading.begin() as connection:
            return connection.scalars(ended.order_by(items.position)).all()

    def quarantined(self, source: str | None) -> Sequence[str]:
        """Give the ids of finished messages with items in quarantine, oldest first."""
        inbox = tables.inbox.c
        found = sa.select(inbox.id).where(inbox.quarantined > 0, inbox.finished.is_(sa.true()))
        if source is not None:
            found = found.where(inbox.source == source)
        with self._reading.begin() as connection:
            return connection.scalars(found.order_by(inbox.received_at, inbox.id)).all()

    def outdated(self, source: str, before: datetime) -> Sequence[str]:
        """Give the messages of a connection that ``purge`` would take the bytes of."""
        return self._raw.outdated(source, before)

    def purge(self, source: str, before: datetime) -> int:
        """Take away the bytes of a connection's older messages that were taken whole."""
        return self._raw.purge(source, before)

    def parked(self, record_type: str, keys: Iterable[str]) -> Sequence[tuple[str, int]]:
        """Give (message id, position) of items parked until one of these records exists.

        Oldest first.
        """
        items = tables.items.c
        known = {form for key in keys for form in self._identities.forms(record_type, key)}
        wanted = sorted(known)
        found: list[tuple[int, str, int]] = []
        with self._reading.begin() as connection:
            for start in range(0, len(wanted), _PAGE):
                page = wanted[start : start + _PAGE]
                waiting = sa.select(items.at, items.message_id, items.position).where(
                    _PARKED, items.record_type == record_type, items.key.in_(page)
                )
                found += [tuple(row) for row in connection.execute(waiting)]
        return [(message, position) for _, message, position in sorted(found)]

    def untaken(self, record_type: str, key: str, most: int) -> Sequence[Untaken]:
        """Give items parked or in quarantine that are, or may be, about a record, newest first."""
        forms = sorted(self._identities.forms(record_type, key))
        with self._reading.begin() as connection:
            rows = connection.execute(_untaken(record_type, forms, most)).all()
        return [
            Untaken(
                message=row.message_id,
                name=row.name,
                source=row.source,
                position=row.position,
                where=row.where_text,
                outcome=row.outcome,
                at=instant(row.at),
                is_sure=row.key is not None,
                faults=msgspec.json.decode(row.faults or "[]"),
            )
            for row in rows
        ]

    def releasable(self) -> Sequence[tuple[str, int]]:
        """Give (message id, position) of items parked for a record that exists by now.

        Oldest first. There are any only where a process died between making a record and
        working what waited for it, or two did both at once.
        """
        with self._reading.begin() as connection:
            return [(row[0], row[1]) for row in connection.execute(_RELEASABLE)]

    def expired(self, before: datetime) -> Sequence[tuple[str, int]]:
        """Give (message id, position) of items parked before an instant, oldest first."""
        items = tables.items.c
        waiting = sa.select(items.message_id, items.position).where(
            _PARKED, items.at < micros(before)
        )
        ordered = waiting.order_by(items.at, items.message_id, items.position)
        with self._reading.begin() as connection:
            return [(row[0], row[1]) for row in connection.execute(ordered)]

    def reject(self, message_id: str, code: str, facts: Mapping[str, str]) -> None:
        """Close a message that cannot be read at all: kept, quarantined as one item.

        The item stands at the cursor; a message rejected again keeps its newest reason.

        Raises:
            MessageRejected: There is no such message (OL626).
        """
        inbox = tables.inbox.c
        one = inbox.id == message_id
        with self._database.transaction() as connection:
            row = connection.execute(
                sa.select(inbox.mapping, inbox.cursor, inbox.received_at).where(one)
            ).one_or_none()
            if row is None:
                raise MessageRejected("OL626", message=message_id)
            fault = ItemFault(code=code, where="", facts=dict(facts))
            item: dict[str, Any] = {
                "message_id": message_id,
                "position": row.cursor,
                "where_text": "",
                "record_type": self._record_type(row.mapping),
                "outcome": "quarantined",
                "faults": msgspec.json.encode([fault]).decode(),
                "at": row.received_at,
            }
            new = connection.execute(self._new_item, item).rowcount
            connection.execute(sa.update(tables.items).where(*_place(item)).values(item))
            closed: dict[str, Any] = {
                "finished": True,
                "digest": self._flow.digest,
                "quarantined": inbox.quarantined + new,
                "rejected_code": code,
                "rejected_facts": msgspec.json.encode(facts).decode(),
            }
            connection.execute(sa.update(tables.inbox).where(one).values(closed))

    def reopen(self, message_id: str) -> None:
        """Take a rejection back, so that the message can be worked from its cursor on."""
        inbox, items = tables.inbox.c, tables.items.c
        one = sa.and_(inbox.id == message_id, inbox.rejected_code.is_not(None))
        opened: dict[str, Any] = {
            "finished": False,
            "digest": "",
            "quarantined": inbox.quarantined - 1,
            "rejected_code": None,
            "rejected_facts": None,
        }
        with self._database.transaction() as connection:
            cursor = connection.scalar(sa.select(inbox.cursor).where(one))
            if cursor is not None:
                rejection = sa.and_(items.message_id == message_id, items.position == cursor)
                connection.execute(sa.delete(tables.items).where(rejection))
                connection.execute(sa.update(tables.inbox).where(one).values(opened))

    def _record_type(self, mapping: str) -> str | None:
        known = self._flow.mappings.get(mapping)
        return None if known is None else known.record


def _untaken(record_type: str, forms: Sequence[str], most: int) -> sa.Select[Any]:
    items, inbox = tables.items.c, tables.inbox.c
    told = (items.message_id, inbox.name, inbox.source, items.position, items.where_text)
    sure = sa.and_(items.outcome == "parked", items.key.in_(forms))
    may_be = sa.and_(_QUARANTINED, items.key.is_(None) | items.key.in_(forms))
    return (
        sa.select(*told, items.outcome, items.at, items.key, items.faults)
        .join_from(tables.items, tables.inbox)
        .where(items.record_type == record_type, sure | may_be)
        .order_by(items.at.desc(), items.message_id, items.position)
        .limit(most)
    )


def _place(item: Mapping[str, Any]) -> tuple[sa.ColumnElement[bool], ...]:
    items = tables.items.c
    return items.message_id == item["message_id"], items.position == item["position"]


def _standing(connection: sa.Connection, message_id: str) -> Standing:
    found = sa.select(*_STANDING).where(tables.inbox.c.id == message_id)
    row = connection.execute(found).one()
    counts = zip(tables.OUTCOMES, row[4:], strict=True)
    return Standing(
        new=False,
        finished=row.finished,
        cursor=row.cursor,
        digest=row.digest,
        outcomes={outcome: number for outcome, number in counts if number},
        rejected=row.rejected_code is not None,
    )


def _opened_of(message_id: str) -> str:
    """Name the owner of a message's opened text, so that it opens nowhere else."""
    return f"{message_id}/opened"
