"""YAML becomes a tree in which every scalar is the text that was written, with its place."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from orderloom.compiler.node import ListNode, MapNode, ScalarNode
from orderloom.compiler.yaml_tree import compose, compose_with
from orderloom.diagnostics import Place

PARSERS = (yaml.CSafeLoader, yaml.SafeLoader)
FILE = "a.yaml"


def root_of(text, parser=yaml.CSafeLoader):
    documents, diagnostics = compose_with(parser, text, FILE)
    assert diagnostics == []
    assert len(documents) == 1
    return documents[0].root


def plain(node):
    """Give a tree without its places."""
    match node:
        case ScalarNode():
            return node.text
        case ListNode():
            return [plain(item) for item in node.items]
        case MapNode():
            return {key: plain(value) for key, value in node.entries.items()}


def scalars(node):
    match node:
        case ScalarNode():
            yield node
        case ListNode():
            for item in node.items:
                yield from scalars(item)
        case MapNode():
            for key, value in node.entries.items():
                yield node.keys[key]
                yield from scalars(value)


def test_scalars_are_what_they_look_like():
    text = "on: no\nnumber: 012\nclock: 12:30\nday: 2026-01-05\nnull: ~\nnothing:\nyes: .inf\n"
    assert plain(root_of(text)) == {
        "on": "no",
        "number": "012",
        "clock": "12:30",
        "day": "2026-01-05",
        "null": "~",
        "nothing": "",
        "yes": ".inf",
    }


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("written", "style", "text", "columns"),
    [
        ("a b", "plain", "a b", [(1, 4), (1, 5), (1, 6), (1, 7)]),
        ("a\n   b", "plain", "a b", [(1, 4), (1, 5), (2, 4), (2, 5)]),
        ("a  \n\n b", "plain", "a\nb", [(1, 4), (1, 5), (3, 2), (3, 3)]),
        ("'it''s'", "single", "it's", [(1, 5), (1, 6), (1, 7), (1, 9), (1, 10)]),
        (
            r'"\t\x41\u4e2d!"',
            "double",
            "\tA中!",
            [(1, 5), (1, 7), (1, 11), (1, 17), (1, 18)],
        ),
        ('"a\\\n  b"', "double", "ab", [(1, 5), (2, 3), (2, 4)]),
        ("|\n  ab\n\n  c\n", "literal", "ab\n\nc\n",
         [(2, 3), (2, 4), (2, 5), (3, 1), (4, 3), (4, 4), (5, 1)]),
        ("|1-\n  ab\n", "literal", " ab", [(2, 2), (2, 3), (2, 4), (2, 5)]),
        (">\n  a\n  b\n", "folded", "a b\n", []),
        ("", "plain", "", [(1, 3)]),
    ],
)  # fmt: skip
def test_every_character_of_a_scalar_has_its_place(parser, written, style, text, columns):
    node = root_of(f"k: {written}".rstrip(" "), parser).get("k")
    assert (node.text, node.style, list(node.columns)) == (text, style, columns)


def test_a_part_of_a_scalar_is_found_in_the_file():
    node = root_of('rule:\n  when: "a == \\"中\\" and b"\n').get("rule").get("when")
    assert node.within(5, 8) == Place(FILE, 2, 15, 20)
    assert node.within(13, 14) == Place(FILE, 2, 25, 26)


def test_a_part_that_runs_over_lines_ends_nowhere():
    node = root_of("k: one\n  two\n").get("k")
    assert node.within(0, 7) == Place(FILE, 1, 4, 0)


TEXTS = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")), max_size=40
)
LINES = st.lists(TEXTS, max_size=4).map("\n".join)
TREES = st.dictionaries(
    TEXTS,
    st.recursive(
        TEXTS | LINES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


SPELLINGS = st.fixed_dictionaries(
    {
        "default_style": st.sampled_from([None, "'", '"', "|", ">"]),
        "default_flow_style": st.sampled_from([None, True, False]),
        "width": st.sampled_from([10, 40, 1000]),
        "indent": st.integers(2, 6),
        "allow_unicode": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)


@settings(max_examples=150, deadline=None)
@given(tree=TREES, spelling=SPELLINGS)
def test_places_lead_to_the_characters(tree, spelling):
    source = yaml.dump(tree, **spelling)
    documents, diagnostics = compose(source, FILE)
    refused = {diagnostic.code for diagnostic in diagnostics}
    assert refused <= {"OL007", "OL013", "OL014"}
    for document in documents:
        if not refused:
            assert plain(document.root) == yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506
        for scalar in scalars(document.root):
            check_columns(scalar, source)


def check_columns(scalar, source):
    if scalar.style == "folded" or not scalar.columns:
        assert scalar.style == "folded"
        return
    lines = source.replace("\r\n", "\n").split("\n")
    assert len(scalar.columns) == len(scalar.text) + 1
    for character, (line, column) in zip(scalar.text, scalar.columns, strict=False):
        found = lines[line - 1][column - 1 : column] or "\n"
        is_fold = character in " \n" and found in " \n"
        is_escape = found == "\\" and scalar.style == "double"
        assert found == character or is_fold or is_escape


@pytest.mark.parametrize("parser", PARSERS)
def test_documents_of_one_file_are_all_read(parser):
    text = "\ufeff# none\n---\nid: a\n---\n---\nid: b\n...\n"
    documents, diagnostics = compose_with(parser, text, FILE)
    assert [plain(document.root) for document in documents] == [{"id": "a"}, {"id": "b"}]
    assert documents[1].root.keys["id"].place == Place(FILE, 6, 1, 3)
    assert diagnostics == []


def test_a_byte_order_mark_moves_no_column():
    assert root_of("\ufeffid: a\n").keys["id"].place == Place(FILE, 1, 1, 3)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_do(line_break):
    root = root_of(line_break.join(["a: 1", "", "b: 2", ""]))
    assert root.get("b").place == Place(FILE, 3, 4, 5)


def test_after_a_syntax_error_the_next_document_is_read():
    documents, diagnostics = compose("id: [a\n---\nid: b\nid: c\n---\nid: 'd\n", FILE)
    assert [plain(document.root) for document in documents] == [{"id": "b"}]
    assert [(each.code, each.place.line) for each in diagnostics] == [
        ("OL025", 1),
        ("OL010", 4),
        ("OL024", 6),
    ]


def test_an_alias_is_read_as_what_was_meant():
    documents, diagnostics = compose(
        "a: &x {k: v}\nb: *x\nc:\n  <<: *x\n  d: e\nf: &y [*x]\ng: *y\n", FILE
    )
    assert plain(documents[0].root) == {
        "a": {"k": "v"},
        "b": {"k": "v"},
        "c": {"k": "v", "d": "e"},
        "f": [{"k": "v"}],
        "g": "",
    }
    assert [each.code for each in diagnostics] == [
        "OL011", "OL012", "OL013", "OL012", "OL011", "OL012", "OL012",
    ]  # fmt: skip


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a:\n\tb: 1\n", ("OL020", 2, 1)),
        ("a: 1\nb\nc: 2\n", ("OL021", 2, 1)),
        ("a: 1\nb:2\nc: 3\n", ("OL022", 2, 2)),
        ("a: 'b\n", ("OL024", 1, 4)),
        ("a: [b\nc: d\n", ("OL025", 1, 4)),
        ("a: 1\n  b: 2\n", ("OL026", 2, 3)),
        ("a:\n  - b\n - c\n", ("OL026", 3, 2)),
        ("a: @b\n", ("OL027", 1, 4)),
        ("a: b: c\n", ("OL028", 1, 5)),
        ('a: "\\q"\n', ("OL029", 1, 5)),
        ('a: "\\xzz"\n', ("OL029", 1, 5)),
        ("a: |x\n b\n", ("OL030", 1, 4)),
        ('a: "b" c\n', ("OL031", 1, 8)),
        ("a: {b,, c}\n", ("OL032", 1, 7)),
        ("a: !<b c\n", ("OL033", 1, 7)),
        ("a: - b\n", ("OL036", 1, 4)),
        ("%FOO\n---\na: b\n", ("OL017", 1, 1)),
    ],
)
def test_both_parsers_are_understood_alike(parser, text, found):
    _, diagnostics = compose_with(parser, text, FILE)
    assert [(each.code, each.place.line, each.place.column) for each in diagnostics] == [found]
