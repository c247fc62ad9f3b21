"""Of several workers one is killed: the others go on at once, and each item is worked once."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from tests.processes.up import until
from tests.runtime.shop import START, opened, store_url, write_shop
from tests.runtime.test_two_processes import places

from orderloom.flow.message import Message
from orderloom.names import MessageId

MESSAGES, ORDERS = 60, 3


@contextmanager
def working(folder):
    """Run ``worker`` as people start it."""
    command = [sys.executable, "-m", "orderloom.cli.main", "worker", str(folder / "shop")]
    command += ["--store", store_url(folder), "--format", "json"]
    keys = {"ORDERLOOM_MASTER_KEY": "A" * 43 + "="}
    process = subprocess.Popen(command, env=os.environ | keys, stdout=subprocess.PIPE)
    try:
        assert json.loads(process.stdout.readline()) == {"process": "worker"}
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def messages():
    """Give messages of some orders each, no two of them alike."""
    for number in range(MESSAGES):
        orders = [
            {"no": f"N{number}-{place}", "amount": "CNY 1.00", "status": "unpaid"}
            for place in range(ORDERS)
        ]
        yield Message(
            id=MessageId(f"m{number:03}"),
            mapping="orders",
            name=f"{number}.json",
            body=json.dumps({"orders": orders}).encode(),
            received_at=START + timedelta(seconds=number),
        )


def test_a_killed_worker_leaves_its_work_to_the_others(anywhere, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_MASTER_KEY", "A" * 43 + "=")
    write_shop(anywhere)
    with opened(anywhere) as app, ExitStack() as running:
        app.live_desk()  # the version is in force before anybody works
        one, _ = (running.enter_context(working(anywhere)) for _ in range(2))
        given = list(messages())
        app.stores.inbox.accept_all(given[:-1])
        until(lambda: app.stores.inbox.counts()["applied"] > ORDERS)
        one.kill()
        until(lambda: not app.stores.inbox.unfinished())
        app.stores.inbox.accept(given[-1])
        until(lambda: not app.stores.inbox.unfinished())
        told = places(app)
        assert len(told) == MESSAGES * ORDERS
        assert set(told.values()) == {1}
        assert app.stores.inbox.counts()["applied"] == MESSAGES * ORDERS
