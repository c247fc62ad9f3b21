"""Finding records by what their texts are made of: the rarest pieces first, never all records.

The pieces stand in ``links`` like whatever else records are found by, hashed where a text is
sensitive. Any question looks at no more rows than the limits below allow, however many there are.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from orderloom.definition.record import GRAMS
from orderloom.store.hot_statements import Cursor
from orderloom.store.sealing import Identities

MOST_PIECES: Final = 300
"""So many different pieces of a question are looked up."""
COMMON: Final = 1_000
"""A piece that more records share tells little: it is used where rarer ones find too few."""
MOST_ROWS: Final = 20_000
"""About so many rows are read at most."""

_HELD = "FROM links WHERE type = ? AND field = ? AND target = "
COUNT: Final = f"""
SELECT json_each.value, (SELECT count(*) FROM (SELECT 1 {_HELD}json_each.value LIMIT ?))
FROM json_each(?)
"""  # noqa: S608 - a text of this file
READ: Final = f"SELECT record_id {_HELD}? ORDER BY record_id LIMIT ?"


def alike(
    cursor: Cursor, identities: Identities, record_type: str, pieces: Iterable[str], most: int
) -> Sequence[str]:
    """Give the ids of records of a type that share most pieces, most first, then by id.

    Those that share a rare piece come before those that share common ones alone.
    """
    place = (record_type, GRAMS)
    wanted = list(dict.fromkeys(pieces))[:MOST_PIECES]
    stored = {identities.indexed(*place, each): each for each in wanted}
    asked = (*place, COMMON + 1, msgspec.json.encode(list(stored)).decode())
    numbers = cursor.execute(COUNT, asked).fetchall()
    # Rare ones first; among equals by the piece itself, so that no store's keys decide.
    known = sorted((number, stored[target], target) for target, number in numbers if number)
    rare, common = Counter[str](), Counter[str]()
    left = MOST_ROWS
    for number, _, target in known:
        is_rare = number <= COMMON
        if number > left or (not is_rare and len(rare) >= most):
            break
        left -= number
        rows = cursor.execute(READ, (*place, target, COMMON)).fetchall()
        (rare if is_rare else common).update(row[0] for row in rows)
    found = [*_in_order(rare), *(each for each in _in_order(common) if each not in rare)]
    return found[:most]


def _in_order(shared: Counter[str]) -> list[str]:
    return sorted(shared, key=lambda record_id: (-shared[record_id], record_id))
