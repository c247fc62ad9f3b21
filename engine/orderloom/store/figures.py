"""Pages of figures to rows and back."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from orderloom.flow.figure import Page, PageKey

if TYPE_CHECKING:  # the statements are made of this module's rows, too
    from orderloom.store.hot_statements import Cursor

READ = "SELECT body FROM figure_pages WHERE stream = ? AND grp = ? AND number = ?"
GROUPS = (
    "SELECT grp, body FROM figure_pages WHERE stream = ? AND number = 0 AND grp <> '' "
    "AND instr(grp, char(10)) = 0 ORDER BY grp"
)
WRITE = (
    "INSERT INTO figure_pages (stream, grp, number, revision, body) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (stream, grp, number) "
    "DO UPDATE SET revision = excluded.revision, body = excluded.body"
)
_ROOTS = (
    "SELECT stream, grp, revision FROM json_each(?) AS wanted JOIN figure_pages "
    "ON stream = json_extract(wanted.value, '$[0]') "
    "AND grp = json_extract(wanted.value, '$[1]') AND number = 0"
)

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


def moved_roots(cursor: "Cursor", roots: Roots) -> Iterable[str]:
    """Name the streams of groups whose root is not at the revision that it must have."""
    wanted = msgspec.json.encode(list(roots)).decode()
    found = {(row[0], row[1]): row[2] for row in cursor.execute(_ROOTS, (wanted,)).fetchall()}
    return [place[0] for place, revision in roots.items() if found.get(place, 0) != revision]
