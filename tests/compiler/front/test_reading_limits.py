"""Whatever a file holds, reading it ends soon, with findings that have a place."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.labour import calls_made

from orderloom.codes.render import to_text
from orderloom.compiler.files import read_flow
from orderloom.compiler.schema import check
from orderloom.compiler.yaml_tree import compose

MEGABYTE = 1_000_000
MOST_CALLS = 500_000
"""For a megabyte: a call for every second character, and no more however it is written."""

BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{f'*{before}, ' * 9}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "brackets": "[" * MEGABYTE,
    "braces": "{" * MEGABYTE,
    "dashes": "- " * (MEGABYTE // 2),
    "questions": "? " * (MEGABYTE // 2),
    "documents": "---\n" * (MEGABYTE // 4),
    "values": "[" + "a," * (MEGABYTE // 2 - 1),
    "alias_bomb": BOMB,
    "aliases": "a: &a [x, x, x]\nb: [" + "*a," * (MEGABYTE // 3 - 10),
    "anchors": "&a " * (MEGABYTE // 3),
    "quotes": "'" * MEGABYTE,
    "escapes": 'a: "' + "\\n" * (MEGABYTE // 2 - 3) + '"',
    "folds": "a: '" + "b\n " * (MEGABYTE // 3 - 2) + "'",
    "blanks_in_quotes": "a: '" + " " * (MEGABYTE - 5) + "'",
    "literal_lines": "a: |\n" + " b\n" * (MEGABYTE // 3 - 2),
    "one_key_again": "a: 1\n" * (MEGABYTE // 5),
    "syntax_errors": "--- :\n" * (MEGABYTE // 6),
    "control_characters": "\x01" * MEGABYTE,
    "line_breaks": "\n" * MEGABYTE,
    "open_quote": 'a: "' + "x" * (MEGABYTE - 4),
    "tabs": "\t" * MEGABYTE,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_megabyte_is_read_with_bounded_work(name):
    text = HOSTILE[name]
    (documents, diagnostics), _ = calls_made(MOST_CALLS, compose, text, "a.yaml")
    assert all(each.place.line >= 1 for each in diagnostics)
    assert documents or diagnostics or not text.strip()


def told(diagnostics):
    return [to_text(each, None, "en").splitlines()[0] for each in diagnostics]


def test_a_file_is_bounded_in_size():
    documents, diagnostics = compose("# " + "x" * MEGABYTE, "a.yaml")
    assert documents == []
    assert told(diagnostics) == ["a.yaml:1: error[OL005]: the file is larger than 1 MB"]


def test_a_file_is_bounded_in_values():
    _, diagnostics = compose("a: [" + "b, " * 50_000 + "b]", "a.yaml")
    assert told(diagnostics) == [
        "a.yaml:1:149996: error[OL008]: more than 50,000 values in one file"
    ]


def test_findings_of_a_file_are_bounded():
    _, diagnostics = compose("a: 1\n" * 500, "a.yaml")
    assert len(diagnostics) == 101
    more = "more than 100 findings in this file: the rest of it was not read"
    assert told(diagnostics[-1:]) == [f"a.yaml:102:1: error[OL034]: {more}"]


def test_findings_of_a_definition_are_bounded():
    keys = "".join(f"k{number}: x\n" for number in range(200))
    (document,), _ = compose(f"kind: role\nid: service\nsee: {{}}\n{keys}", "a.yaml")
    diagnostics = check(document)
    assert len(diagnostics) == 101
    more = "more than 100 findings in this definition: the others are left out"
    assert told(diagnostics[-1:]) == [f"a.yaml:103:1: error[OL138]: {more}"]


def test_a_flow_is_bounded_in_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number in range(2_001):
        (tmp_path / f"{number:04}.yaml").touch()
    flow = read_flow(Path())
    assert len(flow.sources) == 2_000
    limit = "the flow is larger than 2,000 files or 20 MB: here reading stopped"
    assert told(flow.diagnostics) == [
        "flow.yaml:1: error[OL002]: the flow has no 'flow.yaml'",
        f"2000.yaml:1: error[OL006]: {limit}",
    ]


DEFINITION = """\
kind: machine
id: order_status
title: {zh: 订单状态, en: "Order status"}
record: order
field: status
initial: unpaid
states:
  unpaid: {shown: 待付款}
  paid:
    enter:
      - {set: {lane: rush}, when: 'amount > CNY 100'}
      - choose:
          - {when: has(a), do: [{tag: b}]}
          - else: []
transitions:
  pay: {from: [unpaid], to: paid, when: {is: event.amount >= amount, why: low}}
"""
SIGNS = ["", " ", "  ", "\n", "\t", ":", ": ", "- ", "? ", "[", "]", "{", "}", "{{", ",", "'", '"']
WORDS = [
    "|",
    ">",
    "&a ",
    "*a",
    "!!str ",
    "<<: ",
    "#",
    "%",
    "@",
    "\\",
    "---\n",
    "...\n",
    "kind: rule\n",
]
ODD = ["：", "\ufeff", "\x00", "\u2028", "\ud800", "\r", "\r\n", "\U0001f600"]
PIECES = st.sampled_from([*SIGNS, *WORDS, *ODD]) | st.text(max_size=4)
EDITS = st.lists(
    st.tuples(st.integers(0, len(DEFINITION)), st.integers(0, 12), PIECES), min_size=1, max_size=5
)


@settings(max_examples=300, deadline=None)
@given(edits=EDITS)
def test_a_damaged_definition_is_always_answered_with_findings(edits):
    text = DEFINITION
    for place, length, piece in edits:
        text = text[:place] + piece + text[place + length :]
    documents, diagnostics = compose(text, "a.yaml")
    for document in documents:
        diagnostics += check(document)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for diagnostic in diagnostics:
        assert 1 <= diagnostic.place.line <= lines
        assert diagnostic.place.column >= 1
        assert "any of the given schemas" not in to_text(diagnostic, text, "en")
        assert to_text(diagnostic, text, "zh")


@settings(max_examples=100, deadline=None)
@given(
    tree=st.recursive(
        st.sampled_from(["true", "1", "x", "", "=a", "x y"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["from", "to", "when", "type", "of", "set", "else", "fields", "x"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    ),
    kind=st.sampled_from(["flow", "record", "machine", "mapping", "rule", "message", "role"]),
    key=st.sampled_from(["fields", "states", "transitions", "do", "on", "media", "see", "read"]),
)
def test_a_definition_of_any_shape_is_answered_with_findings(tree, kind, key):
    written = repr(tree).replace("'", '"')
    (document,), _ = compose(f"kind: {kind}\nid: a\n{key}: {written}\n", "a.yaml")
    for diagnostic in check(document):
        assert 1 <= diagnostic.place.line <= 3
        assert diagnostic.code != "OL120" or "where" in diagnostic.facts
        assert to_text(diagnostic, None, "en")
