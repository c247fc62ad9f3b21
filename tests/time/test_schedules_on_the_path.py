"""Schedules on the whole path: each instant once, in order of time, also when it is late."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.runtime.shop import FLOW, START, opened, orders_file, write_shop

import orderloom
from orderloom.app.application import Application, application_over
from orderloom.app.checking import check_folder
from orderloom.app.inputs import Inputs, messages
from orderloom.app.running import preview, run
from orderloom.errors import RevisionConflict
from orderloom.flow.command import Origin
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.job import Job, JobChange
from orderloom.flow.schedule import Handled
from orderloom.plugins import load_connectors
from orderloom.store.open import open_store
from orderloom.testing.clock import FrozenClock

MINUTE = timedelta(minutes=1)
BASE = FLOW.replace("lane: text}", "lane: text, seen: integer}").replace(
    "states: {unpaid: {}, paid: {final: true}}",
    """
states:
  unpaid: {later: [{after: 30m, do: [{tag: reminded}]}]}
  paid: {final: true}
""",
)
VISITS = """
---
{kind: record, id: visit, identity: [at, by], fields: {at: time, by: text}}
---
kind: schedule
id: each_one
every: 15m
zone: Asia/Shanghai
catch_up: each
do: [{create: visit, with: {at: =event.due, by: each}}]
"""
OTHERS = """
---
kind: schedule
id: last_one
every: 15m
zone: Asia/Shanghai
catch_up: last
do: [{create: visit, with: {at: =event.due, by: last}}]
---
kind: schedule
id: none_at_all
every: 15m
zone: Asia/Shanghai
catch_up: none
do: [{create: visit, with: {at: =event.due, by: none}}]
---
kind: rule
id: missed
on: [schedule.last_one.missed, schedule.none_at_all.missed]
do:
  - create: visit
    with: {at: =event.due, by: missed}
    exists: refuse
    else: [{create: visit, with: {at: =event.due, by: again}}]
