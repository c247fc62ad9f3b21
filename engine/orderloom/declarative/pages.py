"""Going through an answer that comes in pages."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from orderloom.declarative.places import each_found, found
from orderloom.definition.connector import Feed, Page
from orderloom.definition.mapping import Path
from orderloom.flow.http import HttpResponse

MOST_PAGES = 10_000
"""A platform that always says there is more must not keep us for ever."""

_NEXT = re.compile(r"<([^>]*)>\s*;[^,]*\brel=\"?next\"?", re.IGNORECASE)


class PagesUnclear(Exception):
    """More follows, but where it is, or where it ends, the answer does not tell.

    Args:
        path: What would tell; None where nothing was declared to.
    """

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self.path = "page" if path is None else path.text


class Turning:
    """Where in the pages of one span we are.

    Attributes:
        number: Pages read so far.
        rows: How many rows the last one had.
        link: Whole address of the next page, where the platform names it.
        is_skipped: The last answer only told how many pages there are; its rows come again.
        is_whole: Whether all pages were read, and what they name as well.

    Args:
        page: How the answer is cut; None: it is one.
        always: What every request carries but one to a link.
        see: Is shown each answer.
    """

    def __init__(
        self,
        page: Page | None,
        always: tuple[tuple[str, Any], ...] = (),
        see: Callable[[Any], None] = lambda _: None,
    ) -> None:
        self._page = page
        self._always = always
        self._see = see
        self._at: Any = None if page is None or page.kind == "cursor" else page.first
        self.number = 0
        self.rows = 0
        self.link: str | None = None
        self.is_skipped = False
        self.is_whole = False

    def values(self) -> list[tuple[str, Any]]:
        """Give what the next request carries."""
        page = self._page
        values = list(self._always)
        if page is None:
            return values
        if page.param and page.kind != "link" and self._at is not None:
            values.append((page.param, self._at))
        if page.size is not None and page.size_param:
            values.append((page.size_param, page.size))
        return values

    def turn(self, feed: Feed, response: HttpResponse, answer: Any) -> bool:  # noqa: ANN401
        """Go on to the next page; False when this was the last.

        Raises:
            PagesUnclear: More follows, but where it is, or its end, cannot be told.
        """
        page = self._page
        self._see(answer)
        self.number += 1
        self.rows = sum(1 for _ in each_found(answer, feed.records))
        if page is None:
            return False
        goes_on = self._turned(page, feed, response, answer)
        if goes_on and self.number >= MOST_PAGES:
            raise PagesUnclear(page.more or page.next or feed.records)
        return goes_on

    def _turned(self, page: Page, feed: Feed, response: HttpResponse, answer: Any) -> bool:  # noqa: ANN401
        match page.kind:
            case "number":
                self._at += 1
                return self._is_more(page, answer)
            case "backwards":
                return self._turn_back(page, answer)
            case "offset":
                self._at += self.rows
                return self._is_more(page, answer)
            case "cursor":
                before, self._at = self._at, _token(page, feed, answer)
                is_new = self._at not in (None, "", before, page.end)
                return is_new and self._says_more(page, answer)
            case "link":
                before, self.link = self.link, _linked(page, response.headers, answer)
                return self.link is not None and self.link != before

    def _turn_back(self, page: Page, answer: Any) -> bool:  # noqa: ANN401
        """Go to the last page first, then down to the first.

        A row that leaves the list while we read moves the later ones forward: read forwards one
        of them would be missed, read backwards one is seen twice.
        """
        self.is_skipped = False
        if self.number > 1:
            self._at -= 1
            return bool(self._at >= page.first)
        total = _count(found(answer, page.total))
        if total is None and self.rows >= (page.size or 1):
            raise PagesUnclear(page.total)
        last = page.first + max((total or 0) - 1, 0) // (page.size or 1)
        self._at = last
        self.is_skipped = last > page.first
        return self.is_skipped

    @staticmethod
    def _says_more(page: Page, answer: Any) -> bool:  # noqa: ANN401
        """Say whether there is more; what an answer leaves out does not say that there is none."""
        said = None if page.more is None else found(answer, page.more)
        return said in (None, True, 1, "true", "1")

    def _is_more(self, page: Page, answer: Any) -> bool:  # noqa: ANN401
        if page.more is not None and found(answer, page.more) is not None:
            return self._says_more(page, answer)
        return self.rows > 0 and (page.size is None or self.rows >= page.size)


def _count(said: Any) -> int | None:  # noqa: ANN401
    try:
        return int(said)
    except (TypeError, ValueError):
        return None


def _token(page: Page, feed: Feed, answer: Any) -> Any:  # noqa: ANN401
    """Give the token of the next page: beside the rows, or in the last of them."""
    if page.last is None:
        return found(answer, page.next)
    *_, last = (None, *each_found(answer, feed.records))
    return found(last, page.last)


def _linked(page: Page, headers: Mapping[str, str], answer: Any) -> str | None:  # noqa: ANN401
    if page.next is not None:
        link = found(answer, page.next)
        return link if isinstance(link, str) and link else None
    named = _NEXT.search(headers.get("link", ""))
    return None if named is None else named[1]
