"""A full disk: nobody hears yes about what is not durable, and all goes on by itself after it."""

import resource
import sqlite3
import subprocess
from contextlib import closing, contextmanager

import pytest
from tests.intake.process import serving
from tests.intake.test_process import signed
from tests.processes.up import until

SIZE = 6 * 2**20
_PADDING = "x" * 40_000


@contextmanager
def small_disk(place):
    """Give a disk of a few megabytes, where the machine lets us have one."""
    place.mkdir()
    options = f"size={SIZE}"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "none", place], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("needs the right to mount a file system in memory")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def fill(disk):
    """Leave nothing on it."""
    with (disk / "ballast").open("wb", buffering=0) as file:
        for size in (2**16, 2**12, 1):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue


def kept(store):
    with closing(sqlite3.connect(store)) as database:
        return database.execute("SELECT count(*) FROM inbox").fetchone()[0]


def orders(store):
    with closing(sqlite3.connect(store)) as database:
        found = database.execute("SELECT key FROM records WHERE type = 'order'")
        return {key for (key,) in found}


def send_until_refused(running, taken):
    """Send orders until one is turned away; note those that were taken."""
    for number in range(len(taken), len(taken) + 500):
        status, headers, _ = running.send("standard_shop", signed(f"A-{number}", pad=_PADDING))
        if status != 200:
            return status, headers
        taken.append(f"A-{number}")
    return 200, {}


def test_a_full_disk_turns_callers_away_and_what_was_taken_is_worked_after_it(shop, tmp_path):
    taken = []
    with small_disk(tmp_path / "disk") as disk:
        store = disk / "shop.db"
        with serving(shop, "--store", str(store)) as running:
            assert running.send("standard_shop", signed("A-0"))[0] == 200
            taken.append("A-0")
            fill(disk)
            status, headers = send_until_refused(running, taken)
            assert status == 503
            assert int(headers["retry-after"]) > 0
            assert running.send("standard_shop", signed("B-1", pad=_PADDING))[0] == 503
            (disk / "ballast").unlink()
            until(lambda: running.send("standard_shop", signed("C-1", pad=_PADDING))[0] == 200)
            taken.append("C-1")
            until(lambda: orders(store) >= set(taken))
            assert kept(store) == len(taken)
            assert running.stop() == 0
        with closing(sqlite3.connect(store)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_store_that_may_not_grow_turns_callers_away_until_it_may(shop, tmp_path):
    store, taken = tmp_path / "shop.db", []
    with serving(shop, "--store", str(store)) as running:
        pid, unlimited = running.process.pid, resource.RLIM_INFINITY
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (2**19, unlimited))
        assert send_until_refused(running, taken)[0] == 503
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))
        until(lambda: running.send("standard_shop", signed("C-1"))[0] == 200)
        until(lambda: orders(store) >= {*taken, "C-1"})
        assert running.stop() == 0
    assert kept(store) == len(taken) + 1
    with closing(sqlite3.connect(store)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
