"""What holds for any bytes, and for any payload."""

import csv
import io
import json
from types import MappingProxyType

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.mapping.building import csv_source, expression, item, json_source, lines, program, split

from orderloom.errors import MessageRejected
from orderloom.flow.message import FailedItem, MappedItem
from orderloom.mapping.convert.kinds import converter, zone_at
from orderloom.mapping.convert.times import WallClock
from orderloom.mapping.straight import can_go_straight
from orderloom.mapping.unfit import Unfit

PARTS = {
    "sku": item("sku", name="sku"),
    "n": item("n[0]", "integer", name="n", on_null="keep"),
    "price": item("p.price", "money", name="price", on_null="refuse"),
}
ITEMS = {
    "amount": item("pay.amount", "money", name="amount"),
    "paid": item("pay.paid", "boolean", name="paid", on_null="refuse"),
    "at": item("pay.at", "time", name="at", on_null="keep"),
    "note": item("note", name="note"),
    "colour": item("c", "choice", name="colour", words={"1": "red"}, refuse_others=True),
    "second": item("lines[1].sku", name="second"),
    "lines": lines(PARTS, key="sku"),
    "plain": lines({"sku": PARTS["sku"]}, name="plain"),
}
STRAIGHT = {
    **{name: ITEMS[name] for name in ("amount", "paid", "at", "note", "second")},
    "lines": lines({"sku": PARTS["sku"], "n": item("n", "integer")}, key="sku"),
    "plain": lines({"sku": PARTS["sku"], "p": item("p")}, name="plain"),
}
FORMATS = MappingProxyType(
    {
        "json straight": program(STRAIGHT, json_source()),
        "json": program(ITEMS, json_source()),
        "json rows": program(ITEMS, json_source("rows[*]")),
        "csv": program({"note": item("note")}, csv_source()),
        "csv rows": program(
            {"lines": lines({"n": item("n", "integer")}, each="=rows")},
            csv_source(encoding="gbk", separator=";"),
            group_by=("no",),
            skip=expression('=raw.no == "sum"').compiled,
        ),
    }
)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.sampled_from(["", " ", "1", "red", "2026-01-05 20:00", "0.005", "yes", "CNY 3", "e\u0301"]),
    st.text(max_size=5),
)
RAW_LINE = st.fixed_dictionaries(
    {},
    optional={
        "sku": SCALARS,
        "n": st.one_of(SCALARS, st.lists(SCALARS, max_size=2)),
        "p": st.one_of(SCALARS, st.fixed_dictionaries({}, optional={"price": SCALARS})),
    },
)
RAW = st.fixed_dictionaries(
    {},
    optional={
        "no": SCALARS,
        "note": SCALARS,
        "c": st.one_of(SCALARS, st.sampled_from([1, "1", 2])),
        "pay": st.one_of(
            SCALARS,
            st.fixed_dictionaries({}, optional=dict.fromkeys(("amount", "paid", "at"), SCALARS)),
        ),
        "lines": st.one_of(SCALARS, st.lists(st.one_of(SCALARS, RAW_LINE), max_size=3)),
    },
)

WORDS = st.one_of(
    st.sampled_from(
        ["A1", "顾客", "", " ", " a", "a ", "\u3000", "\0", "e\u0301", "\u0301", "a\nb", None, 7]
    ),
    st.text(max_size=3),
)
AMOUNTS = st.one_of(
    st.sampled_from(
        ["1.50", ".50", "5.", ".", "1.5", "-1.00", "1_0.00", "１.00", "0.00", "1e2", None]
    ),
    st.from_regex(r"[0-9.]{0,20}", fullmatch=True),
)
WHOLE_LINE = st.fixed_dictionaries({"sku": WORDS, "n": st.integers(-5, 10**20), "p": WORDS})
WHOLE = st.fixed_dictionaries(
    {
        "no": WORDS,
        "note": WORDS,
        "pay": st.fixed_dictionaries(
            {
                "amount": AMOUNTS,
                "paid": st.booleans(),
                "at": st.sampled_from(["2026-01-05 20:00:00", "", None, "2026-01-05"]),
            }
        ),
        "lines": st.lists(st.one_of(WHOLE_LINE, WHOLE_LINE, RAW_LINE), min_size=1, max_size=3),
    }
)


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_split_or_rejected(name, body):
    counted_or_rejected(FORMATS[name], body)


