"""What ``--format json`` prints follows the documented schemas."""

import json
import shutil

import pytest
from jsonschema import Draft202012Validator
from tests.cli.program import call

FAILING = """
kind: test
id: fails
at: 2026-03-08T10:00+08:00
examples: [{number: none}, {number: F-1}]
steps:
  - {receive: {file: orders.json, mapping: web_shop}}
  - expect: {record: order, has: {order_no: =example.number}}
---
{kind: test, id: passes, at: 2026-03-08T10:00+08:00, steps: [{wait: 1h}]}
"""


def schema(name):
    return call("schema", "--output", name).document


def assert_valid(document, name):
    Draft202012Validator(schema(name)).validate(document)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "act",
            "bench",
            "check",
            "draw",
            "error",
            "evaluate",
            "explain",
            "init",
            "preview",
            "run",
        ),
        *(
            "serve",
            "test",
            "try",
            "demo",
            "fire",
            "play",
            "change",
            "unhold",
            "erase",
            "fetch",
            "purge",
            "replay",
        ),
        *(
            "connectors",
            "connection",
            "connections",
            "sandbox",
            "cassette",
            "brake",
            "jobs",
            "undo",
            "metrics",
            "records",
            "roles",
            "deploy",
            "versions",
            "timers",
            "why",
            "db",
            "backup",
            "restore",
            "up",
            "process",
        ),
    ],
)
def test_every_output_has_a_sound_schema(name):
    Draft202012Validator.check_schema(schema(name))


def test_outputs_follow_their_schemas(running, tmp_path):
    data = tmp_path / "data.json"
    data.write_text("{}", encoding="utf-8")
    bad = tmp_path / "bad"
    bad.mkdir()
    failing = tmp_path / "failing"
    failing.mkdir()
    shutil.copytree(running, failing / "flow")
    (failing / "flow" / "tests.yaml").write_text(FAILING, encoding="utf-8")
    orders = ("--input", running / "orders.json")
    owner = ("--as", "owner/Li", "--flow", running)
    calls = [
        ("run", ("run", running, *orders)),
        ("preview", ("preview", running, *orders, "--store", tmp_path / "none.db")),
        ("check", ("check", running)),
        ("check", ("check", bad)),
        ("draw", ("draw", running)),
        ("explain", ("explain", "F-1003", "--flow", running)),
        ("explain", ("explain", "F-1003", "--as", "owner", "--flow", running)),
        ("records", ("records", "order", "--flow", running)),
        ("roles", ("roles", running)),
        ("test", ("test", running)),
        ("test", ("test", failing)),
        ("try", ("try", "big_order", "--flow", running)),
        ("act", ("fire", "F-1001", "cancel", *owner)),
        ("act", ("fire", "F-1004", "cancel", *owner)),
        ("play", ("play", "F-1002", "none", *owner)),
        ("jobs", ("jobs", "--flow", running)),
        ("act", ("change", "F-1002", "--set", "nothing=1", *owner)),
        ("act", ("unhold", "F-1002", "none", "--why", "so", *owner)),
        ("erase", ("erase", "F-1003", *owner)),
        ("evaluate", ("evaluate", "1 + 1", "--data", data)),
        ("evaluate", ("evaluate", "1 +", "--data", data)),
        ("connectors", ("connectors",)),
        ("init", ("init", tmp_path / "another")),
        ("init", ("schema", tmp_path / "schemas")),
        ("init", ("connector", "new", "my_shop", tmp_path / "connector")),
        ("error", ("init", running)),
        ("error", ("explain", "none", "--flow", running)),
    ]
    for name, arguments in calls:
        assert_valid(call(*arguments, "--format", "json").document, name)


def test_bench_of_an_unknown_suite_is_a_wrong_call():
    answer = call("bench", "--suite", "nothing")
    assert answer.code == 2
    assert answer.err.startswith("error[OL652]: there is no suite 'nothing'")


def test_schemas_of_definitions_are_printed_or_written(tmp_path):
    everything = call("schema").document
    assert json.dumps(call("schema", "--kind", "rule").document) == json.dumps(everything["rule"])
    written = call("schema", tmp_path / "schema")
    assert written.code == 0
    assert {f"{name}.json" for name in everything} == {
        file.name for file in (tmp_path / "schema").iterdir()
    }


def test_an_unknown_schema_names_the_nearest():
    answer = call("schema", "--kind", "rul")
    assert answer.code == 2
    assert answer.err.endswith("  hint: did you mean 'rule'?\n")


def test_failures_of_a_test_are_told_for_each_example(running):
    (running / "tests.yaml").write_text(FAILING, encoding="utf-8")
    document = call("test", running, "--format", "json").document
    assert (document["passed"], document["failed"]) == (1, 1)
    failed = document["tests"][0]
    assert [failure["example"] for failure in failed["failures"]] == [1, 2]
    first = failed["failures"][0]["differences"]
    assert {
        "item": "order F-1001",
        "name": "order_no",
        "expected": "none",
        "found": "F-1001",
    } in first
