"""The items of one group by time: a tree of pages that knows the summary of every page.

Whatever the window, a few pages on the way to its ends say what lies between them; an item that
comes or goes rewrites the pages above it. Each step down halves nothing and doubles nothing: a
page holds up to ``FULL`` entries, so that a million items lie three or four pages deep.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeAlias

import msgspec

from orderloom.flow.figure import Page
from orderloom.kernel.figures.measures import Measure

FULL: Final = 64
_BEYOND: Final = 1 << 62
"""Above every instant and every number of a page."""

Tie: TypeAlias = int | str
Entry: TypeAlias = list[Any]

# Parts of an entry of a page that is no leaf.
_FIRST, _LAST, _BELOW, _SUMMARY = 0, 2, 4, 5


class Pages(Protocol):
    """The pages of one group."""

    def get(self, number: int) -> Page | None:
        """Give a page; None when there is none."""
        ...

    def put(self, number: int, page: Page) -> None:
        """Write a page."""
        ...


class LoosePages:
    """Pages of a group that is kept nowhere."""

    def __init__(self) -> None:
        self._pages: dict[int, Page] = {}

    def get(self, number: int) -> Page | None:
        """Give a page; None when there is none."""
        return self._pages.get(number)

    def put(self, number: int, page: Page) -> None:
        """Write a page."""
        self._pages[number] = page


class Tree:
    """The items of one group.

    Args:
        pages: Where they are.
        measure: What is kept of them.
        full: So many entries fill a page.
    """

    def __init__(self, pages: Pages, measure: Measure, full: int = FULL) -> None:
        self._full = full
        self._pages = pages
        self._measure = measure
        self._given = 0

    # -- asking

    def fold(self, first: int | None, last: int | None) -> Any:  # noqa: ANN401 - a summary
        """Give the summary of the items from one instant to another, both inside; None of none."""
        start = [-_BEYOND if first is None else first]
        end = [_BEYOND if last is None else last + 1]
        root = self._pages.get(0)
        if root is None:
            return None
        entries = root.entries
        if root.total is not None and entries and entries[0][0] >= start[0]:
            newest = entries[-1][0] if root.is_leaf else entries[-1][_LAST]
            if newest < end[0]:
                return root.total
        return self._fold(root, start, end)

    def newest(self, last: int | None = None) -> Entry | None:
        """Give the last item not after an instant."""
        end = [_BEYOND if last is None else last + 1]
        page = self._pages.get(0)
        while page is not None:
            index = bisect_left(page.entries, end) - 1
            if index < 0:
                return None
            if page.is_leaf:
                return page.entries[index]
            page = self._pages.get(page.entries[index][_BELOW])
        return None

    def oldest(self, first: int) -> Entry | None:
        """Give the first item not before an instant."""
        page = self._pages.get(0)
        while page is not None:
            index = bisect_left(page.entries, [first])
            if page.is_leaf:
                return page.entries[index] if index < len(page.entries) else None
            if index and page.entries[index - 1][_LAST] >= first:
                index -= 1
            if index == len(page.entries):
                return None
            page = self._pages.get(page.entries[index][_BELOW])
        return None

    def each(self, visit: Callable[[Entry], None], first: int) -> None:
        """Visit every item not before an instant, in order."""
        root = self._pages.get(0)
        if root is not None:
            self._visit(root, visit, [first])

    def _visit(self, page: Page, visit: Callable[[Entry], None], start: Entry) -> None:
        if page.is_leaf:
            for entry in page.entries[bisect_left(page.entries, start) :]:
                visit(entry)
            return
        for entry in page.entries:
            if entry[_LAST] >= start[0]:
                self._visit(self._page(entry[_BELOW]), visit, start)

    def _fold(self, page: Page, start: Entry, end: Entry) -> Any:  # noqa: ANN401
        entries = page.entries
        if page.is_leaf:
            return self._summary(entries[bisect_left(entries, start) : bisect_left(entries, end)])
        found, join = None, self._measure.join
        for entry in entries[max(bisect_left(entries, start) - 1, 0) : bisect_left(entries, end)]:
            if entry[_LAST] < start[0]:
                continue
            is_whole = entry[_FIRST] >= start[0] and entry[_LAST] < end[0]
            part = (
                entry[_SUMMARY] if is_whole else self._fold(self._page(entry[_BELOW]), start, end)
            )
            if part is not None:
                found = part if found is None else join(found, part)
        return found

    # -- changing

    def add(self, at: int, tie: Tie, kept: Any) -> None:  # noqa: ANN401
        """Add an item; no other has its instant and tie."""
        root = self._pages.get(0) or Page(0, [])
        self._given = root.pages
        item = [at, tie, kept]
        total = self._total_with(root, item)
        self._insert(0, root, item)
        self._know(self.fold(None, None) if total is None else total)

    def _total_with(self, root: Page, item: Entry) -> Any:  # noqa: ANN401
        """Give the summary of all items with one more; None where that is not simply added."""
        one = self._measure.one(item[0], item[2])
        if not root.entries:
            return one
        end = root.entries[-1][:2] if root.is_leaf else root.entries[-1][2:4]
        if root.total is None or (self._measure.is_ordered and item[:2] < end):
            return None
        return self._measure.join(root.total, one)

    def _know(self, total: Any) -> None:  # noqa: ANN401
        root = self._pages.get(0)
        if root is not None:
            self._pages.put(0, msgspec.structs.replace(root, total=total))

    def fill(self, items: list[Entry]) -> None:
        """Put items, in order, into a tree that has none: page by page from below."""
        root = self._pages.get(0) or Page(0, [])
        self._given, is_leaf, entries = root.pages, True, items
        while len(entries) > self._full:
            above: list[Entry] = []
            for start in range(0, len(entries), self._full):
                part = entries[start : start + self._full]
                entry = self._put(self._new(), Page(0, [], is_leaf), part)
                above.append(self._summarize(entry))
            entries, is_leaf = above, False
        self._put(0, msgspec.structs.replace(root, is_leaf=is_leaf), entries)
        self._know(self.fold(None, None))

    def remove(self, at: int, tie: Tie) -> None:
        """Take an item away; one that is not there makes no difference."""
        root = self._pages.get(0)
        if root is not None:
            self._given = root.pages
            self._take(0, root, [at, tie])
            self._know(self.fold(None, None))

    def _insert(self, number: int, page: Page, item: Entry) -> list[Entry]:
        """Insert below a page; give the entries that stand for it now."""
        entries = list(page.entries)
        if page.is_leaf:
            index = bisect_left(entries, item[:2])
            entries.insert(index, item)
        else:
            index = max(bisect_right(entries, [*item[:2], _BEYOND]) - 1, 0)
            below = entries[index][_BELOW]
            entries[index : index + 1] = self._replaced(entries[index], below, item)
        if len(entries) <= self._full:
            return [self._put(number, page, entries)]
        # What comes in order leaves full pages behind.
        cut = self._full if index >= self._full - 1 else self._full // 2
        return self._split(number, page, entries[:cut], entries[cut:])

    def _replaced(self, entry: Entry, below: int, item: Entry) -> list[Entry]:
        """Insert below an entry; what comes last only adds to its summary."""
        found = self._insert(below, self._page(below), item)
        if len(found) == 1 and (not self._measure.is_ordered or item[:2] > entry[2:4]):
            one = self._measure.one(item[0], item[2])
            found[0][_SUMMARY] = self._measure.join(entry[_SUMMARY], one)
        elif len(found) == 1:
            self._summarize(found[0])
        return found

    def _split(self, number: int, page: Page, left: list[Entry], right: list[Entry]) -> list[Entry]:
        if number:
            first = self._put(number, page, left)
            second = self._put(self._new(), page, right)
            return [self._summarize(first), self._summarize(second)]
        halves = [
            self._summarize(self._put(self._new(), Page(0, [], page.is_leaf), half))
            for half in (left, right)
        ]
        return [self._put(0, msgspec.structs.replace(page, is_leaf=False), halves)]

    def _take(self, number: int, page: Page, place: Entry) -> Entry | None:
        """Take an item away below a page; give the entry that stands for it now, None of none."""
        entries = list(page.entries)
        if page.is_leaf:
            index = bisect_left(entries, place)
            if index < len(entries) and entries[index][:2] == place:
                del entries[index]
        elif index := bisect_right(entries, [*place, _BEYOND]):
            below = entries[index - 1][_BELOW]
            left = self._take(below, self._page(below), place)
            entries[index - 1 : index] = [] if left is None else [self._summarize(left)]
        if number == 0 and not entries:
            page = msgspec.structs.replace(page, is_leaf=True)
        found = self._put(number, page, entries)
        return found if entries else None

    def _put(self, number: int, page: Page, entries: list[Entry]) -> Entry:
        pages = self._given if number == 0 else 1
        kept = Page(page.revision, entries, page.is_leaf, pages, page.items, page.group)
        self._pages.put(number, kept)
        if not entries:
            return [0, 0, 0, 0, number, None]
        end = entries[-1][:2] if page.is_leaf else entries[-1][2:4]
        return [*entries[0][:2], *end, number, None]

    def _summarize(self, entry: Entry) -> Entry:
        page = self._page(entry[_BELOW])
        if page.is_leaf:
            entry[_SUMMARY] = self._summary(page.entries)
            return entry
        found = None
        for below in page.entries:
            part = below[_SUMMARY]
            found = part if found is None else self._measure.join(found, part)
        entry[_SUMMARY] = found
        return entry

    def _summary(self, items: list[Entry]) -> Any:  # noqa: ANN401
        one, join = self._measure.one, self._measure.join
        found = None
        for at, _, kept in items:
            part = one(at, kept)
            found = part if found is None else join(found, part)
        return found

    def _new(self) -> int:
        number = self._given
        self._given += 1
        return number

    def _page(self, number: int) -> Page:
        page = self._pages.get(number)
        if page is None:
            raise LookupError(f"page {number} of a figure is gone")
        return page
