"""What was asked and answered when something failed is kept, bounded, and tells no secret."""

import json
from base64 import b64encode

import pytest
from tests.connecting.shops import opened, write

from orderloom.app.failed_calls import LONGEST, MOST, failed_calls
from orderloom.app.inputs import Inputs
from orderloom.app.running import deliver, preview, run
from orderloom.errors import DeliveryFailed
from orderloom_connectors.sandbox.http import answer, serving

SECRET = "s3cret/of us"
POLL = [Inputs(connection="mall")]
MALL = """kind: connector
id: own_mall
auth: {kind: bearer, token: =secret, into: query key}
encoding: json
streams: {orders: {path: /orders, records: "rows[*]"}}
operations: {tell: {path: /tell, send: {no: =input.no, buyer.phone: =input.phone, token: =secret}}}
---
kind: rule
id: tell
on: order.created
do: [{call: mall.tell, with: {no: =no, phone: 13912345678}}]
"""


@pytest.fixture
def mall(tmp_path, monkeypatch):
    """A platform that gives orders and refuses to be told of them, and its flow."""
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", SECRET)
    moods = {"orders": 200, "tell": 422, "rows": 1, "more": ""}

    def platform(seen, wire):
        is_poll = seen.target.startswith("/orders")
        said = {"said": f"no {SECRET} {b64encode(SECRET.encode()).decode()}{moods['more']}"}
        said |= {"echo": seen.target, "tel": 13912345678, "mail": "kim@shop.example"}
        if is_poll:
            said["rows"] = [{"no": f"N-{n}", "amount": "1"} for n in range(moods["rows"])]
        status = moods["orders" if is_poll else "tell"]
        head = {"Set-Cookie": "a=b", "X-Session-Token": "t0ken"}
        answer(status, json.dumps(said).encode(), head)(seen, wire)

    with serving(platform) as server:
        write(tmp_path, server.port, connector="own_mall", rows="rows[*]", more=MALL)
        yield tmp_path, moods


def kept(folder):
    with opened(folder) as app:
        return failed_calls(app.stores.notes("mall"))


def test_a_call_that_fails_is_kept_and_logged_without_secrets_and_people(mall, caplog):
    folder, _ = mall
    with opened(folder) as app:
        run(app, POLL)
        assert deliver(app) == {"sent": 0, "failed": 1}
    [one] = kept(folder)  # by another process, as it were
    assert (one.what, one.code, one.tries, one.error_class) == ("tell", "OL870", 1, "rejected")
    assert (one.request.method, one.answer.status) == ("POST", 422)
    assert json.loads(one.request.body) == {
        "no": "N-0",
        "buyer": {"phone": "•••"},
        "token": "•••",
    }
    assert one.request.url.endswith("/tell?key=•••")
    assert one.answer.headers["set-cookie"] == one.answer.headers["x-session-token"] == "•••"
    for said in (str(one), caplog.text):
        for text in (SECRET, "s3cret", "13912345678", "kim@", "t0ken", "a=b"):
            assert text not in said, text
        assert b64encode(SECRET.encode()).decode() not in said
    assert "422" in caplog.text


def test_a_poll_that_fails_is_kept_once_and_counted(mall):
    folder, moods = mall
    moods["orders"] = 500
    with opened(folder) as app:
        for _ in range(3):
            with pytest.raises(DeliveryFailed):
                run(app, POLL)
    [one] = kept(folder)
    assert (one.what, one.call, one.tries, one.answer.status) == ("poll", None, 3, 500)


def test_where_nobody_answers_there_is_a_request_without_an_answer(mall):
    folder, _ = mall
    file = folder / "shop" / "flow.yaml"
    text = file.read_text(encoding="utf-8")
    port = text.partition("127.0.0.1:")[2].partition('"')[0]
    file.write_text(text.replace(f"127.0.0.1:{port}", "127.0.0.1:1"), encoding="utf-8")
    with opened(folder) as app, pytest.raises(DeliveryFailed):
        run(app, POLL)
    [one] = kept(folder)
    assert (one.code, one.answer, one.request.method) == ("OL857", None, "POST")


def test_no_more_are_kept_than_can_be_read_and_none_is_longer(mall):
    folder, moods = mall
    moods |= {"rows": MOST + 5, "more": "x" * 100_000}
    with opened(folder) as app:
        run(app, POLL)
        deliver(app)
        found = failed_calls(app.stores.notes("mall"))
    assert len(found) <= MOST
    assert len({each.call for each in found}) == len(found)
    assert all(len(each.answer.body) <= LONGEST + 1 for each in found)


def test_a_dry_run_keeps_nothing(mall):
    folder, moods = mall
    moods["orders"] = 500
    with opened(folder) as app, pytest.raises(DeliveryFailed):
        preview(app, POLL)
    assert kept(folder) == ()


def test_nothing_is_kept_while_nothing_leaves(mall):
    folder, _ = mall
    with opened(folder) as app:
        run(app, POLL)
        (folder / "shop" / "outgoing.stopped").touch()
        assert deliver(app) == {"sent": 0, "failed": 0}
    assert kept(folder) == ()
