"""Branches of which one may hold: apart is proved, together is shown, and else it is said so."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderloom.compiler.load import check_flow
from orderloom.definition.connector import ConnectorShape

CONNECTORS = {"files": ConnectorShape(id="files")}
FLOW = """\
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
settings: {big: CNY 500, tens: 10, on: false}
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: customer
identity: [name]
fields: {name: text, tier: {type: choice, of: [gold, plain]}}
---
kind: record
id: order
identity: [no]
fields:
  no: {type: text, required: true}
  lane: {type: choice, of: [rush, slow, none]}
  shop: {type: text, edit: [lead]}
  amount: {type: money, edit: [lead]}
  paid: {type: money, edit: [lead]}
  pieces: {type: integer, edit: [lead]}
  share: decimal
  vip: boolean
  due: time
  day: date
  wait: duration
  labels: {type: list, of: text}
  lines: {type: list, of: {sku: text}}
  customer: {type: reference, to: customer}
  open: {type: money, compute: amount - paid}
---
kind: machine
id: order_status
record: order
field: status
initial: new
states: {new: , packed: , gone: {final: true}}
transitions:
  pack: {from: new, to: packed, by: lead}
  stop: {from: any, to: gone, by: lead}
---
kind: mapping
id: feed
record: order
read: {format: json}
zone: Asia/Shanghai
fields: {no: no, lane: lane, share: share, vip: vip, due: due, day: day, wait: wait, labels: labels,
  lines: {each: "lines[*]", fields: {sku: sku}}}
