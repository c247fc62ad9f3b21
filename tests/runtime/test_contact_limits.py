"""Limits over messages are exact with two processes, and hold no message of who was erased."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from tests.runtime.shop import FLOW, START, opened, orders_file, take, write_shop
from tests.runtime.test_two_processes import FILES, ORDERS, ended, fill, go, worker

from orderloom.app.application import Application
from orderloom.app.erasing import erase
from orderloom.app.running import run
from orderloom.flow.command import Actor
from orderloom.testing.clock import FrozenClock

PARKLESS = FLOW.replace("when_absent: park\n", "")
LIMITED = PARKLESS.replace(
    "environments:", "contact: {to: lead, at_most: 5, per: week}\nenvironments:", 1
)
WAITING = (
    FLOW.replace(
        "environments:",
        "contact: {to: order, at_most: 1, per: day, over: delay}\nenvironments:",
        1,
    )
    .replace("identity: [no]\n", "identity: [no]\ncontact: {phone: =phone}\n", 1)
    .replace("lane: text}", "phone: {type: phone, sensitive: true}}")
    .replace("  amount: amount\n", "  amount: amount\n  phone: phone\n")
    .replace("media: {chat:", "media: {sms:")
    .replace("big, to: lead", "big")
)


def told(app: Application) -> Counter[str]:
    """Count what became of messages, by effect."""
    effects = (
        each for entry in app.stores.journal.all() for each in entry.entry.get("effects", ())
    )
    return Counter(
        each["effect"] for each in effects if each["effect"] in {"notified", "suppressed"}
    )


def test_two_processes_keep_a_limit_to_the_message(tmp_path: Path) -> None:
    write_shop(tmp_path, LIMITED)
    fill(tmp_path)
    with worker(tmp_path) as one, worker(tmp_path) as other:
        go(one)
        go(other)
        ended(one)
        ended(other)
    with opened(tmp_path) as app:
        assert told(app) == {"notified": 5, "suppressed": FILES * ORDERS - 5}
        assert app.stores.outbox.counts()["waiting"] == 5


def test_what_waits_for_an_erased_record_never_goes(tmp_path: Path) -> None:
    write_shop(tmp_path, WAITING)
    clock = FrozenClock(START)
    orders = [{"no": no, "amount": "CNY 120", "phone": "13812345678"} for no in "ABC"]
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "orders.json", [dict(each) for each in orders]))
        assert told(app) == {"notified": 1}
        with app.stores.reader() as reader:
            erased = reader.find("order", "B")
        assert erased is not None
        erase(app, erased.id, Actor("li", frozenset({"lead"})))
        assert told(app) == {"notified": 1, "suppressed": 1}
        clock.advance(timedelta(days=2))
        run(app, [])
        assert told(app) == {"notified": 2, "suppressed": 1}
