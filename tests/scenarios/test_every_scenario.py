"""Every scenario is definitions alone, and its own tests pass."""

import re

import pytest
from tests.cli.program import call
from tests.scenarios.table import PAGE, SCENARIOS, Played, folders, page, row

FOLDERS = folders()
DATA = {".yaml", ".json", ".csv", ".xml"}


@pytest.fixture(scope="module")
def answer_of():
    """Play a scenario's tests, each scenario once."""
    answers = {}

    def answer(name):
        if name not in answers:
            answers[name] = call("test", SCENARIOS / name, "--format", "json")
        return answers[name]

    return answer


@pytest.mark.parametrize("name", FOLDERS)
def test_its_tests_pass_and_are_told_in_json(name, answer_of):
    answer = answer_of(name)
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
def test_every_rule_and_branch_is_reached(name, answer_of):
    (coverage,) = answer_of(name).document["coverage"].values()
    assert coverage["branches"]["missing"] == []
    # No step of a test lets a connection fail: that is seen over sockets, by tests of their own.
    text = (SCENARIOS / name / "flow.yaml").read_text(encoding="utf-8")
    assert [rule for rule in coverage["rules"]["missing"] if not hears_connection(text, rule)] == []


def hears_connection(text, rule):
    """Say whether a rule listens to how a connection is, and to nothing else."""
    found = re.search(rf"^kind: rule\nid: {rule}\n(?:.+\n)*?on: (.+)$", text, re.MULTILINE)
    events = re.findall(r"[a-z_.]+", found[1]) if found else ["?"]
    return all(each.startswith("connection.") for each in events)


def test_the_page_lists_what_is_there(answer_of):
    documents = {name: answer_of(name).document for name in FOLDERS}
    played = {
        name: Played(document["passed"], document["passed"] + document["failed"])
        for name, document in documents.items()
    }
    rows = [row(name, state) for name, state in played.items()]
    assert PAGE.read_text("utf-8") == page(rows), "run: python -m tests.scenarios.table"