"""
MOMENT = 'time("2026-01-05T10:00+08:00")'
APART = [
    ("amount > CNY 5", "amount <= CNY 5"),
    ("amount > settings.big", "amount < settings.big"),
    ("amount > CNY 10.00", "amount < CNY 10.01"),
    ("CNY 1 <= amount < CNY 5", "CNY 5 <= amount < CNY 9"),
    ("pieces > 3", "pieces < 4"),
    ("share > 0.5", "share <= 50%"),
    ('lane == "rush"', 'lane in ["slow", "none"]'),
    ('lane != "rush"', 'lane == "rush"'),
    ('lane not in ["slow", "none"]', 'lane in ["slow", "none"]'),
    ('shop == "a"', 'shop == "b"'),
    ("vip", "not vip"),
    ("has(amount)", "missing(amount)"),
    ("missing(amount)", "amount < CNY 5"),
    ("vip and amount > CNY 5", "not (vip and amount > CNY 5) or amount < CNY 5"),
    ("vip or amount > CNY 5", "not vip and amount < CNY 3"),
    ("length(shop) > 11", "length(shop) < 4"),
    ("paid / amount > 0.8", "paid / amount < 0.5"),
    ("paid < amount", "paid >= amount"),
    ("paid < amount", "amount < paid"),
    ("open > CNY 5", "amount - paid < CNY 3"),
    ('status == "new"', 'status == "packed"'),
    ('no == "a"', 'no == "b"'),
    ('customer.tier == "gold"', 'customer.tier == "plain"'),
    ('contains(shop, "x")', 'not contains(shop, "x")'),
    ('"x" in labels', '"x" not in labels'),
    (f"due < {MOMENT}", f"due >= {MOMENT}"),
    ("wait > 30m", "wait <= 30m"),
    ("(1 if vip else 2) == 1", "(1 if vip else 2) == 2"),
    ('event.name == "a"', 'event.name == "b"'),
]
TOGETHER = [
    ("amount > CNY 5", "amount < CNY 7", "amount: CNY 5.01"),
    ("amount > CNY 5", "amount >= CNY 5", "amount: CNY 5.01"),
    ("pieces >= 3", "pieces <= 3", "pieces: 3"),
    ("share > 0.5", "share < 0.6", "share: 0.55"),
    ('lane != "rush"', 'lane != "slow"', "lane: none"),
    ('shop == "a"', 'shop in ["a", "b"]', "shop: a"),
    ('shop != "a"', 'shop != "b"', "shop: anything"),
    ("vip", "amount > CNY 5", "amount: CNY 5.01, vip: true"),
    ("missing(amount)", "missing(paid)", "{o: {record: order, no: anything}}"),
    ('status != "gone"', 'status == "new"', "status: new"),
    ("length(shop) > 3", "length(shop) < 6", 'shop: "1111"'),
    ('contains(shop, "x")', 'contains(shop, "y")', "shop: "),
    ("open > CNY 5", "vip", "vip: true"),
    ('customer.tier == "gold"', 'customer.tier != "plain"',
     "{customer_1: {record: customer, tier: gold}, o: {record: order, no: anything, customer: ="),
    ('"x" in labels', "vip", "labels: [x]"),
    ('lines[0].sku == "a"', "vip", "lines: [{sku: a}]"),
    (f"due < {MOMENT}", "vip", "due: 2026-01-04T02:00:00Z"),
    ("wait > 30m", "vip", "wait: 1801s"),
    ("pieces > settings.tens", "vip", "pieces: 11"),
]  # fmt: skip


def found(folder, *branches, hit="unique", more=""):
    """Give the findings of a tree of these conditions."""
    listed = "".join(
        f"  - id: b{number}\n    when: '{when}'\n" for number, when in enumerate(branches)
    )
    tree = f"---\nkind: tree\nid: t\nrecord: order\non: order.created\nhit: {hit}\nbranches:\n"
    (folder / "flow.yaml").write_text(FLOW + tree + listed + "else: []\n" + more, "utf-8")
    told = check_flow(folder, connectors=CONNECTORS).diagnostics
    return [each for each in told if each.code != "OL043"]  # the customer is given by nobody


@pytest.mark.parametrize(("one", "other"), APART)
def test_branches_that_are_apart_are_spared(one, other, tmp_path):
    assert [each.code for each in found(tmp_path, one, other)] == []


@pytest.mark.parametrize(("one", "other", "example"), TOGETHER)
def test_branches_that_overlap_are_shown_by_a_record(one, other, example, tmp_path):
    told = found(tmp_path, one, other)
    if example is None:
        assert [each.code for each in told] == ["OL037"]
        return
    (finding,) = told
    assert (finding.code, finding.severity) == ("OL494", "error")
    assert example in finding.facts["example"]


def test_what_stands_in_the_way_of_a_proof_is_named(tmp_path):
    (finding,) = found(tmp_path, "vip", 'matches(shop, "[a-c]{30}")')
    assert (finding.code, finding.severity) == ("OL037", "warning")
    assert finding.facts["part"] == 'matches(shop, "[a-c]{30}")'


def test_too_many_ways_are_not_proven_and_end(tmp_path):
    many = " or ".join(f'shop == "{each}" and pieces > {each}' for each in range(12))
    other = " or ".join(f"amount > CNY {each} and share < {each}.5" for each in range(6))
    codes = {each.code for each in found(tmp_path, f"({many}) and ({other})", f"not ({many})")}
    assert codes <= {"OL037", "OL494"}


def test_an_inner_branch_knows_what_the_outer_one_asked(tmp_path):
    inner = (
        "    hit: unique\n    branches:\n      - {id: low, when: amount < CNY 5}\n"
        "      - {id: other, when: pieces > 3}\n    else: []\n"
    )
    tree = "---\nkind: tree\nid: t\nrecord: order\non: order.created\nbranches:\n"
    texts = (
        (f"  - id: high\n    when: amount > CNY 9\n{inner}", ["OL038"]),
        (f"  - id: high\n    when: amount < CNY 3 and pieces < 2\n{inner}", ["OL038"]),
        (f"  - id: high\n    when: amount < CNY 3\n{inner}", ["OL494"]),
    )
    for text, codes in texts:
        (tmp_path / "flow.yaml").write_text(f"{FLOW}{tree}{text}else: []\n", "utf-8")
        told = check_flow(tmp_path, connectors=CONNECTORS).diagnostics
        assert [each.code for each in told if each.code != "OL043"] == codes, text


def test_a_branch_behind_several_that_take_all_is_told(tmp_path):
    told = found(tmp_path, "amount > CNY 5", "amount <= CNY 5", "has(amount)", "vip", hit="first")
    assert [(each.code, each.facts["branch"], each.facts["other"]) for each in told] == [
        ("OL493", "b2", "b0, b1")
    ]


def test_a_condition_that_nothing_fits_is_told_unless_a_setting_decides(tmp_path):
    told = found(tmp_path, "amount > CNY 5 and amount < CNY 3", hit="all")
    assert [(each.code, each.severity) for each in told] == [("OL038", "warning")]
    assert found(tmp_path, "settings.on and vip", "amount > settings.big", hit="all") == []


ATOMS = [
    "pieces > 3", "pieces <= 4", "pieces == 4", "vip", "missing(pieces)", "pieces in [2, 9]",
    'lane == "rush"', 'lane != "slow"', "has(lane)",
]  # fmt: skip
CONDITIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
        st.builds("(({1}) if ({0}) else ({2}))".format, inner, inner, inner),
    ),
    max_leaves=5,
)
RECORDS = [
    {"pieces": pieces, "vip": vip, "lane": lane}
    for pieces, vip, lane in itertools.product(
        [None, *range(1, 11)], [None, True, False], [None, "rush", "slow", "none"]
    )
]


@settings(max_examples=60, deadline=None)
@given(st.lists(CONDITIONS, min_size=2, max_size=2))
def test_what_is_proved_and_shown_is_what_trying_everything_gives(tmp_path_factory, conditions):
    folder = tmp_path_factory.mktemp("flow")
    codes = [each.code for each in found(folder, *conditions, hit="unique")]
    (folder / "flow.yaml").write_text(
        (folder / "flow.yaml").read_text("utf-8").replace("hit: unique", "hit: all"), "utf-8"
    )
    tree = check_flow(folder, connectors=CONNECTORS).flow.trees["t"]
    truths = [
        [branch.when.compiled.evaluate(record, None) is True for record in RECORDS]
        for branch in tree.branches
    ]
    overlap = any(map(all, zip(*truths, strict=True)))
    assert ("OL494" in codes) == overlap
    assert codes.count("OL038") == sum(not any(each) for each in truths)
    assert "OL037" not in codes