"""
ROUNDS = """
---
kind: schedule
id: a_round
every: 15m
zone: Asia/Shanghai
catch_up: each
each: {record: order, where: status == "unpaid"}
do: [{set: {seen: '=default(seen, 0) + 1'}}, {fire: pay, when: '"reminded" in tags and seen > 3'}]
"""


def told(app: Application) -> list[tuple[Any, ...]]:
    """Give the journal in order: when, what, which, and its effects."""
    return [
        (entry.at, entry.command, entry.message, entry.position, entry.outcome, entry.entry)
        for entry in app.stores.journal.all()
    ]


def visits(app: Application, by: str) -> list[int]:
    """Give the minutes after the start at which visits were made."""
    with app.stores.reader() as reader:
        found = [record.values for record in reader.all("visit")]
    return sorted(int((v["at"] - START) / MINUTE) for v in found if v["by"] == by)


def test_a_schedule_begins_when_it_is_first_seen(tmp_path: Path) -> None:
    write_shop(tmp_path, BASE + VISITS)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        run(app, [])
        assert visits(app, "each") == []
        assert app.stores.schedules.handled() == {"each_one": START}
        clock.advance(MINUTE * 44)
        run(app, [])
        assert visits(app, "each") == [15, 30]
        run(app, [])
        assert visits(app, "each") == [15, 30]
        assert app.stores.schedules.handled() == {"each_one": START + MINUTE * 30}


def test_what_passed_while_nobody_looked_is_run_as_catch_up_says(tmp_path: Path) -> None:
    write_shop(tmp_path, BASE + VISITS + OTHERS)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        run(app, [])
        clock.advance(MINUTE * 15)
        run(app, [])
        clock.advance(MINUTE * 46)
        run(app, [])
        assert visits(app, "each") == [15, 30, 45, 60]
        assert visits(app, "last") == [15, 60]
        assert visits(app, "none") == [15, 60]
        assert visits(app, "missed") == visits(app, "again") == [30, 45]
        clock.advance(MINUTE * 20)
        run(app, [])
        assert visits(app, "none") == [15, 60]
        assert visits(app, "last") == [15, 60, 75]


def test_a_message_accepted_in_time_is_worked_after_what_was_due_before_it(tmp_path: Path) -> None:
    write_shop(tmp_path, BASE + VISITS + OTHERS)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        run(app, [])
        clock.advance(MINUTE * 30)
        accept(app, orders_file(tmp_path, "a.json", [{"no": "1"}]))
        clock.advance(MINUTE * 60)
        run(app, [])
        # When it was accepted somebody looked: half past is punctual for all of them.
        assert visits(app, "none") == [30, 90]
        assert visits(app, "last") == [30, 90]
        commands = [(entry[0], entry[1]) for entry in told(app)]
        assert [at for at, _ in commands] == sorted(at for at, _ in commands)
        at_half_past = [command for at, command in commands if at == START + MINUTE * 30]
        assert at_half_past == ["tick"] * 6 + ["observe"]


def accept(app: Application, path: Path) -> None:
    """Let a message be durable without working it, as when the process dies."""
    for message in messages(app.flow, Inputs(files=[path], mapping="orders"), app.clock):
        app.stores.inbox.accept(message)


END = 130
History = list[tuple[int, str, str | None]]
HISTORY = st.lists(
    st.tuples(
        st.integers(0, END), st.sampled_from("123"), st.sampled_from(["unpaid", "paid", None])
    ),
    min_size=1,
    max_size=8,
)


def test_late_workers_change_no_outcome(tmp_path: Path) -> None:
    numbers = count()
    shop = write_shop(tmp_path, BASE + VISITS + ROUNDS)
    flow = check_folder(shop).flow
    assert flow is not None

    def lived(history: History, looks: set[int], works: list[bool]) -> list[tuple[Any, ...]]:
        """Live through a history, looking at some minutes, and tell the journal."""
        clock = FrozenClock(START)
        stores = open_store(f"sqlite:///{tmp_path / f'{next(numbers)}.db'}", flow, clock)
        with application_over(flow, shop, load_connectors(), stores, clock) as app:
            run(app, [])
            for minute in range(END + 1):
                clock.advance(START + MINUTE * minute - clock.now())
                come = [(no, status) for at, no, status in history if at == minute]
                for number, (no, status) in enumerate(come):
                    order = {"no": no} if status is None else {"no": no, "status": status}
                    name = f"{minute}-{number}.json"
                    accept(app, orders_file(tmp_path, name, [order]))
                    if works[number]:
                        run(app, [])
                if minute in looks or minute == END:
                    run(app, [])
            return told(app)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(HISTORY, st.sets(st.integers(0, END), max_size=4), st.lists(st.booleans(), min_size=9))
    def law(history: History, looks: set[int], works: list[bool]) -> None:
        timely = lived(history, set(range(END)), [True] * 9)
        assert lived(history, looks, works) == timely

    law()


def test_a_preview_ticks_as_the_run_and_keeps_it_to_itself(tmp_path: Path) -> None:
    write_shop(tmp_path, BASE + VISITS + ROUNDS)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        run(app, [Inputs(files=[orders_file(tmp_path, "a.json", [{"no": "1"}])], mapping="orders")])
        clock.advance(timedelta(hours=2))
        before, handled = told(app), app.stores.schedules.handled()
        would = [(d.now, d.command) for b in preview(app, []).batches for d in b.decisions]
        assert (told(app), app.stores.schedules.handled()) == (before, handled)
        run(app, [])
        did = dict.fromkeys(entry[:4] for entry in told(app)[len(before) :])
        assert [entry[:2] for entry in did] == would
        assert {command for _, command in would} == {"tick", "each", "ring"}


def test_nobody_takes_an_instant_that_somebody_else_has_worked(tmp_path: Path) -> None:
    write_shop(tmp_path, BASE + VISITS)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        run(app, [])
        until = START + MINUTE * 15
        step = Handled(schedule="each_one", until=until, since=START)
        app.stores.committer.commit([Batch(handled=[step])])
        with pytest.raises(RevisionConflict) as conflict:
            app.stores.committer.commit([Batch(handled=[step])])
        assert conflict.value.code == "OL618"
        with pytest.raises(RevisionConflict):
            app.stores.committer.commit(
                [Batch(handled=[Handled(schedule="each_one", until=until)])]
            )
        clock.advance(MINUTE * 20)
        run(app, [])
        assert visits(app, "each") == []


@pytest.mark.parametrize(("overlap", "runs"), [("skip", False), ("queue", True)])
def test_an_instant_during_an_unfinished_round(tmp_path: Path, overlap: str, runs: bool) -> None:
    write_shop(tmp_path, BASE + ROUNDS.replace("each:", f"overlap: {overlap}\neach:"))
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        run(app, [Inputs(files=[orders_file(tmp_path, "a.json", [{"no": "1"}])], mapping="orders")])
        with app.stores.reader() as reader:
            order = reader.find("order", "1")
        assert order is not None
        job = Job(
            id="j", name="schedule/a_round", record="order", ids=(order.id,), now=START,
            event={}, results={},
        )  # fmt: skip
        left = Decision(
            command="tick", origin=Origin("x"), now=START, outcome="applied", record="",
            jobs=[JobChange(job=job)],
        )  # fmt: skip
        app.stores.committer.commit([Batch(decisions=[left])])
        clock.advance(MINUTE * 15)
        app.worker(app.live_desk()).fire_due(clock.now())
        effects = [entry[5].get("effects", ()) for entry in told(app) if entry[1] == "tick"]
        ticks = [each["missed"] for some in effects for each in some if each["effect"] == "ticked"]
        assert ticks[-1] is not runs


KILLED = """
import sys
from datetime import timedelta
from pathlib import Path
from tests.runtime.shop import START, opened
from orderloom.app.running import run
from orderloom.plugins import load_connectors
from orderloom.store.open import open_store
from orderloom.testing.clock import FrozenClock

def tell(batch):
    print(len(batch.decisions), flush=True)

with opened(Path(sys.argv[1]), FrozenClock(START + timedelta(hours=10))) as app:
    run(app, [], tell)
"""


@pytest.mark.parametrize("commits", [1, 4, 17])
def test_killed_in_between_every_instant_is_worked_exactly_once(
    tmp_path: Path, commits: int
) -> None:
    write_shop(tmp_path, BASE + VISITS + ROUNDS)
    with opened(tmp_path, FrozenClock(START)) as app:
        orders = orders_file(tmp_path, "a.json", [{"no": "1"}, {"no": "2"}])
        run(app, [Inputs(files=[orders], mapping="orders")])
    root = Path(__file__).parents[2]
    path = os.pathsep.join((str(Path(orderloom.__file__).parents[1]), str(root)))
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(commits):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    with opened(tmp_path, FrozenClock(START + timedelta(hours=10))) as app:
        run(app, [])
        assert visits(app, "each") == list(range(15, 601, 15))
        every = app.stores.journal.all()
        ticks = [each.message for each in every if each.command == "tick" and not each.record_id]
        assert len(ticks) == len(set(ticks)) == 80
        seen = {order: instants(app, order) for order in ("1", "2")}
        assert seen["1"] == seen["2"]
        assert all(b - a == MINUTE * 15 for a, b in pairwise(seen["1"]))


def instants(app: Application, number: str) -> list[datetime]:
    with app.stores.reader() as reader:
        order = reader.find("order", number)
    assert order is not None
    return [entry.at for entry in app.stores.journal.story(order.id) if entry.command == "each"]
