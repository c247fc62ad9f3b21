"""A bulk that goes beyond the brake, and the way back of one."""

import pytest
from tests.runtime.many import (
    FLOW,
    WITH_BRAKE,
    Died,
    by_no,
    counts,
    die_after,
    filled,
    origin,
    wish,
)
from tests.runtime.shop import opened, write_shop

from orderloom.app import acting
from orderloom.app.braking import review
from orderloom.app.bulk import foresee, play_many
from orderloom.app.jobs import jobs_of, undo_job
from orderloom.app.undoing import Undoing, undo
from orderloom.errors import OrderloomError


@pytest.fixture
def shop(tmp_path):
    write_shop(tmp_path, FLOW)
    return tmp_path


def test_beyond_the_brake_a_person_is_asked(tmp_path):
    write_shop(tmp_path, WITH_BRAKE)
    with opened(tmp_path) as app:
        filled(tmp_path, app, 8)
        before = foresee(app, wish(tmp_path), origin(app))
        assert before.reckoning.parked == 5
        after = play_many(app, wish(tmp_path), origin(app))
        assert after.reckoning.parked == 5
        assert counts(app) == {1: 3, None: 5}
        review(app, "playbook/settle", acting.actor(app, "boss/li"), discard=False)
        assert counts(app) == {1: 8}


def test_one_record_by_hand_is_not_braked(tmp_path):
    write_shop(tmp_path, WITH_BRAKE)
    with opened(tmp_path) as app:
        filled(tmp_path, app, 5)
        for number in range(5):
            by = acting.actor(app, "lead/wu")
            acting.play(app, f"p00{number}", "settle", {"lane": "x"}, by)
        assert counts(app) == {1: 5}


def test_all_that_a_job_did_is_taken_back(shop):
    with opened(shop) as app:
        filled(shop, app, 6, unpaid=(2,))
        before = by_no(app)
        job = play_many(app, wish(shop), origin(app)).job
        by = acting.actor(app, "lead/wu")
        dry = undo_job(app, job, by, Undoing(for_real=False))
        assert (len(dry.taken_back), dry.refused, dry.done) == (5, [], False)
        assert counts(app) == {1: 5, None: 1}
        undone = undo_job(app, job, by, Undoing())
        assert (len(undone.taken_back), undone.done) == (5, True)
        kept = ("lane", "count", "status", "tags")
        assert [[each.get(name) for name in kept] for each in by_no(app).values()] == [
            [each.get(name) for name in kept] for each in before.values()
        ]
        with pytest.raises(OrderloomError) as caught:
            undo_job(app, job, by, Undoing())
        assert caught.value.code == "OL799"


def test_where_one_cannot_go_back_none_does_unless_partly(shop):
    with opened(shop) as app:
        filled(shop, app, 4)
        job = play_many(app, wish(shop), origin(app)).job
        by = acting.actor(app, "lead/wu")
        acting.fire(app, "p001", "unpay", {}, by)
        undone = undo_job(app, job, by, Undoing())
        assert (undone.done, [each.number for each in undone.refused]) == (False, [1])
        assert counts(app) == {1: 4}
        partly = undo_job(app, job, by, Undoing(partly=True))
        assert (partly.done, len(partly.taken_back)) == (True, 4)
        assert counts(app) == {None: 4}


def test_an_undoing_that_was_interrupted_goes_on(shop):
    with opened(shop) as app:
        filled(shop, app, 5)
        job = play_many(app, wish(shop), origin(app)).job
        by = acting.actor(app, "lead/wu")
        batches = []

        def note(batch):
            batches.append(batch)
            if len(batches) == 2:
                raise Died

        with pytest.raises(Died):
            undo_job(app, job, by, Undoing(), note)
        assert counts(app) == {None: 2, 1: 3}
        undone = undo_job(app, job, by, Undoing())
        assert (undone.before, len(undone.taken_back)) == (2, 3)
        assert counts(app) == {None: 5}


def test_a_job_that_is_not_over_is_not_taken_back(shop, monkeypatch):
    monkeypatch.setattr("orderloom.runtime.jobs.GROUP", 2)
    with opened(shop) as app:
        filled(shop, app, 5)
        die_after(app, wish(shop), commits=1)
        (job,) = jobs_of(app)
        with pytest.raises(OrderloomError) as caught:
            undo_job(app, job.id, acting.actor(app, "lead/wu"), Undoing())
        assert caught.value.code == "OL794"


def test_what_a_turn_did_to_one_record_is_taken_back_alone(shop):
    with opened(shop) as app:
        filled(shop, app, 2)
        play_many(app, wish(shop), origin(app))
        decision = undo(app, "p001", acting.actor(app, "lead/wu"), Undoing())
        assert decision.outcome == "applied"
        assert counts(app) == {1: 1, None: 1}
