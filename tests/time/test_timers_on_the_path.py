"""Timers on the whole path: durable, in order of time, and none the worse for being late."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.runtime.shop import FLOW, START, opened, orders_file, take, write_shop

from orderloom.app.acting import actor, fire
from orderloom.app.application import Application
from orderloom.app.inputs import Inputs, messages
from orderloom.app.running import preview, run
from orderloom.testing.clock import FrozenClock

TIMED = FLOW.replace(
    "states: {unpaid: {}, paid: {final: true}}\ntransitions: {pay: {from: unpaid, to: paid}}",
    """
states:
  unpaid:
    later:
      - {after: 30m, do: [{tag: reminded}, {notify: big, to: lead}]}
      - {after: 1h, do: [{fire: expire}]}
  paid: {final: true}
  expired: {final: true}
transitions:
  pay: {from: unpaid, to: paid, by: [lead]}
  expire: {from: unpaid, to: expired}
""",
).replace(
    "table: {unpaid: unpaid, paid: paid}", "table: {unpaid: unpaid, paid: paid, expired: expired}"
)


def order(app: Application, number: str = "1") -> dict[str, Any]:
    with app.stores.reader() as reader:
        record = reader.find("order", number)
    assert record is not None
    return record.values


def told(app: Application) -> list[tuple[datetime, str, list[str]]]:
    """Give the journal: when, what, and its effects."""
    return [
        (entry.at, entry.command, [effect["effect"] for effect in entry.entry.get("effects", ())])
        for entry in app.stores.journal.all()
    ]


def test_timers_fire_when_time_goes_on(tmp_path: Path) -> None:
    write_shop(tmp_path, TIMED)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", [{"no": "1", "status": "unpaid"}]))
        assert app.stores.timers.next_due() == START + timedelta(minutes=30)
        clock.advance(timedelta(minutes=29, seconds=59))
        run(app, [])
        assert order(app)["tags"] == []
        clock.advance(timedelta(seconds=1))
        run(app, [])
        assert order(app)["tags"] == ["reminded"]
        clock.advance(timedelta(days=3))
        run(app, [])
        assert order(app)["status"] == "expired"
        assert order(app)["status_since"] == START + timedelta(hours=1)
        assert app.stores.timers.next_due() is None


def test_a_restart_and_a_late_worker_change_no_outcome(tmp_path: Path) -> None:
    stories = []
    for name, waits in (("late", [180]), ("timely", [30, 30, 120])):
        folder = tmp_path / name
        folder.mkdir()
        write_shop(folder, TIMED)
        clock = FrozenClock(START)
        with opened(folder, clock) as app:
            take(app, orders_file(folder, "a.json", [{"no": str(n)} for n in range(250)]))
        for minutes in waits:
            clock.advance(timedelta(minutes=minutes))
            with opened(folder, clock) as app:
                run(app, [])
        with opened(folder, clock) as app:
            stories.append(told(app))
            assert order(app, "249")["status"] == "expired"
    assert stories[0] == stories[1]


def test_at_the_same_instant_timers_go_first(tmp_path: Path) -> None:
    write_shop(tmp_path, TIMED)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", [{"no": "1"}, {"no": "2"}]))
        clock.advance(timedelta(hours=1))
        paid = orders_file(tmp_path, "b.json", [{"no": "1", "status": "paid"}])
        take(app, paid)
        assert order(app)["status"] == "expired"
        decision = fire(app, "2", "pay", {}, actor(app, "lead"))
        assert decision.outcome == "refused"
        commands = [command for _, command, _ in told(app)]
        assert commands == [*["observe"] * 2, *["ring"] * 4, *["observe"] * 2, "fire"]


def test_a_message_accepted_before_a_crash_is_worked_before_later_timers(tmp_path: Path) -> None:
    write_shop(tmp_path, TIMED)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", [{"no": "1"}]))
        clock.advance(timedelta(minutes=40))
        paid = orders_file(tmp_path, "b.json", [{"no": "1", "status": "paid"}])
        for message in messages(app.flow, Inputs(files=[paid], mapping="orders"), app.clock):
            app.stores.inbox.accept(message)
    clock.advance(timedelta(hours=5))
    with opened(tmp_path, clock) as app:
        run(app, [])
        assert order(app)["status"] == "paid"
        assert order(app)["tags"] == ["reminded"]
        assert order(app)["status_since"] == START + timedelta(minutes=40)


def test_a_preview_rings_what_the_run_would_ring_and_keeps_it_to_itself(tmp_path: Path) -> None:
    write_shop(tmp_path, TIMED)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", [{"no": "1"}]))
        clock.advance(timedelta(hours=2))
        would = [
            (decision.now, decision.command)
            for batch in preview(app, []).batches
            for decision in batch.decisions
        ]
        before = told(app)
        run(app, [])
        assert [(at, command) for at, command, _ in told(app)[len(before) :]] == would
        assert [command for _, command in would] == ["ring", "ring"]
