"""Senders are told to come later while too much waits, and only then."""

import json

from tests.intake.process import STANDARD, serving
from tests.intake.test_process import now, orders, signed
from tests.processes.up import until
from tests.servers.senders import standard


def test_while_too_much_waits_callers_hear_429_and_nothing_that_was_taken_is_lost(shop, stored):
    body = json.dumps([{"id": f"B-{number}"} for number in range(20_000)]).encode()
    taken = []
    with serving(shop, "--most-waiting", "3") as running:
        assert running.send("bulk_shop", standard(body, STANDARD, now(), "bulk"))[0] == 200
        status = 200
        while status == 200:
            status, headers, said = running.send("standard_shop", signed(f"A-{len(taken)}"))
            taken += [f"A-{len(taken)}"] if status == 200 else []
        assert (status, said) == (429, b"")
        assert int(headers["retry-after"]) > 0
        assert stored("SELECT count(*) FROM inbox") == [(1 + len(taken),)]
        # Whoever is not believed learns nothing of it.
        told = signed("X-1")
        told.headers["webhook-signature"] = "v1,AAAA"
        assert running.send("standard_shop", told)[0] == 401
        until(lambda: stored("SELECT count(*) FROM inbox WHERE NOT finished") == [(0,)])
        until(lambda: running.send("standard_shop", signed("Z-1"))[0] == 200)
        until(lambda: orders(stored) >= {*taken, "Z-1"})
        assert running.stop() == 0
