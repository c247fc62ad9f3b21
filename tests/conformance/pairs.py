"""Flows of two definitions on one record, put together of ``pairs.yaml``.

The first piece makes ``b`` of an order 1 when ``a`` is, the second ``c`` when ``b`` is; so the
test, which sets ``a`` and expects ``c``, needs both.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml
from tests.conformance.trial import played

PIECES = Path(__file__).parent / "pairs.yaml"
_FLOW = """kind: flow
id: pair
zone: UTC
currency: CNY
environments: {test: {hosts: ["127.0.0.1"], publish: [clerk]}}
---
{kind: role, id: clerk, see: {order: {}}}
---
kind: mapping
id: orders
record: order
read: {format: json}
fields: {no: no, a: a}
---
"""
_ORDER = """kind: record
id: order
identity: [no]
fields:
  no: text
  lines: {type: list, of: {sku: text, quantity: integer}, key: sku}
"""
_GIVEN = {
    "p": {"record": "order", "no": "P"},
    "o": {"record": "order", "no": "O", "lines": [{"sku": "A", "quantity": 1}]},
}

Piece = Mapping[str, Any]


def pieces() -> Mapping[str, Piece]:
    """Give the piece of each kind."""
    return yaml.safe_load(PIECES.read_text("utf-8"))


def pairs() -> Iterator[tuple[str, str]]:
    """Give every two kinds, in the order of the file."""
    return combinations(pieces(), 2)


def passes(folder: Path, first: str, second: str, without: str | None = None) -> bool:
    """Say whether the test of a pair passes, with both or ``without`` the definitions of one."""
    every = pieces()
    placed = [_placed(every[first], "a", "b"), _placed(every[second], "b", "c")]
    kept = [each for name, each in zip((first, second), placed, strict=True) if name != without]
    (folder / "flow.yaml").write_text(_flow(kept), "utf-8")
    (folder / "test.yaml").write_text(yaml.safe_dump(_test(placed), allow_unicode=True), "utf-8")
    result = played(folder)
    return bool(result.tests) and not any(test.failures for test in result.tests)


def _placed(piece: Piece, before: str, after: str) -> Piece:
    """Name the fields that a piece stands between."""
    text = yaml.safe_dump(dict(piece), allow_unicode=True, width=10**6)
    return yaml.safe_load(text.replace("<in>", before).replace("<out>", after))


def _flow(placed: list[Piece]) -> str:
    fields = "".join(f"  {name}: {{type: integer, edit: [clerk]}}\n" for name in "abc")
    own = "".join(
        f"  {line}" for each in placed for line in each.get("fields", "").splitlines(True)
    )
    retain = "".join(each.get("retain", "") for each in placed)
    order = f"{_ORDER}{fields}{own}{retain}"
    return _FLOW + "---\n".join([order, *(each["flow"] for each in placed if "flow" in each)])


def _test(placed: list[Piece]) -> Mapping[str, Any]:
    given = dict(_GIVEN)
    for each in placed:
        given |= yaml.safe_load(each.get("given", "{}"))
    return {
        "kind": "test",
        "id": "both_act",
        "at": "2026-01-05T10:00+00:00",
        "given": given,
        "steps": [
            *(step for each in placed for step in each.get("before", ())),
            {"change": "o", "set": {"a": 1}},
            *(step for each in placed for step in each.get("steps", ())),
            {"expect": {"that": "o.c == 1"}},
        ],
    }
