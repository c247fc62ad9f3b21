"""``run`` and ``preview``: the same path with and without the commit."""

import pytest
from tests.cli.program import call

SUMMARY = {
    "messages": {
        "accepted": 5,
        "applied": 4,
        "duplicate": 0,
        "stale": 0,
        "quarantined": 1,
        "parked": 0,
    },
    "records": {"order": 4},
    "states": {
        "case.status": {},
        "approval.status": {},
        "order.status": {"done": 1, "new": 1, "paid": 2},
    },
    "alerts": 0,
    "cases": 0,
}


def summary(answer):
    document = answer.document
    del document["orders_per_s"]
    return document


def test_run_prints_the_summary_and_says_what_was_not_taken(shop):
    answer = call("run", shop, "--input", shop / "orders.json", "--format", "json")
    assert answer.code == 0
    assert answer.err == (
        "  orders[4] status (F-1005): 'withered' is not in the table of 'status'\n"
    )
    assert summary(answer) == SUMMARY


def test_run_says_that_all_outgoing_calls_are_stopped(shop):
    (shop / "outgoing.stopped").touch()
    answer = call("run", shop, "--input", shop / "orders.json", "--format", "json")
    assert answer.code == 0
    assert answer.err.startswith("OL866: all outgoing calls are stopped; 0 wait in the outbox\n")
    assert summary(answer) == SUMMARY


def test_the_same_input_again_changes_nothing(running):
    answer = call("run", running, "--input", running / "orders.json", "--format", "json")
    counts = {**SUMMARY["messages"], "applied": 0, "duplicate": 5, "quarantined": 0}
    assert (answer.code, summary(answer)) == (0, {**SUMMARY, "messages": counts})


def test_preview_tells_every_effect_with_its_line_and_writes_nothing(shop):
    before = {file for file in shop.rglob("*") if ".orderloom" not in file.parts}
    answer = call("preview", shop, "--input", shop / "orders.json")
    told = [" ".join(line.split()) for line in answer.out.splitlines()]
    assert answer.code == 0
    assert told[8:12] == [
        "Order F-1003 [orders[2]]",
        "would create Order F-1003",
        f"would begin with *Order status* Paid {shop}/order.yaml:29",
        f"*Big order* (warning) would hit, because amount = CNY 500.00 {shop}/rules.yaml:7",
    ]
    assert told[-2:] == [
        "5 items: 4 applied, 0 duplicate, 0 stale, 1 quarantined, 0 parked",
        "0 alerts, 0 cases",
    ]
    assert {file for file in shop.rglob("*") if ".orderloom" not in file.parts} == before
    assert not (shop / ".orderloom" / "orderloom.db").exists()


def test_preview_lists_items_and_flat_effects(shop):
    answer = call("preview", shop, "--input", shop / "orders.json", "--format", "json")
    document = answer.document
    assert document["messages"] == SUMMARY["messages"]
    assert [item["outcome"] for item in document["items"]] == ["applied"] * 4 + ["quarantined"]
    tagged = next(each for each in document["effects"] if each["effect"] == "tagged")
    assert (tagged["position"], tagged["record"], tagged["name"]) == (2, "order", "big")
    assert tagged["cause"] == {
        "definition": "rule/big_order",
        "path": "do[0]",
        "file": f"{shop}/rules.yaml",
        "line": 9,
        "column": 6,
    }


def test_a_file_that_makes_no_sense_is_a_problem_and_counts_as_one_item(shop, tmp_path):
    garbage = tmp_path / "garbage.json"
    garbage.write_bytes(bytes(range(256)))
    preview = call("preview", shop, "--input", garbage, "--format", "json")
    run = call("run", shop, "--input", garbage, "--format", "json")
    said = "  garbage.json: the text is not GB18030: byte 128 (line 2) cannot be read\n"
    assert (preview.code, preview.err) == (run.code, run.err) == (1, said)
    assert preview.document["messages"] == run.document["messages"]
    assert [item["outcome"] for item in preview.document["items"]] == ["quarantined"]
    again = call("preview", shop, "--input", garbage, "--format", "json")
    assert (again.code, again.document["messages"]["duplicate"]) == (0, 1)


def test_an_environment_without_connections_asks_for_files(shop):
    answer = call("run", shop)
    assert answer.code == 2
    assert answer.err == (
        "error[OL671]: nothing to read: no connection has streams and an address in the "
        "environment 'test'\n  hint: name files with --input\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--mapping", "web_shp"),
            (
                "error[OL646]: there is no mapping 'web_shp'; the flow has: web_shop\n"
                "  hint: did you mean 'web_shop'?\n"
            ),
        ),
        (
            ("--connection", "jd"),
            "error[OL647]: there is no connection 'jd'; the flow has: –\n",
        ),
        (
            ("--at", "yesterday"),
            (
                "error[OL662]: 'yesterday' is not an instant\n"
                "  hint: write it with its offset, as 2026-01-05T20:00+08:00\n"
            ),
        ),
        (
            ("--store", "oracle://somewhere"),
            (
                "error[OL620]: 'oracle://somewhere' is no store address that is known here\n"
                "  hint: write sqlite:///FILE or postgresql://USER@HOST/DATABASE\n"
            ),
        ),
    ],
)
def test_names_that_lead_nowhere_are_wrong_calls(shop, arguments, said):
    answer = call("run", shop, "--input", shop / "orders.json", *arguments)
    assert (answer.code, answer.out, answer.err) == (2, "", said)


def test_a_missing_input_file_is_a_wrong_call(shop):
    answer = call("run", shop, "--input", shop / "nothing.json")
    assert answer.code == 2
    assert answer.err == f"error[OL681]: there is no file '{shop}/nothing.json'\n"


def test_a_plain_path_is_a_store(shop, tmp_path):
    store = tmp_path / "other.db"
    answer = call("run", shop, "--input", shop / "orders.json", "--store", store)
    assert (answer.code, store.is_file()) == (0, True)


def test_the_store_of_the_installation_is_taken_when_none_is_named(shop, tmp_path):
    store = tmp_path / "settled.db"
    orders = shop / "orders.json"
    answer = call("run", shop, "--input", orders, ORDERLOOM_STORE=f"sqlite:///{store}")
    assert (answer.code, store.is_file()) == (0, True)


def test_a_file_that_is_no_store_stays_as_it_is(shop):
    file = shop / "orders.json"
    before = file.read_bytes()
    answer = call("run", shop, "--input", file, "--store", file)
    assert answer.code == 1
    assert answer.err.startswith(f"error[OL622]: '{file}' exists and is not a store")
    assert file.read_bytes() == before


def test_a_flow_with_errors_does_not_run_and_says_all_of_them(shop):
    (shop / "rules.yaml").write_text("kind: rule\nid: x\n", encoding="utf-8")
    answer = call("run", shop, "--input", shop / "orders.json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == call("check", shop).out


def test_people_read_the_summary_in_their_language(shop):
    answer = call("run", shop, "--input", shop / "orders.json", lang="zh")
    assert answer.out.splitlines()[:2] == [
        "5 条：4 已采纳, 0 重复, 0 过期, 1 已隔离, 0 等待中",
        "告警 0 条，工单 0 个",
    ]
