"""Finding records by what their texts are made of: the rarest pieces first, never all records.

The pieces stand in ``links`` like whatever else records are found by, hashed where a text is
sensitive. Any question looks at no more rows than the limits below allow, however many there are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from orderloom.store.dialect import Cursor, Dialect

MOST_PIECES: Final = 300
"""So many different pieces of a question are looked up."""
COMMON: Final = 1_000
"""A piece that more records share tells little: it is used where rarer ones find too few."""
MOST_ROWS: Final = 20_000
"""About so many rows are read at most."""

_HELD = "FROM links WHERE type = ? AND field = ? AND target = "
_COUNTED: Final = f"(SELECT count(*) FROM (SELECT 1 {_HELD}wanted.value LIMIT ?) AS held)"  # noqa: S608


class Likeness:
    """Finds records by pieces, in the words of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        text = f"SELECT wanted.value, {_COUNTED} FROM {dialect.each}"  # noqa: S608 - of this file
        self.count = dialect.text(text)
        self.read = dialect.text(f"SELECT record_id {_HELD}? ORDER BY record_id LIMIT ?")
        self._listed = dialect.listed

    def find(
        self, cursor: Cursor, place: tuple[str, str], stored: Mapping[str, str], most: int
    ) -> Sequence[str]:
        """Give the ids of records that share most pieces, most first, then by id.

        Those that share a rare piece come before those that share common ones alone.

        Args:
            cursor: Reads.
            place: The type of the records and the name under which their pieces stand.
            stored: The pieces, by the text that stands for each in the database.
            most: So many ids are given at most.
        """
        asked = (*place, COMMON + 1, self._listed(stored))
        numbers = cursor.execute(self.count, asked).fetchall()
        # Rare ones first; among equals by the piece itself, so that no store's keys decide.
        known = sorted((number, stored[target], target) for target, number in numbers if number)
        rare, common = Counter[str](), Counter[str]()
        left = MOST_ROWS
        for number, _, target in known:
            is_rare = number <= COMMON
            if number > left or (not is_rare and len(rare) >= most):
                break
            left -= number
            rows = cursor.execute(self.read, (*place, target, COMMON)).fetchall()
            (rare if is_rare else common).update(row[0] for row in rows)
        found = [*_in_order(rare), *(each for each in _in_order(common) if each not in rare)]
        return found[:most]


def _in_order(shared: Counter[str]) -> list[str]:
    return sorted(shared, key=lambda record_id: (-shared[record_id], record_id))
