"""The tree of a group's items: whatever comes and goes, a stretch of it says what a list says."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from orderloom.flow.figure import Page
from orderloom.kernel.figures.measures import Lasting, Measure, measure_of, told
from orderloom.kernel.figures.tree import Tree


class Pages:
    """Pages in memory; small ones, so that few items make a deep tree."""

    def __init__(self) -> None:
        self.kept: dict[int, Page] = {}

    def get(self, number: int) -> Page | None:
        return self.kept.get(number)

    def put(self, number: int, page: Page) -> None:
        self.kept[number] = page


ATS = st.integers(0, 60)
STEPS = st.lists(st.tuples(st.booleans(), ATS, st.integers(0, 5)), max_size=80)
WINDOWS = st.tuples(st.none() | ATS, st.none() | ATS)
PLAIN = st.sampled_from(["count", "share", "sum", "extreme"])


def _kept(measure: str, tie: int) -> object:
    return {"share": tie % 2, "sum": ["n", str(tie)], "extreme": ["n", str(tie)]}.get(measure)


def _naive(measure: Measure, items: list[tuple[int, int, object]]) -> object:
    found = None
    for at, _, kept in items:
        one = measure.one(at, kept)
        found = one if found is None else measure.join(found, one)
    return found


@settings(max_examples=100, deadline=None)
@given(STEPS, st.lists(WINDOWS, min_size=1, max_size=8), PLAIN, st.integers(2, 5))
def test_a_stretch_of_a_tree_says_what_its_items_say_one_by_one(
    steps: list[tuple[bool, int, int]],
    windows: list[tuple[int | None, int | None]],
    name: str,
    full: int,
) -> None:
    measure, items = measure_of(name), dict[tuple[int, int], object]()
    tree = Tree(Pages(), measure, full)
    for comes, at, tie in steps:
        if not comes:
            items.pop((at, tie), None)
            tree.remove(at, tie)
        elif (at, tie) not in items:
            items[at, tie] = _kept(name, tie)
            tree.add(at, tie, items[at, tie])
    ordered = [(at, tie, kept) for (at, tie), kept in sorted(items.items())]
    for first, last in windows:
        inside = [
            each
            for each in ordered
            if (first is None or each[0] >= first) and (last is None or each[0] <= last)
        ]
        assert tree.fold(first, last) == _naive(measure, inside)
        before = [each for each in ordered if last is None or each[0] <= last]
        newest = tree.newest(last)
        assert (None if newest is None else tuple(newest)) == (before[-1] if before else None)
        after = [each for each in ordered if each[0] >= (first or 0)]
        oldest = tree.oldest(first or 0)
        assert (None if oldest is None else tuple(oldest)) == (after[0] if after else None)
        seen: list[tuple[object, ...]] = []
        tree.each(lambda entry: seen.append(tuple(entry)), first or 0)  # noqa: B023
        assert seen == after


@settings(max_examples=60, deadline=None)
@given(STEPS, st.none() | st.integers(1, 20), st.integers(2, 5))
def test_time_adds_up_in_any_order_of_arrival(
    steps: list[tuple[bool, int, int]], carry: int | None, full: int
) -> None:
    measure = Lasting(carry)
    tree, items = Tree(Pages(), measure, full), list[tuple[int, int, int]]()
    for number, (_, at, truth) in enumerate(steps):
        items.append((at, number, truth % 2))
        tree.add(*items[-1])
    passed = 0
    ordered = sorted(items)
    for (at, _, is_true), (following, _, _) in pairwise(ordered):
        if is_true:
            passed += following - at if carry is None else min(following - at, carry)
    summary = tree.fold(None, None)
    assert (0 if summary is None else summary[3]) == passed


def test_items_in_order_leave_full_pages_a_few_deep() -> None:
    pages = Pages()
    tree = Tree(pages, measure_of("count"))
    for number in range(20_000):
        tree.add(number, number, None)
    assert tree.fold(None, None) == 20_000
    assert len(pages.kept) < 20_000 // 60
    depth, page = 1, pages.kept[0]
    while not page.is_leaf:
        depth, page = depth + 1, pages.kept[page.entries[0][4]]
    assert depth <= 4
    assert told("count", tree.fold(100, 15_099)) == 15_000
