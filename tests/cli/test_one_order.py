"""``explain``, ``try`` and what people do by hand."""

from tests.cli.program import call


def sentences(answer):
    return [" ".join(line.split()) for line in answer.out.splitlines()]


def test_explain_tells_what_happened_when_and_why(running):
    answer = call("explain", "F-1003", "--flow", running)
    assert answer.code == 0
    assert sentences(answer) == [
        "Order F-1003 status Paid #big",
        "",
        "2026-03-08 10:00:00 Asia/Shanghai orders.json orders[2]",
        "created Order F-1003",
        f"began with *Order status* Paid {running}/order.yaml:29",
        f"*Big order* (warning) hit, because amount = CNY 500.00 {running}/rules.yaml:7",
        f"tagged *big* {running}/rules.yaml:9",
    ]


def test_explain_speaks_chinese(running):
    answer = call("explain", "order/F-1003", "--flow", running, lang="zh")
    assert sentences(answer)[3:5] == [
        "新建了订单 F-1003",
        f"*订单状态* 始于 已付款 {running}/order.yaml:29",
    ]


def test_explain_gives_the_journal_as_json(running):
    document = call("explain", "F-1003", "--flow", running, "--format", "json").document
    assert document["record"] | {"id": ""} == {
        "id": "",
        "type": "order",
        "key": "F-1003",
        "revision": 1,
        "states": {"status": "paid"},
        "tags": ["big"],
        "holds": [],
        "numbers": {},
    }
    kinds = [effect["effect"] for effect in document["story"][0]["effects"]]
    assert kinds == ["created", "moved", "judged", "tagged"]


def test_an_order_that_is_not_there_is_a_wrong_call(running):
    answer = call("explain", "F-9", "--flow", running)
    assert answer.code == 2
    assert answer.err == (
        "error[OL649]: no record goes by 'F-9'\n"
        "  hint: give its id, or its type and identity such as order/pdd/P-1\n"
    )


def test_asking_makes_no_store(shop):
    answer = call("explain", "F-1", "--flow", shop)
    store = shop / ".orderloom" / "orderloom.db"
    assert answer.code == 2
    assert answer.err == (
        f"error[OL673]: there is no store at '{store}'\n"
        "  hint: let 'orderloom run' make it, or name another with --store\n"
    )
    assert not store.exists()


def test_try_counts_and_tells_what_a_rule_would_do(running):
    answer = call("try", "big_order", "--flow", running)
    assert sentences(answer) == [
        "Order F-1003",
        f"*Big order* (warning) would hit, because amount = CNY 500.00 {running}/rules.yaml:7",
        "",
        "4 judged, 1 hit",
    ]


def test_try_over_a_named_store_gives_json(running):
    store = running / ".orderloom" / "orderloom.db"
    answer = call(
        "try", "big_order", "--over", f"sqlite:///{store}", "--flow", running, "--format", "json"
    )
    document = answer.document
    assert (document["judged"], document["hits"]) == (4, 1)
    assert [each["key"] for each in document["records"]] == ["F-1003"]


def test_try_of_an_unknown_rule_names_the_nearest(running):
    answer = call("try", "big_ordr", "--flow", running)
    assert answer.code == 2
    assert answer.err == (
        "error[OL651]: there is no rule or tree 'big_ordr'; the flow has: big_order\n"
        "  hint: did you mean 'big_order'?\n"
    )


def test_a_person_fires_a_transition(running):
    answer = call("fire", "F-1001", "cancel", "--as", "owner/Li", "--flow", running)
    assert answer.code == 0
    assert sentences(answer)[-1] == f"fired *cancel*: Paid → Cancelled {running}/order.yaml:31"
    story = call("explain", "F-1001", "--flow", running).out
    assert "Li fired a transition" in story


def test_a_refusal_gives_every_reason_and_changes_nothing(running):
    answer = call("fire", "F-1004", "cancel", "--as", "owner/Li", "--flow", running)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "refused:\n  'cancel' does not leave the state 'done'; possible here: –\n"
    )


