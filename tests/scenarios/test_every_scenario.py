"""Every scenario is definitions alone, and its own tests pass."""

import re
from pathlib import Path

import pytest
from tests.cli.program import call

SCENARIOS = Path(__file__).parents[2] / "examples" / "scenarios"
FOLDERS = sorted(path.name for path in SCENARIOS.iterdir() if path.is_dir())
DATA = {".yaml", ".json", ".csv", ".xml"}


@pytest.mark.parametrize("name", FOLDERS)
def test_its_tests_pass_and_are_told_in_json(name):
    answer = call("test", SCENARIOS / name, "--format", "json")
    assert answer.code == 0, answer.out
    document = answer.document
    assert document["failed"] == 0
    assert document["passed"] == len(document["tests"]) >= 1
    assert [set(test) for test in document["tests"]] == [{"id", "file", "passed", "ms"}] * len(
        document["tests"]
    )
    assert document["diagnostics"] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_no_line_of_it_is_a_program(name):
    kinds = {path.suffix for path in (SCENARIOS / name).rglob("*") if path.is_file()}
    assert kinds - DATA == set()


@pytest.mark.parametrize("name", FOLDERS)
def test_every_rule_and_branch_is_reached(name):
    (coverage,) = call("test", SCENARIOS / name, "--format", "json").document["coverage"].values()
    assert coverage["branches"]["missing"] == []
    # No step of a test lets a connection fail: that is seen over sockets, by tests of their own.
    text = (SCENARIOS / name / "flow.yaml").read_text(encoding="utf-8")
    assert [rule for rule in coverage["rules"]["missing"] if not hears_connection(text, rule)] == []


def hears_connection(text, rule):
    """Say whether a rule listens to how a connection is, and to nothing else."""
    found = re.search(rf"^kind: rule\nid: {rule}\n(?:.+\n)*?on: (.+)$", text, re.MULTILINE)
    events = re.findall(r"[a-z_.]+", found[1]) if found else ["?"]
    return all(each.startswith("connection.") for each in events)


def test_every_scenario_is_listed_in_the_readme():
    readme = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    assert [name for name in FOLDERS if f"| `{name}` |" not in readme] == []
