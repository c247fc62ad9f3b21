"""Processes on one store wake each other, and one of them has a duty."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from tests.runtime.shop import opened, orders_file, store_url, take, write_shop

from orderloom.store import engine

LONG, SHORT = 30, 0.2
HOLDER = """
import sys
from orderloom.store import engine
held = engine.create(sys.argv[1]).wakeups()
print(held.elected("schedule"), flush=True)
sys.stdin.read()
"""


@pytest.fixture(name="database")
def _database(anywhere):
    write_shop(anywhere)
    with opened(anywhere):
        pass  # makes it
    with closing(engine.create(store_url(anywhere))) as database:
        yield database


@pytest.fixture(name="wakeups")
def _wakeups(database):
    with closing(database.wakeups()) as wakeups:
        wakeups.wait(SHORT)  # from now on it hears
        yield wakeups


def test_what_is_taken_wakes_who_waits(anywhere, wakeups):
    assert not wakeups.wait(SHORT)
    with opened(anywhere) as app:
        take(app, orders_file(anywhere, "a.json", [{"no": "1", "amount": "CNY 1.00"}]))
    assert wakeups.wait(LONG)
    while wakeups.wait(SHORT):
        pass  # the commits were several
    assert not wakeups.wait(SHORT)


def test_a_stopped_one_waits_no_more(wakeups):
    wakeups.stop()
    assert not wakeups.wait(LONG)
    assert wakeups.is_stopped


def test_one_has_a_duty(database, wakeups):
    with closing(database.wakeups()) as other:
        assert wakeups.elected("schedule")
        assert wakeups.elected("schedule")
        assert not other.elected("schedule")
        assert other.elected("cleaning")
        wakeups.close()
        assert other.elected("schedule")


def test_another_thread_may_end_it(database):
    wakeups = database.wakeups()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(wakeups.elected, "schedule").result()
        pool.submit(wakeups.wait, SHORT).result()
    wakeups.close()
    with closing(database.wakeups()) as other:
        assert other.elected("schedule")


def test_a_killed_process_has_no_duty(anywhere, wakeups):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, store_url(anywhere)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout.readline() == "True\n"
        assert not wakeups.elected("schedule")
        holder.kill()
        holder.wait()
        while not wakeups.elected("schedule"):
            pass  # the server notices in a moment


def test_who_is_cut_off_by_the_server_asks_anew(postgresql):
    cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    with (
        postgresql.fresh() as url,
        closing(engine.create(url)) as database,
        closing(database.wakeups()) as one,
        closing(database.wakeups()) as other,
    ):
        assert one.elected("schedule")
        postgresql.run(cut, url)
        assert not one.elected("schedule")
        assert not one.wait(SHORT)
        assert other.elected("schedule")
        assert not one.elected("schedule")
