"""The suite has its rows, and compares results before it compares speed. Nothing here is timed."""

from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.cli.program import call

from orderloom.bench import peer_jmespath, peer_simpleeval
from orderloom.bench.mapping import mapping_vs_jmespath
from orderloom.bench.order_rules import CONDITIONS, order, rules_of, whole_order
from orderloom.bench.path import path_vs_sqlite
from orderloom.bench.postgresql import SERVER
from orderloom.bench.suites import SUITES, Size, run_suite
from orderloom.bench.table import table
from orderloom.bench.timing import PeersDisagree, agree

TINY = Size(path=150, judged=20, rules=(60, 6), lines=150, rounds=1, turns=1)
NAMES = [
    "rule_vs_simpleeval",
    "rule_vs_zen",
    "mapping_vs_jmespath",
    "payload_vs_json",
    "transition_vs_transitions",
    "path_vs_sqlite",
    "stream_rss_mb",
    "rules_10000_vs_100",
]


def test_the_core_suite_has_a_figure_for_every_peer_that_is_there():
    document = run_suite("core", TINY)
    Draft202012Validator(call("schema", "--output", "bench").document).validate(document)
    rows = {row["name"]: row for row in document["rows"]}
    assert list(rows) == NAMES
    optional = ("rule_vs_zen", "mapping_vs_jmespath")
    assert [name for name in NAMES if rows[name]["skipped"] and name not in optional] == []
    for row in rows.values():
        assert (
            (row["verdict"] == "skipped") == (row["ratio"] is None) == (row["skipped"] is not None)
        )
        assert row["ratio"] is None or row["least"] <= row["ratio"] <= row["most"]


def test_the_language_suite_has_a_figure_for_every_row():
    tiny = replace(TINY, events=(300, 100), judged=4, definitions=25, steps=50)
    rows = run_suite("language", tiny)["rows"]
    assert [row["name"] for row in rows] == [
        "figures_1m_vs_10k_inside",
        "figures_1m_vs_10k_outside",
        "check_500_definitions",
        "test_steps",
    ]
    assert all(row["ratio"] > 0 for row in rows)


def test_the_path_over_a_database_is_measured_where_one_is_named(postgresql, monkeypatch):
    (row,) = [each for each in SUITES["runtime"] if each.name == "pg_path_vs_psycopg"]
    monkeypatch.delenv(SERVER, raising=False)
    assert row.row(TINY).verdict == "skipped"
    with postgresql.fresh("template0") as url:
        monkeypatch.setenv(SERVER, url)
        assert row.row(TINY).ratio > 0


def test_the_page_is_measured_beside_the_intake():
    (row,) = [each for each in SUITES["runtime"] if each.name == "intake_beside_page"]
    assert row.row(TINY).ratio > 0


def test_the_table_is_made_of_the_rows():
    row = {"unit": "orders/s ÷ orders/s", "peer": "a | b", "skipped": None}
    more = row | {"name": "fast", "ratio": 3.5, "better": "more", "bound": 2}
    more |= {"least": 3, "most": 4, "verdict": "reached"}
    less = row | {"name": "small", "ratio": None, "better": "less", "bound": 5}
    less |= {"verdict": "skipped"}
    lines = table([more, less | {"skipped": "not installed"}]).splitlines()
    assert lines[:4] == [
        "| row | figure | lowest to highest round | floor or ceiling | | unit | against |",
        "|-|-:|-:|-:|-|-|-|",
        "| `fast` | 3.5 | 3 to 4 | ≥ 2 | reached | orders/s ÷ orders/s | a \\| b |",
        "| `small` | – | – | ≤ 5 | skipped | not installed | a \\| b |",
    ]
    assert lines[-1].startswith("Measured with Python 3.")


def test_the_method_of_every_row_is_written_down():
    readme = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
    assert [each.name for each in SUITES["core"] if f"**`{each.name}`**" not in readme] == []


def test_a_row_without_its_peer_says_so():
    zen = next(each for each in SUITES["core"] if each.name == "rule_vs_zen")
    row = replace(zen, missing=lambda: "not installed").row(TINY)
    assert (row.name, row.ratio, row.skipped) == ("rule_vs_zen", None, "not installed")
    assert (row.verdict, row.rounds) == ("skipped", 0)


@pytest.mark.parametrize(
    ("better", "bound", "verdict"),
    [
        ("more", 2, "reached"),
        ("more", 2.1, "missed"),
        ("less", 2, "reached"),
        ("less", 1.9, "missed"),
    ],
)
def test_the_median_decides_and_the_spread_is_told(better, bound, verdict):
    measured = replace(
        SUITES["core"][0], measure=lambda _: [9, 2, 1], better=better, bound=bound
    ).row(TINY)
    assert (measured.ratio, measured.least, measured.most) == (2, 1, 9)
    assert (measured.verdict, measured.rounds) == (verdict, 3)


def test_unequal_results_fail_the_bench(monkeypatch):
    """Guards the guard: were results not compared, this would give a ratio."""
    pytest.importorskip("jmespath")
    honest = peer_jmespath.multiselect

    def careless(*args):
        map_order = honest(*args)
        return lambda raw: {**map_order(raw), "remark": "none"}

    monkeypatch.setattr(peer_jmespath, "multiselect", careless)
    with pytest.raises(PeersDisagree):
        mapping_vs_jmespath(3, 1)


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
