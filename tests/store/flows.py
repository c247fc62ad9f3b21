"""A small flow, built by hand: the store's tests need no compiler."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

from orderloom.definition.flow import Flow
from orderloom.definition.record import Field, RecordType
from orderloom.diagnostics import Cause, Place
from orderloom.expression import types
from orderloom.expression.types import ChoiceType, ListType, MoneyType, ObjectType, ScalarType

NOWHERE = Place("flow.yaml", 1)
AT = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
CAUSE = Cause(
    definition="rule/late", path="do[0]", place=Place("rules/late.yaml", line=7, column=5, end=9)
)
LINE = ObjectType({"sku": types.TEXT, "quantity": types.INTEGER, "price": MoneyType("CNY")})
ORDER_FIELDS = {
    "channel": ChoiceType(("jd", "pdd")),
    "order_no": types.TEXT,
    "quantity": types.INTEGER,
    "weight": types.DECIMAL,
    "amount": MoneyType("CNY"),
    "paid": types.BOOLEAN,
    "placed_at": types.TIME,
    "deliver_on": types.DATE,
    "patience": types.DURATION,
    "phone": types.PHONE,
    "email": types.EMAIL,
    "lines": ListType(LINE),
    "address": ObjectType({"city": types.TEXT, "street": types.TEXT}),
    "words": ListType(types.TEXT),
    "extra": ObjectType({}, open=True),
    "loose": ListType(types.ANY),
}
SENSITIVE = {"phone", "email"}


def field(name, of, *, sensitive=False, kind="text"):
    return Field(name=name, kind=kind, type=of, place=NOWHERE, sensitive=sensitive)


def record_type(identifier, fields, *, sensitive=(), state_fields=None, indexed=()):
    return RecordType(
        id=identifier,
        place=NOWHERE,
        identity=("order_no",),
        fields={name: field(name, of, sensitive=name in sensitive) for name, of in fields.items()},
        state_fields=state_fields or {},
        indexed=indexed,
    )


def order_type(fields=None, sensitive=SENSITIVE):
    return record_type(
        "order",
        ORDER_FIELDS if fields is None else fields,
        sensitive=sensitive,
        state_fields={"status": "order_status"},
    )


def case_type():
    return record_type(
        "case",
        {"type": types.TEXT, "record": types.TEXT},
        state_fields={"status": "case_status"},
        indexed=("record",),
    )


def flow(order=None, digest="d1"):
    records = (order or order_type(), case_type())
    return Flow(
        id="shop",
        place=NOWHERE,
        zone="Asia/Shanghai",
        currency="CNY",
        languages=("zh",),
        environment="test",
        environments={},
        settings={},
        records={each.id: each for each in records},
        machines={},
        mappings={},
        rules={},
        messages={},
        roles={},
        connections={},
        rules_on={},
        sources={PurePosixPath("flow.yaml"): "kind: flow\n"},
        digest=digest,
    )


def without(*names):
    """The flow with fields taken out of its orders."""
    kept = {name: of for name, of in ORDER_FIELDS.items() if name not in names}
    return flow(order_type(kept, SENSITIVE), digest="d2")


def with_type(name, scalar):
    """The flow with a field of another type."""
    return flow(order_type({**ORDER_FIELDS, name: ScalarType(scalar)}), digest="d2")


def with_sensitive(*names):
    """The flow with other fields sensitive."""
    return flow(order_type(ORDER_FIELDS, set(names)), digest="d2")


def without_case():
    """The flow without its record type ``case``."""
    whole = flow(digest="d2")
    return replace(whole, records={"order": whole.records["order"]})