def test_a_refusal_in_json_stands_on_stdout(running):
    answer = call(
        *("fire", "F-1004", "cancel", "--as", "owner/Li", "--flow", running, "--format", "json")
    )
    assert (answer.code, answer.err) == (1, "")
    assert answer.document["outcome"] == "refused"
    assert [reason["code"] for reason in answer.document["reasons"]] == ["OL706"]


def test_nobody_acts_in_a_role_that_is_not_there(running):
    answer = call("fire", "F-1001", "cancel", "--as", "boss", "--flow", running)
    assert answer.code == 2
    assert answer.err == "error[OL648]: there is no role 'boss'; the flow has: owner\n"


def test_a_field_that_nobody_may_type_is_not_changed(running):
    answer = call(
        "change", "F-1001", "--set", "flowers=12 tulips", "--as", "owner", "--flow", running
    )
    assert answer.code == 1
    assert answer.err == (
        "refused:\n  owner may not touch 'flowers': it takes one of the roles –\n"
    )


def test_a_role_that_may_edit_types_a_field(running):
    order = running / "order.yaml"
    text = order.read_text(encoding="utf-8")
    order.write_text(text.replace("flowers: {type: text,", "flowers: {type: text, edit: [owner],"))
    answer = call(
        "change", "F-1001", "--set", "flowers=12 tulips", "--as", "owner", "--flow", running
    )
    assert (answer.code, answer.err) == (0, "")
    assert sentences(answer) == ["set *Flowers* to 12 tulips (was 12 roses)"]


def test_what_is_to_be_set_is_name_and_value(running):
    answer = call("change", "F-1001", "--set", "flowers", "--as", "owner", "--flow", running)
    assert answer.code == 2
    assert answer.err == "error[OL663]: 'flowers' is not of the form name=value\n"


def test_a_hold_that_is_not_there_cannot_be_lifted(running):
    answer = call(
        *("unhold", "F-1001", "fraud", "--as", "owner", "--why", "seen", "--flow", running)
    )
    assert answer.code == 1
    assert answer.err == "refused:\n  there is no hold 'fraud' on this record; held by: –\n"


TREE = """
kind: tree
id: triage
title: {zh: 分诊, en: Triage}
record: order
on: order.created
hit: first
branches:
  - {id: big, when: amount >= CNY 500, label: look}
  - {id: other, when: has(amount)}
else: []
"""


def test_try_tells_what_a_tree_would_do(running):
    (running / "tree.yaml").write_text(TREE, encoding="utf-8")
    answer = call("try", "triage", "--flow", running)
    assert sentences(answer)[-5:-1] == [
        "Order F-1003",
        f"would begin branch *big* of *Triage*, because amount = CNY 500.00 {running}/tree.yaml:9",
        f"would tag *look* {running}/tree.yaml:9",
        "",
    ]
    document = call("try", "tree/triage", "--flow", running, "--format", "json").document
    assert (document["tree"], document["judged"], document["hits"]) == ("triage", 4, 4)
    (big,) = (each for each in document["records"] if each["key"] == "F-1003")
    assert [effect["effect"] for effect in big["effects"]] == [
        "branch_began",
        "tagged",
    ]
    assert "rule" not in document


def test_erase_says_what_it_took(running):
    order = running / "order.yaml"
    text = order.read_text("utf-8")
    order.write_text(
        text.replace("flowers: {type: text,", "flowers: {type: text, sensitive: true,")
    )
    answer = call("run", running, "--input", running / "orders.json", "--at", "2026-03-08T03:00Z")
    assert answer.code == 0
    owner = ("--as", "owner/Li", "--flow", running)
    document = call("erase", "F-1001", *owner, "--format", "json").document
    assert document["fields"] == ["flowers"]
    assert len(document["messages"]) == 1
    again = call("erase", "F-1001", *owner, lang="zh")
    assert (again.code, again.out) == (0, "没有敏感字段有值\n")


def test_there_is_nothing_to_erase_of_an_unknown_record(running):
    answer = call("erase", "F-9", "--as", "owner", "--flow", running)
    assert answer.code == 2
    assert "F-9" in answer.err
