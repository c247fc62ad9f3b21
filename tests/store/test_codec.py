"""Records come back from their rows exactly as they were."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.decisions import order
from tests.store.flows import AT, ORDER_FIELDS, SENSITIVE, order_type

from orderloom.expression import types
from orderloom.expression.types import ListType
from orderloom.expression.values import Money
from orderloom.flow.record import HoldDetail, Record
from orderloom.names import RecordId
from orderloom.store.codec import RecordCodec, StoredRow
from orderloom.store.instants import instant, micros
from orderloom.store.open_values import decode_open, encode_open

text = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
whole = st.integers(min_value=-(10**30), max_value=10**30)
decimals = st.decimals(allow_nan=False, allow_infinity=False)
money = st.builds(Money, decimals, st.sampled_from(["CNY", "USD", "JPY"]))
instants = st.datetimes(timezones=st.just(UTC))
dates = st.dates()
durations = st.timedeltas()
scalars = st.one_of(text, whole, decimals, st.booleans(), money, instants, dates, durations)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(text | st.just("$"), inner, max_size=3)
    ),
    max_leaves=6,
)
lines = st.fixed_dictionaries({}, optional={"sku": text, "quantity": whole, "price": money})
fields = {
    "channel": st.sampled_from(["jd", "pdd"]),
    "order_no": text,
    "quantity": whole,
    "weight": decimals,
    "amount": money,
    "paid": st.booleans(),
    "placed_at": instants,
    "deliver_on": dates,
    "patience": durations,
    "phone": text,
    "email": text,
    "lines": st.lists(lines, max_size=3),
    "address": st.fixed_dictionaries({}, optional={"city": text, "street": text}),
    "words": st.lists(text, max_size=3),
    "extra": st.dictionaries(text | st.just("$"), anything, max_size=3),
    "loose": st.lists(anything, max_size=3),
    "status": text,
    "status_since": instants,
    "source": text,
}
holds = st.dictionaries(
    text,
    st.builds(
        HoldDetail,
        st.lists(text, max_size=2).map(tuple),
        st.lists(text, max_size=2).map(tuple),
        st.dictionaries(st.sampled_from(["zh", "en"]), text),
        text,
    ),
    max_size=2,
)


@st.composite
def records(draw):
    values = draw(st.fixed_dictionaries({}, optional=fields))
    held = draw(holds)
    revision = draw(st.integers(1, 10**9))
    values |= {
        "id": "order-1",
        "version": revision,
        "created_at": draw(instants),
        "changed_at": draw(instants),
        "tags": draw(st.lists(text, max_size=2)),
        "holds": list(held),
    }
    return Record(RecordId("order-1"), "order", "key", revision, values, held)


def stored(codec, record):
    """The row that the committer would write."""
    documents = codec.encode(record, None)
    return StoredRow(
        record.id,
        record.key,
        documents.revision,
        documents.shape,
        documents.document,
        documents.sensitive,
        documents.holds,
        documents.tags,
        record.values.get("source"),
        micros(record.values["created_at"]),
        documents.changed_at,
    )


def exact(value):
    """Tell 1.0 from 1.00 and true from 1."""
    if isinstance(value, dict):
        return {name: exact(part) for name, part in value.items()}
    if isinstance(value, list):
        return [exact(part) for part in value]
    if isinstance(value, Money):
        return (Money, str(value.amount), value.currency)
    return (type(value), str(value))


@given(records())
@settings(max_examples=120, deadline=None)
def test_every_value_comes_back_exactly(record):
    codec = RecordCodec(order_type())
    again = codec.decode(stored(codec, record))
    assert again == record
    assert exact(again.values) == exact(record.values)


def test_every_kind_of_field_is_tried():
    assert set(fields) == {*ORDER_FIELDS, "status", "status_since", "source"}


@given(st.dictionaries(text | st.just("$"), anything, max_size=4))
@settings(max_examples=60, deadline=None)
def test_open_values_come_back_exactly(value):
    assert exact(decode_open(encode_open(value))) == exact(value)


@given(instants)
def test_an_instant_comes_back_to_the_microsecond(at):
    assert instant(micros(at)) == at


def test_an_instant_is_stored_as_microseconds_of_utc():
    at = datetime(1970, 1, 2, 8, 0, 0, 5, tzinfo=UTC)
    assert micros(at) == (24 + 8) * 3_600_000_000 + 5
    assert micros(at - timedelta(days=2)) == -16 * 3_600_000_000 + 5


def test_sensitive_values_stand_only_in_their_own_column():
    codec = RecordCodec(order_type())
    row = stored(codec, order(1, phone="13800138000", email="a@example.com"))
    assert row.sensitive == '{"email":"a@example.com","phone":"13800138000"}'
    assert "phone" not in row.document
    assert "13800138000" not in row.document


def test_a_record_without_sensitive_values_has_no_sensitive_document():
    codec = RecordCodec(order_type())
    assert stored(codec, order(1, phone=None)).sensitive is None


@pytest.mark.parametrize(
    ("fields", "sensitive", "same"),
    [
        (dict(reversed(ORDER_FIELDS.items())), SENSITIVE, True),
        (ORDER_FIELDS | {"email": types.TEXT, "channel": types.TEXT}, SENSITIVE, True),
        (ORDER_FIELDS | {"amount": types.MONEY}, SENSITIVE, True),
        (ORDER_FIELDS | {"quantity": types.DECIMAL}, SENSITIVE, False),
        (ORDER_FIELDS | {"words": ListType(types.PHONE)}, SENSITIVE, True),
        (ORDER_FIELDS | {"words": ListType(types.INTEGER)}, SENSITIVE, False),
        (ORDER_FIELDS | {"more": types.TEXT}, SENSITIVE, False),
        (ORDER_FIELDS, {"phone"}, False),
    ],
)
def test_the_shape_changes_when_documents_do(fields, sensitive, same):
    shape = RecordCodec(order_type(fields, sensitive)).shape
    assert (shape == RecordCodec(order_type()).shape) == same


def test_a_read_and_unchanged_shape_needs_no_rest():
    codec = RecordCodec(order_type())
    record = order(1, weight=Decimal("1E+3"), placed_at=AT)
    assert type(codec.decode(stored(codec, record))) is Record
