"""Messages and decisions, as a runtime would bring them."""

from datetime import timedelta
from decimal import Decimal

from tests.store.flows import AT, CAUSE

from orderloom.expression.values import Money
from orderloom.flow.command import Origin
from orderloom.flow.decision import Batch, Decision, ItemResult, RecordChange
from orderloom.flow.effect import Call, Created, FieldChanged, Moved
from orderloom.flow.message import Message, message_id
from orderloom.flow.record import Record


def message(name="a.json", body=b"[]", at=AT):
    identifier = message_id("orders", "shop", name, body)
    return Message(
        id=identifier,
        mapping="orders",
        name=name,
        body=body,
        received_at=at,
        source="shop",
        zone="Asia/Shanghai",
    )


def order(number, **fields):
    """A new order; fields given as None are missing."""
    values = {
        "id": f"order-{number}",
        "created_at": AT,
        "changed_at": AT,
        "version": 1,
        "source": "shop",
        "tags": [],
        "holds": [],
        "order_no": str(number),
        "channel": "jd",
        "quantity": 3,
        "weight": Decimal("1.50"),
        "amount": Money(Decimal("120.00"), "CNY"),
        "paid": True,
        "placed_at": AT - timedelta(minutes=3),
        "phone": "13800138000",
        "lines": [
            {"sku": f"S{n}", "quantity": n, "price": Money(Decimal("9.90"), "CNY")}
            for n in (1, 2, 3)
        ],
        "address": {"city": "上海", "street": "南京西路 1 号"},
        "status": "paid",
        "status_since": AT,
    }
    values |= fields
    present = {name: value for name, value in values.items() if value is not None}
    return Record(id=f"order-{number}", type="order", key=str(number), revision=1, values=present)


def case(number, subject):
    values = {
        "id": f"case-{number}",
        "created_at": AT,
        "changed_at": AT,
        "version": 1,
        "tags": [],
        "holds": [],
        "type": "late",
        "record": subject,
        "status": "open",
        "status_since": AT,
    }
    return Record(id=f"case-{number}", type="case", key=f"case-{number}", revision=1, values=values)


def revised(record, at=AT, /, **fields):
    """The next revision of a record."""
    values = {**record.values, **fields, "version": record.revision + 1, "changed_at": at}
    present = {name: value for name, value in values.items() if value is not None}
    return Record(
        id=record.id,
        type=record.type,
        key=record.key,
        revision=record.revision + 1,
        values=present,
        holds=record.holds,
    )


def call(key, record_id="order-1", connection="wms", at=AT):
    return Call(
        id=f"call-{key}",
        at=at,
        connection=connection,
        operation="notify",
        payload={"to": "x@example.com", "amount": Money(Decimal("1.10"), "CNY")},
        key=key,
        irreversible=False,
        record_id=record_id,
    )


def effects(record):
    about = {"record": record.type, "record_id": record.id}
    return [
        Created(**about, key=record.key),
        FieldChanged(**about, cause=CAUSE, field="lane", was=None, value="rush"),
        Moved(
            **about,
            cause=CAUSE,
            machine="order_status",
            field="status",
            was="unpaid",
            state="paid",
            transition="pay",
        ),
    ]


def decision(*changes, origin=None, outcome="applied", at=AT, **parts):
    """A decision that makes ``changes``: records that are new, or pairs (before, after)."""
    pairs = [
        RecordChange(None, each) if isinstance(each, Record) else RecordChange(*each)
        for each in changes
    ]
    subject = pairs[0].after if pairs else None
    given = {
        "command": "observe",
        "origin": origin or Origin(message="m", position=0, where="[0]", source="shop"),
        "now": at,
        "outcome": outcome,
        "record": "order",
        "record_id": None if subject is None else subject.id,
        "mapping": "orders",
        "changes": pairs,
    }
    return Decision(**(given | parts))


def item(message, position=0, outcome="applied", *, key="1", at=AT, faults=()):
    return ItemResult(
        message=message.id,
        position=position,
        where=f"[{position}]",
        record="order",
        key=key,
        outcome=outcome,
        at=at,
        faults=faults,
    )


def batch(*decisions, **parts):
    return Batch(decisions=list(decisions), **parts)
