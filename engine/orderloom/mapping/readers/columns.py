"""The columns of a table: what its header calls them."""

from collections.abc import Collection, Iterable, Sequence
from unicodedata import normalize

from orderloom.errors import MessageRejected
from orderloom.expression.faults import shown
from orderloom.mapping.convert.words import suggestions


def named_columns(cells: Iterable[str], wanted: Collection[str]) -> list[str]:
    """Give the columns' names, spelt as the mapping spells them.

    Args:
        cells: The header's.
        wanted: Columns that the mapping reads; only combining signs may differ.
    """
    spelt = {normalize("NFC", name): name for name in wanted}
    names = (normalize("NFC", cell.strip()) for cell in cells)
    return [spelt.get(name, name) for name in names]


def check_columns(columns: Sequence[str], line: int, wanted: Iterable[str]) -> None:
    """Refuse a header that does not say which column is which.

    Args:
        columns: Names from left to right.
        line: Where the header stands, from 1.
        wanted: Columns that must be there.

    Raises:
        MessageRejected: A column has no name, a name stands twice, or a wanted one is not there.
    """
    seen: set[str] = set()
    for number, column in enumerate(columns, 1):
        if not column:
            raise MessageRejected("OL522", column=str(number), line=str(line))
        if column in seen:
            raise MessageRejected("OL523", column=shown(column), line=str(line))
        seen.add(column)
    for column in wanted:
        if column not in seen:
            raise MessageRejected("OL524", column=column, **suggestions(column, columns))
