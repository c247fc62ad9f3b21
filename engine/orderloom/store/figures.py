"""Pages of figures to rows and back."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from orderloom.flow.figure import Page, PageKey
from orderloom.store.dialect import Cursor, Dialect

READ = "SELECT body FROM figure_pages WHERE stream = ? AND grp = ? AND number = ?"
GROUPS = (
    "SELECT grp, body FROM figure_pages WHERE stream = ? AND number = 0 AND grp <> '' "
    "AND replace(grp, ?, '') = grp ORDER BY grp"
)
"""Takes a stream, and what parts a group from what it is a part of."""
PARTED = "\n"

Roots = Mapping[tuple[str, str], int]
"""Stream and group to the revision that the root must have; 0: there is none."""


class PageRow(NamedTuple):
    """A row of ``figure_pages``, in the order of the table."""

    stream: str
    grp: str
    number: int
    revision: int
    body: bytes


class PageCodec:
    """Writes and reads pages."""

    def __init__(self) -> None:
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Page).decode

    def rows(self, pages: Mapping[PageKey, Page]) -> list[PageRow]:
        """Give the rows of pages."""
        return [PageRow(*key, page.revision, self._encode(page)) for key, page in pages.items()]

    def page(self, body: bytes) -> Page:
        """Read a page."""
        return self._decode(body)


def moved_roots(dialect: Dialect, cursor: Cursor, roots: Roots) -> Iterable[str]:
    """Name the streams of groups whose root is not at the revision that it must have."""
    places = [dialect.listed(each) for each in zip(*roots, strict=True)]
    text = (
        f"SELECT stream, grp, revision FROM {dialect.pairs} JOIN figure_pages "  # noqa: S608 - ours
        "ON stream = wanted.one AND grp = wanted.other AND number = 0"
    )
    rows = cursor.execute(dialect.text(text), places).fetchall() if places else ()
    found = {(row[0], row[1]): row[2] for row in rows}
    return [place[0] for place, revision in roots.items() if found.get(place, 0) != revision]
