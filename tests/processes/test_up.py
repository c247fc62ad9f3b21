"""``up``: intake and worker in one process, the page in another; both kept alive, and ended."""

import http.client
import json
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.cli.program import start
from tests.intake.process import STANDARD
from tests.intake.test_process import now, orders, signed
from tests.processes.up import children, is_alive, until, up
from tests.servers.senders import standard


@contextmanager
def busy_page(running, readers=4):
    """Let readers ask for the page one time after the other, so that it computes all the time."""
    is_over = threading.Event()
    asked = []

    def read():
        while not is_over.is_set():
            asked.append(running.status())

    with ThreadPoolExecutor(readers) as pool:
        for _ in range(readers):
            pool.submit(read)
        try:
            yield asked
        finally:
            is_over.set()


def test_intake_and_page_are_processes_of_their_own_and_the_page_shows_what_came(shop, stored):
    with up(shop) as running:
        assert set(running.pids) == {"engine", "page"}
        assert children(running.process.pid) == set(running.pids.values())
        assert running.send("standard_shop", signed("A-1"))[0] == 200
        assert stored("SELECT count(*) FROM inbox") == [(1,)]
        until(lambda: running.status()["records"].get("order") == 1)
        assert running.stop() == 0
        assert not any(map(is_alive, running.pids.values()))


def test_the_intake_answers_while_the_page_computes(shop, stored):
    with up(shop) as running, busy_page(running) as asked:
        until(lambda: len(asked) > 20)
        before = len(asked)
        for number in range(30):
            assert running.send("standard_shop", signed(f"A-{number}"))[0] == 200
        assert stored("SELECT count(*) FROM inbox") == [(30,)]
        until(lambda: len(asked) > before)
        until(lambda: len(orders(stored)) == 30)


def test_a_process_that_dies_is_started_again_and_who_calls_meanwhile_waits(shop, stored):
    with up(shop) as running:
        assert running.send("standard_shop", signed("A-1"))[0] == 200
        for name in ("page", "engine"):
            os.kill(running.pids[name], signal.SIGKILL)
        assert running.send("standard_shop", signed("A-2"))[0] == 200
        until(lambda: orders(stored) == {"A-1", "A-2"})
        until(lambda: (running.status() or {}).get("records", {}).get("order") == 2)
        new = children(running.process.pid)
        assert len(new) == 2
        assert new.isdisjoint(running.pids.values())
        assert running.stop() == 0
        assert not any(map(is_alive, new))


def test_nobody_stays_behind_when_the_supervisor_is_killed(shop):
    with up(shop) as running:
        running.kill()
        until(lambda: not any(map(is_alive, running.pids.values())))


def test_a_stop_in_the_middle_of_a_long_message_ends_soon_and_loses_nothing(shop, stored):
    body = json.dumps([{"id": f"B-{number}"} for number in range(6_000)]).encode()
    with up(shop) as running:
        assert running.send("bulk_shop", standard(body, STANDARD, now(), "bulk"))[0] == 200
        until(lambda: stored("SELECT cursor FROM inbox")[0][0] > 0)
        assert running.stop() == 0
    [(cursor, is_finished)] = stored("SELECT cursor, finished FROM inbox")
    assert not is_finished
    assert len(orders(stored)) == cursor
    with up(shop):
        until(lambda: stored("SELECT finished FROM inbox") == [(1,)])
    assert len(orders(stored)) == 6_000


def test_a_stop_answers_who_was_heard(shop, stored):
    """Of many who call while it ends, whoever hears yes is in the store."""
    taken = []
    with up(shop) as running, ThreadPoolExecutor(8) as pool:

        def send(number):
            try:
                if running.send("standard_shop", signed(f"A-{number}"))[0] == 200:
                    taken.append(f"A-{number}")
            except (OSError, http.client.HTTPException):
                pass
            if len(taken) == 20:
                running.process.send_signal(signal.SIGTERM)

        list(pool.map(send, range(200)))
        assert running.process.wait(90) == 0
    assert len(taken) >= 20
    [(kept,)] = stored("SELECT count(*) FROM inbox")
    assert kept >= len(taken)
    with up(shop):
        until(lambda: orders(stored) >= set(taken))


def test_a_flow_with_errors_ends_it_with_what_is_wrong(shop):
    (shop / "broken.yaml").write_text("kind: rule\nid: x\non: never\n", encoding="utf-8")
    program = start("up", shop, "--listen", "127.0.0.1:0", "--port", 18720)
    out, err = program.communicate(timeout=60)
    assert (program.returncode, out) == (1, b"")
    assert b"broken.yaml" in err
    assert b"Traceback" not in err
