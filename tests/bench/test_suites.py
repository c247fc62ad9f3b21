"""The suite has its rows, and compares results before it compares speed. Nothing here is timed."""

from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.cli.program import call

from orderloom.bench import peer_simpleeval
from orderloom.bench.order_rules import CONDITIONS, order, rules_of, whole_order
from orderloom.bench.path import path_vs_sqlite
from orderloom.bench.suites import SUITES, Size, run_suite
from orderloom.bench.table import table
from orderloom.bench.timing import PeersDisagree, agree

TINY = Size(path=150, judged=20, rules=(60, 6), lines=150, rounds=1)
NAMES = [
    "rule_vs_simpleeval",
    "rule_vs_zen",
    "transition_vs_transitions",
    "path_vs_sqlite",
    "stream_rss_mb",
    "rules_10000_vs_100",
]


def test_the_core_suite_has_a_figure_for_every_peer_that_is_there():
    document = run_suite("core", TINY)
    Draft202012Validator(call("schema", "--output", "bench").document).validate(document)
    rows = {row["name"]: row for row in document["rows"]}
    assert set(NAMES) <= set(rows)
    assert all((row["ratio"] is None) == (row["skipped"] is not None) for row in rows.values())
    assert [name for name in NAMES if rows[name]["skipped"] and name != "rule_vs_zen"] == []


def test_the_table_is_made_of_the_rows():
    row = {"unit": "orders/s ÷ orders/s", "peer": "a | b", "skipped": None}
    more = row | {"name": "fast", "ratio": 3.5, "better": "more", "bound": 2}
    less = row | {"name": "small", "ratio": None, "better": "less", "bound": 5}
    lines = table([more, less | {"skipped": "not installed"}]).splitlines()
    assert lines[:4] == [
        "| row | figure | floor or ceiling | unit | against |",
        "|-|-:|-:|-|-|",
        "| `fast` | 3.5 | ≥ 2 | orders/s ÷ orders/s | a \\| b |",
        "| `small` | – | ≤ 5 | not installed | a \\| b |",
    ]
    assert lines[-1].startswith("Measured with Python 3.")


def test_the_method_of_every_row_is_written_down():
    readme = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
    assert [each.name for each in SUITES["core"] if f"**`{each.name}`**" not in readme] == []


def test_a_row_without_its_peer_says_so():
    zen = next(each for each in SUITES["core"] if each.name == "rule_vs_zen")
    row = replace(zen, missing=lambda: "not installed").row(TINY)
    assert (row.name, row.ratio, row.skipped) == ("rule_vs_zen", None, "not installed")


def test_results_that_differ_stop_a_measurement():
    agree([1, 2], [1, 2])
    with pytest.raises(PeersDisagree, match=r"\[1, 2\] is not \[2\]"):
        agree([1, 2], [2])


def test_a_path_that_leaves_no_rows_is_noticed():
    with pytest.raises(KeyError):
        path_vs_sqlite(0, 1)


def test_the_rules_hit_often_and_never_all():
    rules = rules_of(CONDITIONS)
    hits = [_hits(rules, order(number)) for number in range(300)]
    assert len(CONDITIONS) == 50
    assert 2 < sum(map(len, hits)) / len(hits) < 8
    assert len({number for found in hits for number in found}) > 40


def test_a_tenth_of_the_values_is_missing():
    wholes = sum(_values(whole_order(number)) for number in range(300))
    present = sum(_values(order(number)) for number in range(300))
    assert 0.88 < present / wholes < 0.93


def test_a_missing_value_is_unknown_to_the_reference_too():
    evaluate = peer_simpleeval.Reference()
    found = {}
    for text in ("a > 1.0", "a > 1.0 or b", "a > 1.0 and b", "not a > 1.0", "a / c > 1.0"):
        ((_, tree),) = peer_simpleeval.prepared([text])
        evaluate.names = {"a": None, "b": True, "c": 0}
        found[text] = evaluate.eval(text, previously_parsed=tree)
    assert list(found.values()) == [None, True, None, None, None]


def _hits(rules, record):
    return [
        number
        for number, rule in enumerate(rules)
        if rule.when.compiled.evaluate(record, None) is True
    ]


def _values(record):
    lines = sum(len(line) for line in record["lines"])
    return len(record) - 2 + len(record["buyer"]) + lines
