"""A small document that is decoded at once gives what it gives row by row."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Raw

from orderloom.definition.mapping import Path, Step
from orderloom.mapping.readers import json_checks
from orderloom.mapping.readers.json_at_once import decoded_at_once
from orderloom.mapping.readers.json_checks import is_deep, is_surely_shallow
from orderloom.mapping.readers.json_rows import WHOLE, JsonRows, _decoder, _selected, _whole

TEXTS = st.sampled_from(["a", "]", "[[", "}{", '"', "\\", ":", "订单", ""])
VALUES = st.recursive(
    TEXTS | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=20,
)
ROWS = Path(text="orders[*]", steps=(Step(key="orders"), Step(every=True)))


@settings(deadline=None)
@given(VALUES, st.booleans())
def test_what_surely_is_shallow_is_not_deep(value: object, escaped: bool) -> None:
    body = json.dumps(value, ensure_ascii=escaped).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_checks, "MAX_DEPTH", 2)
        assert not (is_surely_shallow(body) and is_deep(body, value))


@pytest.mark.parametrize("text", ["", "[[", "}{", "[]", "{"])
def test_brackets_in_texts_raise_no_suspicion(text: str) -> None:
    body = json.dumps({text: [text, {text: text}]}).encode()
    assert is_surely_shallow(body)
    assert not is_surely_shallow(b"[" * 65 + body + b"]" * 65)


@settings(deadline=None)
@given(st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), max_size=4), st.booleans())
def test_rows_are_the_same_both_ways(rows: list[object], listed: bool) -> None:
    body = json.dumps({"orders": rows}).encode()
    each = ROWS if listed else None
    quick = decoded_at_once(body, each, _decoder(), WHOLE)
    start = ("", msgspec.json.decode(body, type=Raw))
    careful = JsonRows(_selected(start, ROWS) if listed else _whole(start))
    if quick is not None:
        assert list(quick) == list(careful)
        assert [quick.at(row.mark) for row in quick] == list(careful)


@pytest.mark.parametrize(
    "body",
    [
        b'{"orders": [{"a": 1, "a": 2}]}',
        b'{"orders": [{"a": 1}], "orders": []}',
        b'{"orders": [{"a": 1e999}]}',
        b'{"orders": [1]}',
        b'{"orders": {}}',
        b'{"orders": [{"a": ' + b"[" * 70 + b"]" * 70 + b"}]}",
        b'{"orders": [{"a": "' + b"x" * 70_000 + b'"}]}',
        b"[]",
        b'{"orders": [',
    ],
)
def test_what_is_suspicious_is_read_row_by_row(body: bytes) -> None:
    assert decoded_at_once(body, ROWS, _decoder(), WHOLE) is None
