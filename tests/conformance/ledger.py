"""What holds each key of the language: the flow in which it is taken away, and who notices."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
FLOWS = HERE / "flows"
LEDGER = HERE / "ledger.jsonl"


class Entry(NamedTuple):
    """A key that is held.

    Attributes:
        key: As ``SchemaKey`` is told.
        flow: The flow's folder, from the checkout.
        place: Where in it the key stands, as ``Place`` is told.
        way: Which way of changing it: 0 takes it away, from 1 on it has other values.
        noticed: By what: ``check``, ``trip`` or the name of a test.
    """

    key: str
    flow: str
    place: str
    way: int
    noticed: str


def entries() -> Mapping[str, Entry]:
    """Read the ledger, by key."""
    lines = LEDGER.read_text("utf-8").splitlines() if LEDGER.exists() else []
    return {entry.key: entry for entry in (Entry(*json.loads(line)) for line in lines)}


def write(found: Iterable[Entry]) -> None:
    """Write the ledger, sorted by key."""
    lines = (json.dumps(each, ensure_ascii=False) for each in sorted(found))
    LEDGER.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
