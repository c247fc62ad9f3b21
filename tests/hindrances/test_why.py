"""Why something did not happen: through the command line, over what a store really holds."""

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.program import call
from tests.cli.test_outputs import assert_valid

AT = "2026-03-08T10:00+08:00"
FLOW = Path(__file__).parent / "flow.yaml"


@pytest.fixture(autouse=True)
def given_master_key(monkeypatch):
    monkeypatch.setenv("ORDERLOOM_MASTER_KEY", "A" * 43 + "=")


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    shutil.copy(FLOW, folder)
    return folder


def take(desk, *items, mapping="shop", at=AT, text=None, **variables):
    file = desk.parent / f"{mapping}-{len(list(desk.parent.glob('*.json')))}.json"
    file.write_text(text or json.dumps({"o": items}), encoding="utf-8")
    done = call("run", desk, "--input", file, "--mapping", mapping, "--at", at, **variables)
    assert done.out, done.err
    return file.name


def asked(desk, no, *what, by=(), **variables):
    answer = call("why", "order", no, *what, *by, "--flow", desk, "--format", "json", **variables)
    assert answer.code == 0, answer.err
    assert_valid(answer.document, "why")
    return answer.document["hindrances"]


def asked_of_new(desk, no):
    take(desk, {"no": no})
    return asked(desk, no)


def one(found, kind, name):
    (each,) = [each for each in found if (each["kind"], each["name"]) == (kind, name)]
    return each


def says(each):
    return each["says"]["en"]


def test_each_clause_of_a_guard_is_told_with_its_value_and_line(desk):
    take(desk, {"no": "1", "paid": "CNY 3", "total": "CNY 5"})
    pack = one(asked(desk, "1"), "transition", "pack")
    assert (pack["verdict"], says(pack)) == ("blocked", "*pack* (new → packed) cannot be taken")
    first, second = pack["reasons"]
    assert first["code"] == "OL701"
    assert first["values"]["paid"] == {"$money": "CNY 3.00"}
    assert [(each["text"], each["value"]) for each in first["clauses"]] == [
        ("paid >= total", False),
        ("total > CNY 1", True),
        ('no == "x"', False),
    ]
    lines = (desk / "flow.yaml").read_text("utf-8").splitlines()
    assert "paid >= total" in lines[first["cause"]["line"] - 1]
    assert "choose a courier" in lines[second["cause"]["line"] - 1]
    assert second["title"]["zh"] == "请先选择快递"


def test_a_value_that_is_missing_makes_it_unknown(desk):
    take(desk, {"no": "1", "total": "CNY 5"})
    first = one(asked(desk, "1", "pack"), "transition", "pack")["reasons"][0]
    assert (first["code"], first["facts"]["missing"]) == ("OL702", "paid")
    assert first["clauses"][0] == {"text": "paid >= total", "value": None, "fault": None}


def test_a_transition_from_elsewhere_says_what_is_possible_here(desk):
    take(desk, {"no": "1"})
    ship = one(asked(desk, "1", "ship"), "transition", "ship")
    assert ship["reasons"][0]["code"] == "OL706"
    assert ship["reasons"][0]["facts"]["possible"] == "drop, pack"
    event = asked(desk, "1", "order.status.shipped")
    assert [each["name"] for each in event if each["kind"] == "transition"] == ["ship"]


def test_a_free_transition_says_who_may_fire_it_and_what_they_must_give(desk):
    take(desk, {"no": "1", "paid": "CNY 5", "total": "CNY 5"})
    take(desk, {"no": "1", "by": "sf"}, mapping="later")
    assert call("fire", "1", "pack", "--as", "lead/Li", "--flow", desk).code == 0
    ship = one(asked(desk, "1"), "transition", "ship")
    assert ship["verdict"] == "free"
    assert says(ship).endswith("it may be fired by clerk, who must give parcel")
    seen = one(asked(desk, "1", by=("--as", "lead/Li")), "transition", "ship")
    assert [each["code"] for each in seen["reasons"]] == ["OL721"]


