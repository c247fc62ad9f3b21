"""A15 over real processes: orders come in while a version is deployed and rolled back.

The intake is one process, which never stops; every command is another. No order is lost, none is
worked twice, and each that was under way stands where the version in force has a place for it.
"""

import json
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.cli.program import CHECKOUT
from tests.intake.process import STANDARD, serving, variables
from tests.intake.test_process import now, until
from tests.servers.senders import standard

SCENARIO = CHECKOUT / "examples" / "scenarios" / "a15_deploy_and_roll_back"
SECRETS = {"web_shop": {"webhook": STANDARD}}
BEFORE = (
    ("migrate:\n", ""),
    ("  - {record: order, machine: order_status, state: packing, to: picking}\n", ""),
    ("  - {record: order, machine: order_status, state: wrapping, finish: true}\n", ""),
    ("  - {record: order, rename: {phone_no: phone}}\n", ""),
    ("phone: {type: phone, alias: 电话}", "phone_no: {type: phone}"),
    ("phone: phone}", "phone_no: phone}"),
    ("picking", "packing"),
    ("  checking: {}\n", "  wrapping: {leave: [{tag: wrapped}]}\n"),
    ("  dear: {type: boolean, compute: amount > CNY 500}\n", ""),
    (", when: not dear", ""),
    (
        "  check: {from: packing, to: checking, by: [ops], when: dear}\n",
        (
            "  wrap: {from: paid, to: wrapping, by: [ops]}\n"
            "  hand_over: {from: wrapping, to: shipped, by: [ops]}\n"
        ),
    ),
    ("  release: {from: checking, to: shipped, by: [ops]}\n", ""),
)


@pytest.fixture
def folder(tmp_path):
    """Give the flow as it was before, which anybody may change later."""
    home = tmp_path / "shop"
    home.mkdir()
    text = (SCENARIO / "flow.yaml").read_text(encoding="utf-8")
    for new, old in BEFORE:
        assert new in text
        text = text.replace(new, old)
    (home / "flow.yaml").write_text(text, encoding="utf-8")
    return home


def asked(folder, *arguments):
    code, document = called(folder, *arguments)
    assert code == 0, document
    return document


