"""The items of all groups as one command sees them: the store's pages, and its own on top.

Whatever is asked of a group is held against the store when the command is committed: the root of
its tree has a revision, which grows whenever an item of the group comes or goes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from weakref import proxy

import msgspec

from orderloom.definition.figure import Stream
from orderloom.flow.figure import Page, PageKey, is_root
from orderloom.kernel.figures import counting
from orderloom.kernel.figures.atoms import value_of
from orderloom.kernel.figures.items import Group, Item, StreamProgram
from orderloom.kernel.figures.measures import measure_of
from orderloom.kernel.figures.tree import Tree

if TYPE_CHECKING:  # the overlay hands itself over
    from orderloom.kernel.draft import Draft
    from orderloom.kernel.overlay import Overlay

_BUILT = ""
"""The group whose root says that a stream of records is kept."""
_OF = "\n"
"""Between a group and one of its values: the items of a group that have this value."""
_COUNTING = measure_of("count")


class _GroupPages:
    """The pages of one group, as a tree asks for them."""

    def __init__(self, board: "Board", stream: str, group: str) -> None:
        self._board = board
        self._place = (stream, group)

    def get(self, number: int) -> Page | None:
        return self._board.page(PageKey(*self._place, number))

    def put(self, number: int, page: Page) -> None:
        self._board.put(PageKey(*self._place, number), page)


class Board:
    """What one command knows of the items of figures, and changes of them.

    Attributes:
        pages: What is otherwise than in the store.
        roots: Stream and group to the revision of the root as it was first read, 0 without one.
    """

    def __init__(self, work: "Overlay") -> None:
        # The overlay holds this: a strong way back would leave every command to the collector.
        self._work: Overlay = proxy(work)
        self.pages: dict[PageKey, Page] = {}
        self.roots: dict[tuple[str, str], int] = {}
        self._known: dict[PageKey, Page | None] = {}
        self._told: dict[tuple[str, str], list[Item]] = {}
        self._touched: dict[str, dict[str, tuple[Any, ...]]] = {}

    # -- pages

    def page(self, key: PageKey) -> Page | None:
        """Give a page as this command left it, else the store's."""
        own = self.pages.get(key)
        if own is not None:
            return own
        if key not in self._known:
            page = self._known[key] = self._work.view.page(key)
            if key.number == 0:
                self.roots[key.stream, key.group] = 0 if page is None else page.revision
        return self._known[key]

    def put(self, key: PageKey, page: Page) -> None:
        """Write a page; that of a root is one revision on."""
        if key.number == 0:
            revision = self.roots[key.stream, key.group] + 1
            if page.revision != revision:
                page = msgspec.structs.replace(page, revision=revision)
        self.pages[key] = page

    def tree(self, program: StreamProgram, group: str) -> Tree:
        """Give the items of a group; of distinct values the newest of each."""
        return Tree(_GroupPages(self, program.stream.id, group), program.measure)

    def values(self, program: StreamProgram, group: str, value: str) -> Tree:
        """Give the items of a group that have one of its distinct values."""
        return Tree(_GroupPages(self, program.stream.id, f"{group}{_OF}{value}"), _COUNTING)

    def kept(self, stream: str, group: str) -> Tree:
        """Give what is kept of a group under a name that is no stream of items."""
        return Tree(_GroupPages(self, stream, group), _COUNTING)

    def name(self, stream: str, group: str, values: list[Any]) -> None:
        """Let a group be found by ``groups``, as ``atoms`` writes its values."""
        key = PageKey(stream, group, 0)
        if self.page(key) is None:
            self.put(key, Page(0, [], group=values))

    def groups_of(self, program: StreamProgram) -> Iterator[tuple[Any, ...]]:
        """Give the values of every group that ever had an item, by its text.

        Those of a name that must not stand in the clear are None.
        """
        if program.stream.record:
            self.build(program)
            self.keep_up([program])
        return self.groups(program.stream.id)

    def groups(self, stream: str) -> Iterator[tuple[Any, ...]]:
        """Give the values of every group that is kept under a name."""
        found = dict(self._work.view.groups(stream))
        found |= {key: page for key, page in self.pages.items() if is_root(key, stream)}
        for key in sorted(found):
            yield tuple(None if each is None else value_of(each) for each in found[key].group)

    # -- items

    def add(self, program: StreamProgram, item: Item, *, numbered: bool) -> None:
        """Add an item; a numbered one is told from others by its number in the group."""
        text = self._touch(program, item.group)
        root = self.page(PageKey(program.stream.id, text, 0)) or Page(0, [])
        if not root.items:
            root = msgspec.structs.replace(root, group=item.group[2])
        root = msgspec.structs.replace(root, items=root.items + 1)
        self.put(PageKey(program.stream.id, text, 0), root)
        tie = root.items if numbered else item.tie
        if program.stream.measure != "distinct":
            self.tree(program, text).add(item.at, tie, item.kept)
            return
        same = self.values(program, text, item.kept)
        was = same.newest()
        same.add(item.at, tie, None)
        self._renew(program, text, item.kept, was, same)

    def remove(self, program: StreamProgram, item: Item) -> None:
        """Take away an item that a record was."""
        text = self._touch(program, item.group)
        if program.stream.measure != "distinct":
            self.tree(program, text).remove(item.at, item.tie)
            return
        same = self.values(program, text, item.kept)
        was = same.newest()
        same.remove(item.at, item.tie)
        self._renew(program, text, item.kept, was, same)

    def _renew(
        self, program: StreamProgram, text: str, value: str, was: list[Any] | None, same: Tree
    ) -> None:
        """Let a distinct value stand where its newest item is now."""
        now = same.newest()
        before, after = (None if each is None else each[0] for each in (was, now))
        if before == after:
            return
        newest = self.tree(program, text)
        if before is not None:
            newest.remove(before, value)
        if after is not None:
            newest.add(after, value, None)

    def _touch(self, program: StreamProgram, group: Group) -> str:
        self._touched.setdefault(program.stream.id, {})[group[0]] = group[1]
        return group[0]

    def touched(self, stream: Stream) -> Collection[tuple[Any, ...]]:
        """Give the values of the groups that got items, or lost some."""
        return self._touched.get(stream.id, {}).values()

    # -- records that are items

    def keep_up(self, programs: Iterable[StreamProgram]) -> None:
        """Let streams of records hold what the records of this command are now."""
        for program in programs:
            record = program.stream.record
            if not self.is_built(program.stream):
                continue
            for draft in tuple(self._work.drafts.values()):
                if draft.program.id == record:
                    self._keep_up(program, draft)
            self._forget_undone(program)

    def is_built(self, stream: Stream) -> bool:
        """Say whether the records of a stream are items already."""
        return self.page(PageKey(stream.id, _BUILT, 0)) is not None

    def build(self, program: StreamProgram) -> None:
        """Make items of all records of a stream, the first time that anybody asks for them."""
        stream, work = program.stream, self._work
        if self.is_built(stream):
            return
        work.search(stream.record)
        found: list[Item] = []
        for record in work.view.all(stream.record):
            own = self.of_record(program, record.values)
            if record.id in work.drafts:
                self._told[stream.id, record.id] = own
            found += own
        for items in _by(found, _group_of).values():
            self.fill(program, items)
        self.put(PageKey(stream.id, _BUILT, 0), Page(0, []))
        self._touched.pop(stream.id, None)

    def fill(self, program: StreamProgram, items: list[Item]) -> None:
        """Put all items of one group into its tree, which has none yet."""
        group = items[0].group
        key = PageKey(program.stream.id, group[0], 0)
        self.page(key)
        self.put(key, Page(0, [], items=len(items), group=group[2]))
        items = sorted(items, key=lambda each: (each.at, each.tie))
        if program.stream.measure != "distinct":
            entries = [[each.at, each.tie, each.kept] for each in items]
            self.tree(program, group[0]).fill(entries)
            return
        newest: list[list[Any]] = []
        for value, same in _by(items, _kept_of).items():
            tree = self.values(program, group[0], value)
            self.page(PageKey(program.stream.id, f"{group[0]}{_OF}{value}", 0))
            tree.fill([[each.at, each.tie, None] for each in same])
            newest.append([same[-1].at, value, None])
        self.tree(program, group[0]).fill(sorted(newest, key=lambda entry: entry[:2]))

    def of_record(self, program: StreamProgram, values: Mapping[str, Any]) -> list[Item]:
        """Give the items that a record is; a fault is told, and makes none."""
        hashed = self._work.view.hashed
        return counting.tolerate(self._work, program, lambda: program.of_record(values, hashed))

    def _forget_undone(self, program: StreamProgram) -> None:
        """Take away the items of records whose creation was taken back."""
        for (stream, record_id), items in self._told.items():
            if stream == program.stream.id and record_id not in self._work.drafts:
                for item in items:
                    self.remove(program, item)
                self._told[stream, record_id] = []

    def _keep_up(self, program: StreamProgram, draft: "Draft") -> None:
        """Put a record's items in place of those that it was when it was last looked at."""
        place = (program.stream.id, draft.id)
        if place not in self._told:
            if draft.before is None:
                self._told[place] = []
            elif not _differs(program.stream.reads, draft.before.values, draft.values):
                return
            else:
                self._told[place] = self.of_record(program, draft.before.values)
        was, now = self._told[place], self.of_record(program, draft.values)
        for item in was:
            if item not in now:
                self.remove(program, item)
        for item in now:
            if item not in was:
                self.add(program, item, numbered=False)
        self._told[place] = now


def _by(items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def _group_of(item: Item) -> str:
    return item.group[0]


def _kept_of(item: Item) -> str:
    kept: str = item.kept
    return kept


def _differs(names: Iterable[str], a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return a is not b and any(a.get(name) != b.get(name) for name in names)
