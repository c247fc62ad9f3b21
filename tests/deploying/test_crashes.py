"""A process that is killed in the middle of a deploy leaves nothing half done for good."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from tests.deploying.shops import order

NUMBERS = [f"N{number:02}" for number in range(10)]
GROUPS = 4
"""Commits of turns: ten records, three a commit."""


@pytest.fixture
def changed(shop):
    """Give a shop with ten orders, whose next version sets each order's quantity one higher."""
    shop.take(*(order(no) for no in NUMBERS))
    shop.change((", qty: integer}", ", qty: integer, lane: {type: text, default: n}}"))
    shop.migrate("{record: order, set: {qty: =qty + 1}}")
    return shop


def killed_after(shop, steps):
    """Deploy in a process that is killed when it has told of so many steps; give what it told."""
    command = [sys.executable, "-m", "tests.deploying.deploying", shop.folder, shop.store]
    told = []
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            for step in range(steps):
                if step:
                    process.stdin.write("go\n")
                    process.stdin.flush()
                told.append(process.stdout.readline().strip())
        finally:
            process.kill()
    assert process.returncode == -9
    return told


def turns(shop):
    """Count the turns that the journal has of each record."""
    rows = shop.rows("SELECT record_id FROM journal WHERE command = 'each'")
    return Counter(record_id for (record_id,) in rows)


def waiting(shop):
    document = shop.asked("jobs", "--flow", shop.folder, "--store", shop.store).document
    return [(each["job"], each["worked"]) for each in document["jobs"]]


def assert_whole(shop, more=()):
    documents = shop.documents()
    assert sorted(documents) == sorted([*NUMBERS, *more])
    assert {documents[no]["qty"] for no in NUMBERS} == {2}
    assert {each["lane"] for each in documents.values()} == {"n"}
    assert (len(turns(shop)), set(turns(shop).values())) == (len(NUMBERS), {1})
    assert waiting(shop) == []


@pytest.mark.parametrize("worked", range(GROUPS + 1))
def test_whoever_comes_next_goes_on_and_each_record_has_one_turn(changed, worked):
    told = killed_after(changed, 2 + worked)
    assert told == ["looked", *["committed"] * (1 + worked)]
    assert len(turns(changed)) == min(3 * worked, len(NUMBERS))
    assert changed.take(order("Z")).code == 0
    assert [number for number, *_ in changed.versions()] == [1, 2]
    assert_whole(changed, "Z")


def test_one_that_is_killed_while_it_looks_has_changed_nothing(changed):
    before = changed.documents()
    assert killed_after(changed, 1) == ["looked"]
    assert (changed.documents(), changed.versions()) == (before, [(1, "start", None)])
    assert changed.deploy().document["version"] == 2
    assert_whole(changed)


def test_a_rollback_of_half_a_deploy_finishes_it_first(changed):
    killed_after(changed, 3)
    assert changed.rollback().code == 0
    assert {each["qty"] for each in changed.documents().values()} == {2}
    assert waiting(changed) == []


@pytest.mark.parametrize("action", ["cancel", "pause"])
def test_the_turns_of_a_deploy_are_neither_cancelled_nor_paused(changed, action):
    killed_after(changed, 3)
    [(job, worked)] = waiting(changed)
    assert worked == 3
    who = ("--as", "analyst/zoe", "--flow", changed.folder, "--store", changed.store)
    answer = changed.asked("jobs", action, job, *who)
    assert (answer.code, json.loads(answer.out)["reasons"][0]["code"]) == (1, "OL054")
    assert waiting(changed) == [(job, 3)]
    assert changed.asked("jobs", "resume", job, *who).code == 0
    changed.take()
    assert_whole(changed)