def called(folder, *arguments):
    """Run a command as a process; give its code and what it printed."""
    command = [sys.executable, "-m", "orderloom.cli.main", *arguments, str(folder)]
    done = subprocess.run(
        [*command, "--format", "json"], env=variables(SECRETS), capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, json.loads(done.stdout)


def fire(folder, number, transition):
    document = asked(folder, "fire", number, transition, "--as", "ops/ann", "--flow")
    assert document["outcome"] == "applied"


class Traffic:
    """Sends orders from two hands until it is told to stop."""

    def __init__(self, running):
        self._running = running
        self._is_over = threading.Event()
        self._pool = ThreadPoolExecutor(2)
        self.sent = []
        self._hands = [self._pool.submit(self._send, hand) for hand in "LR"]

    def _send(self, hand):
        number = 0
        while not self._is_over.is_set():
            number += 1
            no = f"{hand}-{number}"
            body = json.dumps({"no": no, "amount": "CNY 20", "phone": "13800000001"}).encode()
            delivery = standard(body, STANDARD, now(), f"msg_{no}")
            assert self._running.send("web_shop", delivery)[0] == 200
            self.sent.append(no)
            self._is_over.wait(0.3)

    def reach(self, more):
        """Wait until so many more were taken."""
        goal = len(self.sent) + more
        until(lambda: len(self.sent) >= goal or any(each.done() for each in self._hands))

    def stop(self):
        self._is_over.set()
        for hand in self._hands:
            hand.result()
        self._pool.shutdown()
        return set(self.sent)


def stored(folder):
    """Give what is stored of each order, by its number."""
    with sqlite3.connect(folder / ".orderloom" / "orderloom.db") as database:
        rows = database.execute("SELECT key, document FROM records WHERE type = 'order'")
        return {key: json.loads(document) for key, document in rows}


def test_a_version_is_deployed_and_rolled_back_under_traffic(folder):
    with serving(folder, secrets=SECRETS) as running:
        traffic = Traffic(running)
        traffic.reach(4)
        until(lambda: "L-1" in stored(folder))
        fire(folder, "L-1", "pick")
        until(lambda: "L-2" in stored(folder))
        fire(folder, "L-2", "wrap")
        (folder / "flow.yaml").write_bytes((SCENARIO / "flow.yaml").read_bytes())
        deployed = asked(folder, "deploy", "--as", "ops/zoe")
        assert (deployed["version"], deployed["done"]) == (2, True)
        moved = {"machine": "order_status", "was": "packing", "state": "picking", "records": 1}
        assert deployed["moves"] == [moved]
        gift = {"machine": "order_status", "state": "wrapping", "version": 1, "records": 1}
        assert deployed["finishing"] == [gift]
        traffic.reach(4)
        last = traffic.sent[-1]
        until(lambda: stored(folder).get(last, {}).get("phone"))
        fire(folder, "L-1", "ship")
        told = asked(folder, "versions")["versions"]
        assert [each["finishing"] for each in told] == [1, 0]
        fire(folder, "L-2", "hand_over")
        told = asked(folder, "versions")["versions"]
        assert [each["finishing"] for each in told] == [0, 0]
        until(lambda: "R-1" in stored(folder))
        fire(folder, "R-1", "pick")
        back = asked(folder, "rollback", "--as", "ops/zoe")
        assert back["version"] == 3
        assert [each["state"] for each in back["moves"]] == ["packing"]
        traffic.reach(4)
        sent = traffic.stop()
        until(lambda: set(stored(folder)) >= sent)
        assert running.stop() == 0
    orders = stored(folder)
    assert set(orders) == sent
    assert {each.get("phone_no") for each in orders.values()} == {"13800000001"}
    assert not any("phone" in each for each in orders.values())
    assert orders["L-2"]["status"] == "shipped"
    assert (orders["L-1"]["status"], orders["R-1"]["status"]) == ("shipped", "packing")
    assert {each["status"] for each in orders.values()} <= {"paid", "packing", "shipped"}
    with sqlite3.connect(folder / ".orderloom" / "orderloom.db") as database:
        created = database.execute(
            "SELECT count(*), count(DISTINCT record_id) FROM journal WHERE command = 'observe'"
        ).fetchone()
        left = database.execute("SELECT count(*) FROM inbox WHERE NOT finished").fetchone()
    assert (created, left) == ((len(sent), len(sent)), (0,))


def test_orders_in_a_state_that_only_the_new_version_has_refuse_the_way_back(folder):
    (folder / "flow.yaml").write_bytes((SCENARIO / "flow.yaml").read_bytes())
    with serving(folder, secrets=SECRETS) as running:
        body = json.dumps({"no": "S-1", "amount": "CNY 900", "phone": "1"}).encode()
        assert running.send("web_shop", standard(body, STANDARD, now(), "msg_1"))[0] == 200
        until(lambda: "S-1" in stored(folder))
        text = (folder / "flow.yaml").read_text(encoding="utf-8")
        later = text.replace("release: {", "approve: {")
        (folder / "flow.yaml").write_text(later, encoding="utf-8")
        asked(folder, "deploy", "--as", "ops/zoe")
        without = later.replace("checking", "weighing")
        (folder / "flow.yaml").write_text(without, encoding="utf-8")
        asked(folder, "deploy", "--as", "ops/zoe")
        fire(folder, "S-1", "pick")
        fire(folder, "S-1", "check")
        code, refused = called(folder, "rollback", "--as", "ops/zoe", "--to", "2")
        assert running.stop() == 0
    assert (code, [each["code"] for each in refused["diagnostics"]]) == (1, ["OL691"])
    assert stored(folder)["S-1"]["status"] == "weighing"