def test_a_hold_is_told_with_what_it_blocks_and_why(desk):
    take(desk, {"no": "1", "paid": "CNY 3", "total": "CNY 5"})
    take(desk, {"no": "1", "paid": "CNY 9", "total": "CNY 5"})
    hold = one(asked(desk, "1", "ship"), "hold", "fraud")
    assert says(hold) == "the hold *fraud* blocks ship; lead may lift it (because: too much)"
    assert hold["says"]["zh"] == "冻结 *fraud* 阻止ship；lead 可解除（原因：多付）"
    ship = one(asked(desk, "1", "ship"), "transition", "ship")
    assert [each["code"] for each in ship["reasons"]] == ["OL704"]


def test_a_rule_that_looked_says_what_did_not_hold_and_one_that_never_looked_says_so(desk):
    take(desk, {"no": "1", "paid": "CNY 3", "total": "CNY 9"})
    take(desk, {"no": "1", "paid": "CNY 4", "total": "CNY 9"})
    found = asked(desk, "1")
    cheap = one(found, "rule", "cheap")
    assert (
        says(cheap) == "*Cheap* looked at it at 2026-03-08 10:00:00 (order.changed) and did nothing"
    )
    assert cheap["reasons"][0]["clauses"][0] == {
        "text": "total < CNY 5",
        "value": False,
        "fault": None,
    }
    assert not [each for each in found if each["name"] == "never"]
    never = one(asked(desk, "1", "never"), "rule", "never")
    assert says(never).startswith("*rule/never* did not look at it: none of order.held")


def test_what_was_silent_or_spared_is_told_from_the_journal(desk):
    take(desk, {"no": "1", "paid": "CNY 3", "total": "CNY 9"})
    take(desk, {"no": "1", "paid": "CNY 3", "total": "CNY 4"}, at="2026-03-08T11:00+08:00")
    found = asked(desk, "1")
    silent = one(found, "past", "suppressed")
    assert says(silent) == "at 2026-03-08 11:00:00 it did not send *look*: 'cheap' is silent now"
    assert silent["cause"]["definition"] == "rule/cheap"
    spared = one(asked(desk, "1", "once"), "past", "spared")
    assert spared["cause"]["file"].endswith("flow.yaml")


def test_once_per_says_at_once_that_it_would_do_nothing(desk):
    take(desk, {"no": "1", "paid": "CNY 3", "total": "CNY 9"}, at="2026-11-27T10:00+08:00")
    take(desk, {"no": "1", "paid": "CNY 0", "total": "CNY 9"}, at="2026-11-27T11:00+08:00")
    take(desk, {"no": "1", "paid": "CNY 0", "total": "CNY 8"}, at="2026-11-27T12:00+08:00")
    once = one(asked(desk, "1", "once"), "rule", "once")
    assert [each["code"] for each in once["reasons"]] == ["OL701"]


def test_a_lasting_rule_that_waits_says_until_when(desk):
    take(desk, {"no": "1", "paid": "CNY 3", "total": "CNY 9"})
    owing = one(asked(desk, "1"), "rule", "owing")
    assert (owing["verdict"], says(owing)) == (
        "waits",
        (
            "*rule/owing* waits: what it asks for has been so since 2026-03-08 10:00:00, "
            "and must be until 2026-03-11 10:00:00"
        ),
    )
    take(desk, {"no": "2", "paid": "CNY 9", "total": "CNY 9"})
    assert says(one(asked(desk, "2"), "rule", "owing")) == "*rule/owing* is not on"


def test_a_timer_says_when_it_is_due_and_what_it_would_find(desk):
    take(desk, {"no": "1", "paid": "CNY 9", "total": "CNY 9"})
    (timer,) = [each for each in asked(desk, "1", "drop") if each["kind"] == "timer"]
    assert says(timer).endswith(" waits until 2026-03-08 12:00:00")
    assert timer["reasons"][0]["clauses"][0]["value"] is False


def test_a_branch_says_that_another_was_taken_and_the_tree_that_it_was_unclear(desk):
    take(desk, {"no": "asa"})
    found = asked(desk, "asa", "size")
    assert says(one(found, "branch", "size.huge")) == (
        "the branch *size.huge* does not hold: size.big was taken before it"
    )
    other = one(asked_of_new(desk, "b"), "branch", "size.big")
    assert other["reasons"][0]["code"] == "OL701"
    assert one(found, "past", "ambiguous")["cause"]["definition"].startswith("tree/size")


