"""The same order from JSON and CSV, in every encoding, is the same record byte for byte."""

import json

import msgspec
import pytest
from tests.mapping.building import csv_source, item, json_source, lines, program, split

COLUMNS = ("订单号", "金额", "折扣", "数量", "下单时间", "状态", "备注", "礼品")
ORDERS = [
    ("P-001", "199.90", "0.80", "2", "2026-01-05 20:00:00", "1", "两行\n备注，“引号”", "是"),
    ("P-002", "0.005", "1.50", "10", "2026/01/05 20:00", "2", "cafe\u0301 𠮷", "0"),
]
STATES = {"status": ("paid", "shipped")}


def items(names, *, each, sku):
    kinds = ("text", "money", "decimal", "integer", "time", "choice", "text", "boolean")
    fields = ("no", "amount", "discount", "quantity", "placed_at", "status", "remark", "gift")
    made = {
        field: item(name, kind, name=field)
        for field, name, kind in zip(fields, names, kinds, strict=True)
    }
    made["status"] = item(names[5], "choice", words={"1": "paid", "2": "shipped"})
    made["lines"] = lines({"sku": item(sku, name="sku")}, each=each)
    return made


def from_json(value):
    """The same orders as another channel sends them: its own names, numbers as numbers."""
    names = ("sn", "pay.amount", "pay.off", "n", "at", "s", "memo", "gift")
    orders = [
        {
            "sn": no,
            "pay": {"amount": value(amount), "off": value(off)},
            "n": value(quantity),
            "at": at.replace(" ", "T") + "+08:00" if "-" in at else at,
            "s": int(state),
            "memo": memo,
            "gift": gift == "是",
            "goods": [{"id": "A"}, {"id": "B"}],
        }
        for no, amount, off, quantity, at, state, memo, gift in ORDERS
    ]
    made = program(
        items(names, each="goods[*]", sku="id"),
        json_source("orders[*]", encoding="auto"),
        state_fields=STATES,
    )
    return made, json.dumps({"orders": orders}, ensure_ascii=False)


def from_csv(encoding):
    rows = [",".join((*COLUMNS, "货号"))]
    for sku in ("A", "B"):
        rows += [",".join(f'"{cell}"' for cell in (*order, sku)) for order in ORDERS]
    made = program(
        items(COLUMNS, each="=rows", sku="货号"),
        csv_source(encoding=encoding),
        group_by=(COLUMNS[0],),
        state_fields=STATES,
    )
    return made, "\r\n".join(rows)


def records(made, body):
    found = split(made, body)
    return "".join(f"{msgspec.json.encode([one.key, one.values]).decode()}\n" for one in found)


EXPECTED = """\
["P-001",{"no":"P-001","amount":["199.90","CNY"],"discount":"0.8","quantity":2,\
"placed_at":"2026-01-05T12:00:00Z","status":"paid","remark":"两行\\n备注，“引号”",\
"gift":true,"lines":[{"sku":"A"},{"sku":"B"}]}]
["P-002",{"no":"P-002","amount":["0.01","CNY"],"discount":"1.5","quantity":10,\
"placed_at":"2026-01-05T12:00:00Z","status":"shipped","remark":"café 𠮷",\
"gift":false,"lines":[{"sku":"A"},{"sku":"B"}]}]
"""


@pytest.mark.parametrize("value", [str, float], ids=["texts", "numbers"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_from_json(value, encoding):
    made, body = from_json(value)
    assert records(made, body.encode(encoding)) == EXPECTED


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("auto", "utf-8"),
        ("auto", "utf-8-sig"),
        ("auto", "gb18030"),
        ("utf-8", "utf-8-sig"),
        ("gbk", "gb18030"),
    ],
)
def test_from_csv(said, encoding):
    made, body = from_csv(said)
    assert records(made, body.encode(encoding)) == EXPECTED
