"""A playbook on many records: told before, each record once, steered, taken back."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from tests.runtime.many import (
    FLOW,
    by_no,
    counts,
    die_after,
    filled,
    origin,
    told,
    wish,
)
from tests.runtime.shop import START, opened, write_shop

import orderloom
from orderloom.app import acting
from orderloom.app.bulk import foresee, play_many
from orderloom.app.jobs import jobs_of, steer
from orderloom.app.running import run
from orderloom.errors import DefinitionInvalid, OrderloomError
from orderloom.flow.effect import Steered
from orderloom.testing.clock import FrozenClock

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shop(tmp_path):
    write_shop(tmp_path, FLOW)
    return tmp_path


def test_what_is_foreseen_is_what_is_done(shop):
    with opened(shop) as app:
        filled(shop, app, unpaid=(3, 7))
        asked = wish(shop, where="amount < CNY 5", order_by=("-no",))
        before = foresee(app, asked, origin(app))
        assert counts(app) == {None: 20}
        assert list(app.stores.jobs.every()) == []
        after = play_many(app, asked, origin(app))
        assert told([before.start]) == told([after.start])
        assert told(before.reckoning.samples) == told(after.reckoning.samples)
        assert (before.chosen, before.reckoning.worked) == (20, 20)
        assert after.reckoning.worked == 20
        (refusal,) = before.reckoning.refused
        assert (refusal.number, refusal.why.code) == (2, after.reckoning.refused[0].why.code)
        assert counts(app) == {1: 18, None: 2}
        assert {values["status"] for values in by_no(app).values() if values.get("count")} == {
            "paid"
        }


def test_costs_are_counted_by_message_and_medium(shop):
    with opened(shop) as app:
        filled(shop, app)
        costs = foresee(app, wish(shop, "tell", {}), origin(app)).reckoning.costs
        assert costs.messages == {("sorry", "sms"): 20}
        assert costs.calls == {}


def test_refused_ones_do_not_count_for_take(shop):
    with opened(shop) as app:
        filled(shop, app, unpaid=(0, 2))
        outlook = play_many(app, wish(shop, order_by=("no",), take=3), origin(app))
        assert (outlook.chosen, outlook.reckoning.worked) == (20, 5)
        done = [no for no, values in by_no(app).items() if values.get("count")]
        assert sorted(done) == ["p001", "p003", "p004"]


@pytest.mark.parametrize(
    ("playbook", "inputs", "who", "code"),
    [
        ("one", {}, "lead/wu", "OL791"),
        ("settle", {}, "lead/wu", "OL732"),
        ("settle", {"lane": "a", "no": "b"}, "lead/wu", "OL731"),
        ("none", {}, "lead/wu", "OL790"),
    ],
)
def test_a_bulk_is_refused_as_a_whole_before_any_record(shop, playbook, inputs, who, code):
    with opened(shop) as app:
        filled(shop, app, 3)
        outlook = play_many(app, wish(shop, playbook, inputs), origin(app, who=who))
        assert [reason.code for reason in outlook.start.reasons] == [code]
        assert outlook.job is None
        assert counts(app) == {None: 3}


def test_a_selection_that_means_nothing_is_told_where(shop):
    with pytest.raises(DefinitionInvalid) as caught:
        wish(shop, where="amuont < CNY 5")
    (finding,) = caught.value.diagnostics
    assert (finding.place.file, finding.place.line, finding.place.column) == ("--over", 1, 1)


def test_the_journal_says_who_and_why(shop):
    with opened(shop) as app:
        filled(shop, app, 2)
        outlook = play_many(app, wish(shop, where="amount < CNY 5"), origin(app))
        (start,) = app.stores.journal.bulks(5)
        assert start.entry["asked"] == {
            "bulk": "settle",
            "with": {"lane": "fast"},
            "where": "amount < CNY 5",
            "why": "strike",
        }
        turns = list(app.stores.journal.turns(outlook.job))
        assert [turn.entry["origin"]["actor"]["id"] for turn in turns] == ["wu", "wu"]
        (job,) = jobs_of(app)
        assert (job.id, job.state, job.who, job.number) == (outlook.job, "over", "wu", 2)


def test_a_record_that_is_gone_over_twice_is_worked_twice_only_by_two_bulks(shop):
    clock = FrozenClock(START)
    with opened(shop, clock) as app:
        filled(shop, app, 3)
        play_many(app, wish(shop), origin(app))
        clock.advance(timedelta(seconds=1))
        second = play_many(app, wish(shop), origin(app))
        assert [each.number for each in second.reckoning.refused] == [3]
        assert counts(app) == {1: 3}


# -- crashes, two processes, steering


def test_what_a_crash_leaves_goes_on_each_record_once(shop, monkeypatch):
    monkeypatch.setattr("orderloom.runtime.jobs.GROUP", 7)
    with opened(shop) as app:
        filled(shop, app, 30)
        die_after(app, wish(shop), commits=2)
    with opened(shop) as app:
        (job,) = jobs_of(app)
        assert (job.state, job.worked, job.number, job.who) == ("waiting", 14, 30, "wu")
        assert counts(app) == {1: 14, None: 16}
        run(app, [])
        assert counts(app) == {1: 30}
        turns = list(app.stores.journal.turns(job.id))
        assert len({turn.record_id for turn in turns}) == len(turns) == 30


@pytest.mark.parametrize("commits", [1, 5])
def test_a_process_that_is_killed_leaves_each_record_worked_once(shop, monkeypatch, commits):
    monkeypatch.setattr("orderloom.runtime.jobs.GROUP", 2)
    with opened(shop) as app:
        filled(shop, app, 30)
        die_after(app, wish(shop), commits=1)
    path = os.pathsep.join((str(Path(orderloom.__file__).parents[1]), str(ROOT)))
    command = [sys.executable, "-m", "tests.runtime.job_worker", str(shop)]
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        for _ in range(commits):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
    with opened(shop) as app:
        (job,) = jobs_of(app)
        assert counts(app)[1] == job.worked >= 2 + 2 * commits
        run(app, [])
        assert counts(app) == {1: 30}


def test_two_that_work_one_job_work_each_record_once(shop, monkeypatch):
    monkeypatch.setattr("orderloom.runtime.jobs.GROUP", 3)
    with opened(shop) as app:
        filled(shop, app, 40)
        die_after(app, wish(shop), commits=1)
    failed = []

    def work():
        try:
            with opened(shop) as app:
                app.worker(app.live_desk()).work_jobs()
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    with opened(shop) as app:
        assert counts(app) == {1: 40}
        assert jobs_of(app)[0].state == "over"


def test_a_paused_job_waits_for_a_person_also_after_a_restart(shop, monkeypatch):
    monkeypatch.setattr("orderloom.runtime.jobs.GROUP", 4)
    with opened(shop) as app:
        filled(shop, app, 20)
        by = acting.actor(app, "lead/wu")
        batches = []

        def pause(batch):
            batches.append(batch)
            if len(batches) == 2:
                steer(app, app.stores.jobs.every()[0], "paused", by)

        outlook = play_many(app, wish(shop), origin(app), pause)
        assert outlook.reckoning.worked == 8
    with opened(shop) as app:
        run(app, [])
        assert counts(app) == {1: 8, None: 12}
        (job,) = jobs_of(app)
        assert (job.state, job.worked) == ("paused", 8)
        decision = steer(app, job.id, "waiting", acting.actor(app, "lead/wu"))
        (effect,) = decision.effects
        assert isinstance(effect, Steered)
        assert (effect.to, effect.number, effect.all) == ("waiting", 8, 20)
        run(app, [])
        assert counts(app) == {1: 20}


def test_a_cancelled_job_leaves_the_rest_alone(shop, monkeypatch):
    monkeypatch.setattr("orderloom.runtime.jobs.GROUP", 4)
    with opened(shop) as app:
        filled(shop, app, 20)
        die_after(app, wish(shop), commits=1)
        (job,) = jobs_of(app)
        steer(app, job.id, "over", acting.actor(app, "lead/wu"))
        run(app, [])
        assert counts(app) == {1: 4, None: 16}
        assert app.stores.jobs.read(job.id) is None
        with pytest.raises(OrderloomError) as caught:
            steer(app, job.id, "paused", acting.actor(app, "lead/wu"))
        assert caught.value.code == "OL793"