def test_calls_that_wait_say_for_what(desk, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_OUTGOING", "stop")
    take(desk, {"no": "told"})
    (stopped,) = [each for each in asked(desk, "told") if each["kind"] == "call"]
    assert says(stopped) == "the call *erp.notify* waits: all outgoing calls are stopped"
    monkeypatch.delenv("ORDERLOOM_OUTGOING")
    (waiting,) = [each for each in asked(desk, "told") if each["kind"] == "call"]
    assert says(waiting).startswith("the call *erp.notify* waits until ")
    take(desk, {"no": "another"})
    assert not [each for each in asked(desk, "told") if each["kind"] == "call"]


def test_an_approval_that_is_pending_says_whom_it_waits_for(desk):
    take(desk, {"no": "asked"})
    (approval,) = [each for each in asked(desk, "asked") if each["kind"] == "approval"]
    assert says(approval) == "the approval *may I* waits for lead"


def test_a_reference_says_what_is_not_there_yet(desk):
    take(desk, {"no": "1", "who": "Wu"})
    assert says(one(asked(desk, "1"), "reference", "buyer")) == (
        "*buyer* points at nothing: there is no buyer Wu yet"
    )


def test_what_an_owner_overrules_and_what_came_too_late_are_told(desk):
    take(desk, {"no": "1", "rev": 5, "price": "CNY 1"})
    take(desk, {"no": "1", "rev": 6, "price": "CNY 2"})
    late = take(desk, {"no": "1", "rev": 4, "paid": "CNY 2"})
    found = asked(desk, "1", "price")
    assert one(found, "past", "conflict")["cause"]["path"] == "fields.price"
    stale = one(asked(desk, "1"), "message", "stale")
    assert late in says(stale)
    assert stale["verdict"] == "past"


def test_a_record_that_is_not_there_says_which_messages_wait_or_were_not_understood(desk):
    parked = take(desk, {"no": "9", "by": "sf"}, mapping="later")
    bad = take(desk, {"no": "9", "paid": "much"}, {"no": "99", "paid": "more"})
    found = asked(desk, "9")
    assert sorted((each["name"], each["verdict"]) for each in found) == [
        ("parked", "waits"),
        ("quarantined", "blocked"),
    ]
    assert any(parked in says(each) for each in found)
    assert any(bad in says(each) for each in found)
    assert any(each["reasons"] and each["reasons"][0]["facts"]["field"] == "paid" for each in found)
    assert call("why", "order", "8", "--flow", desk).code == 2
    named = take(desk, {"number": "7", "no": None})
    (perhaps,) = asked(desk, "7")
    assert says(perhaps).endswith(f" names it: {named} o[0]")
    hidden = call("why", "order", "9", "--flow", desk, "--as", "clerk/Bo")
    assert (hidden.code, hidden.out) == (2, "")


def test_a_role_is_told_no_clause_of_what_it_does_not_see(desk):
    take(desk, {"no": "1", "paid": "CNY 3", "total": "CNY 5"})
    pack = one(asked(desk, "1", by=("--as", "clerk/Bo")), "transition", "pack")
    assert [each["text"] for each in pack["reasons"][0]["clauses"]] == ['no == "x"']
    assert pack["reasons"][0]["values"] == {"no": "1"}


def test_it_is_told_in_both_languages(desk):
    take(desk, {"no": "1", "paid": "CNY 3", "total": "CNY 5"})
    english = call("why", "order", "1", "pack", "--flow", desk).out
    assert "  the condition 'paid >= total and" in english
    assert "    paid = CNY 3.00\n" in english
    assert "    paid >= total is false\n" in english
    chinese = call("why", "order", "1", "pack", "--flow", desk, lang="zh").out
    assert "*pack*（new → packed）不能执行" in chinese
    assert "    paid >= total 为 假\n" in chinese


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("ordr", "1"), "error[OL078]: there is no record type 'ordr'"),
        (("order", "1", "pak"), "error[OL079]: nothing about a order is called 'pak'"),
        (("order", "nothing"), "error[OL649]: no record goes by 'order/nothing'"),
    ],
)
def test_what_is_not_there_is_a_wrong_call(desk, arguments, error):
    take(desk, {"no": "1"})
    answer = call("why", *arguments, "--flow", desk)
    assert (answer.code, answer.err.startswith(error)) == (2, True), answer.err