@given(
    st.sampled_from(sorted(FORMATS)),
    st.lists(
        st.sampled_from(
            [
                *(
                    "no",
                    "note",
                    "n",
                    "sum",
                    ",",
                    ";",
                    '"',
                    "\n",
                    "\r",
                    "1",
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                ),
                *('"no"', '"rows"', "null", "-", "e9", "\\u00", "\\", " ", "订单", "\ufeff", "NaN"),
            ]
        ),
        max_size=40,
    ),
)
@settings(max_examples=300, deadline=None)
def test_any_pieces_are_split_or_rejected(name, pieces):
    counted_or_rejected(FORMATS[name], "".join(pieces).encode())


def counted_or_rejected(made, body):
    try:
        found = split(made, body)
    except MessageRejected:
        return
    assert [one.position for one in found] == list(range(len(found)))
    assert all(one.faults for one in found if isinstance(one, FailedItem))


@given(st.lists(st.one_of(SCALARS, RAW), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_element_of_a_list_is_accounted_for_once(elements):
    found = split(FORMATS["json"], json.dumps(elements, default=float))
    assert [one.where for one in found] == [f"[{index}]" for index in range(len(elements))]


@given(st.lists(st.lists(st.text(max_size=4), min_size=1, max_size=3), max_size=8))
@settings(max_examples=60, deadline=None)
def test_every_row_of_a_file_is_accounted_for_once(rows):
    rows = [[cell.replace("\0", "") for cell in row] for row in rows]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([["no", "note"], *rows])
    found = split(FORMATS["csv"], text.getvalue().encode("utf-8", "replace"))
    full = [row for row in rows if any(map(str.strip, row))]
    assert [one.where.split(" (")[0] for one in found] == [
        f"row {number}" for number in range(1, len(full) + 1)
    ]


@given(RAW)
@example({"no": "1", "pay": {"at": "2026-01-05 20:00"}})
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_generated_function_says_what_a_plain_interpreter_says(raw):
    values, faulty = interpreted(ITEMS, raw)
    body = msgspec.json.Encoder(decimal_format="number").encode(raw)
    [found] = split(FORMATS["json"], body)
    if isinstance(found, MappedItem):
        assert (found.values, set()) == (values, faulty)
    else:
        assert {fault.field for fault in found.faults} == faulty


@given(WHOLE)
@settings(max_examples=400, deadline=None)
def test_the_straight_way_says_what_a_plain_interpreter_says(raw):
    values, faulty = interpreted(STRAIGHT, raw)
    [found] = split(FORMATS["json straight"], msgspec.json.encode(raw))
    if isinstance(found, MappedItem):
        assert (found.values, set()) == (values, faulty)
        assert list(found.values) == list(values)
    else:
        assert {fault.field for fault in found.faults} == faulty


def test_a_mapping_that_only_follows_paths_goes_straight():
    assert can_go_straight(FORMATS["json straight"]._mapping)
    assert not can_go_straight(FORMATS["csv rows"]._mapping)


def interpreted(items, raw):
    """Interpret a mapping field by field, as slowly and plainly as can be."""
    faulty = set()
    values = {}
    no = item("no")
    for name, one in {"no": no, **items}.items():
        put(values, faulty, (name, one), raw)
    if values.get("no") is not None:
        values["no"] = values["no"].strip()
    elif "no" not in faulty:
        faulty.add("no")
    return values, faulty


def put(values, faulty, field, raw, within="", *, keeps_none=True):
    name, one = field
    called = within + name
    if one.each_path is not None:
        found = walk(raw, one.each_path.steps[:-1])
    else:
        found = walk(raw, one.path.steps)
    if found is ABSENT:
        return
    try:
        value = listed(faulty, one, found, called) if one.parts else converter(one, CLOCK)(found)
    except Unfit:
        faulty.add(called)
        return
    if value is not None or (one.on_null == "clear" and keeps_none):
        values[name] = value
    elif one.on_null == "refuse":
        faulty.add(called)


def listed(faulty, one, found, called):
    if found is None or (isinstance(found, str) and not found.strip()):
        return None
    if not isinstance(found, list):
        raise Unfit("OL558")
    made = []
    for index, part in enumerate(found):
        if not isinstance(part, dict):
            faulty.add(f"{called}[{index}]")
            continue
        values = {}
        for each in one.parts:
            keyed = one.target.key is not None
            put(values, faulty, each, part, f"{called}[{index}].", keeps_none=keyed)
        made.append(values)
    return made


def walk(raw, steps):
    for step in steps:
        if step.key is not None:
            raw = raw.get(step.key, ABSENT) if isinstance(raw, dict) else ABSENT
        else:
            inside = isinstance(raw, list) and step.index < len(raw)
            raw = raw[step.index] if inside else ABSENT
    return raw


ABSENT = object()
CLOCK = WallClock(zone_at("Asia/Shanghai", item("x").place), "refuse")
