"""What every store must do with what waits for its time, and with figures (see contract.py)."""

from datetime import timedelta

import pytest
from tests.store.decisions import batch, decision, order
from tests.store.flows import AT

from orderloom.errors import RevisionConflict
from orderloom.flow.figure import Page, PageKey
from orderloom.flow.schedule import Handled
from orderloom.flow.timer import Timer, TimerChange

MINUTE = timedelta(minutes=1)


def timer(name, due, record_id="order-1"):
    return Timer(id=f"t-{name}", name=name, record="order", record_id=record_id, since=AT, due=due)


def waits(*timers):
    return [TimerChange(each, "waiting") for each in timers]


class TimerContract:
    def test_timers_are_due_first_things_first(self, store):
        late = timer("a", AT + MINUTE)
        tenth, second = timer("status.10", AT), timer("status.2", AT)
        other = timer("z", AT, "order-0")
        made = waits(late, tenth, second, other)
        store.committer.commit([batch(decision(order(0), order(1), timers=made))])
        assert list(store.timers.due(AT, 9)) == [other, second, tenth]
        assert list(store.timers.due(AT + MINUTE, 2)) == [other, second]
        assert list(store.timers.due(AT - MINUTE, 9)) == []
        assert store.timers.next_due() == AT

    def test_a_timer_is_put_off_and_goes_when_it_is_over(self, store):
        first = timer("a", AT)
        store.committer.commit([batch(decision(order(1), timers=waits(first)))])
        moved = timer("a", AT + MINUTE)
        store.committer.commit([batch(decision(timers=waits(moved)))])
        assert list(store.timers.due(AT, 9)) == []
        assert list(store.timers.due(AT + MINUTE, 9)) == [moved]
        over = [TimerChange(moved, "over"), *waits(timer("b", AT + MINUTE * 2))]
        store.committer.commit([batch(decision(timers=over))])
        assert store.timers.next_due() == AT + MINUTE * 2

    def test_a_timer_of_no_record_is_written_by_nobody(self, store, integrity_error):
        lost = waits(timer("a", AT, "order-9"))
        with pytest.raises(integrity_error):
            store.committer.commit([batch(decision(order(1), timers=lost))])
        assert store.timers.next_due() is None
        assert list(store.journal.all()) == []


class ScheduleContract:
    def test_a_schedule_moves_on_from_where_it_stands_only(self, store):
        begun = Handled(schedule="daily", until=AT)
        store.committer.commit([batch(handled=[begun])])
        moved = Handled(schedule="daily", until=AT + MINUTE, since=AT)
        store.committer.commit([batch(decision(order(1)), handled=[moved])])
        for late in (begun, moved):
            with pytest.raises(RevisionConflict) as caught:
                store.committer.commit([batch(decision(order(2)), handled=[late])])
            assert (caught.value.code, caught.value.facts) == ("OL618", {"schedule": "daily"})
        assert store.schedules.handled() == {"daily": AT + MINUTE}
        with store.reader() as reader:
            assert reader.types() == {"order": 1}


ROOT = PageKey("s", '["a"]', 0)


class FigureContract:
    def test_pages_are_read_as_they_were_committed(self, store):
        pages = {
            ROOT: Page(1, [["at", 1, "2.50"]], group=["a"]),
            PageKey("s", '["a"]', 1): Page(1, []),
            PageKey("s", '["0"]', 0): Page(1, [], group=["0"]),
            PageKey("s", "", 0): Page(1, []),
            PageKey("t", '["a"]', 0): Page(1, []),
        }
        store.committer.commit([batch(decision(pages=pages, figures={("s", '["a"]'): 0}))])
        with store.reader() as reader:
            assert {key: reader.page(key) for key in pages} == pages
            assert reader.page(PageKey("s", '["b"]', 0)) is None
            assert [key.group for key, _ in reader.groups("s")] == ['["0"]', '["a"]']

    def test_a_group_that_grew_meanwhile_is_a_conflict(self, store):
        first = decision(pages={ROOT: Page(1, [])}, figures={("s", '["a"]'): 0})
        store.committer.commit([batch(first)])
        late = decision(order(1), pages={ROOT: Page(1, [[1]])}, figures={("s", '["a"]'): 0})
        with pytest.raises(RevisionConflict) as caught:
            store.committer.commit([batch(late)])
        assert (caught.value.code, caught.value.facts) == ("OL690", {"stream": "s"})
        with store.reader() as reader:
            assert reader.page(ROOT) == Page(1, [])
            assert reader.get("order-1") is None
