"""Those who watch: over real sockets of real processes."""

import http.client
import json
import re
import socket
import sqlite3
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.cli.program import start
from tests.intake.process import copied, serving
from tests.intake.test_process import signed, until

KEY = "A" * 43 + "="


@pytest.fixture(autouse=True)
def given_master_key(monkeypatch):
    monkeypatch.setenv("ORDERLOOM_MASTER_KEY", KEY)


def ask(host, path, method="GET", **headers):
    wire = http.client.HTTPConnection(host, timeout=60)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        wire.request(method, path, headers=named)
        answer = wire.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        wire.close()


def numbers(host, **headers):
    status, told, body = ask(host, "/metrics", **headers)
    assert status == 200, body
    names = {name.lower(): value for name, value in told.items()}
    assert names["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


@contextmanager
def page(desk, **variables):
    """Serve the status page of a flow; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = start("serve", desk, "--port", port, ORDERLOOM_LANG="en", **variables)
    try:
        line = program.stderr.readline().decode()
        while "http://" not in line:
            assert line, "it ended before it answered"
            line = program.stderr.readline().decode()
        yield urlsplit(re.search(r"http://\S+", line)[0]).netloc, program
    finally:
        program.kill()
        program.communicate()


@pytest.fixture
def shop(tmp_path):
    return copied(tmp_path)


def test_the_page_tells_its_life_its_readiness_and_its_numbers(desk, take):
    take(desk, 1, 2, 3)
    with page(desk) as (host, _):
        assert ask(host, "/healthz")[::2] == (200, b'{"status": "ok"}')
        status, _, body = ask(host, "/readyz")
        assert (status, json.loads(body)) == (200, {"status": "ok", "failing": {}})
        found = numbers(host)
    assert found["orderloom_items_total", "applied"] == 3
    assert found["orderloom_calls", "sent"] == 3
    assert found["orderloom_connection_calls", "out", "sent"] == 3
    assert found["orderloom_records", "order"] == 3
    assert found["orderloom_inbox_unfinished",] == 0
    assert found["orderloom_connection_resting", "out"] == 0
    assert found["orderloom_timers_due",] == 0
    assert found["orderloom_commit_seconds_bucket", "+Inf"] >= 0


def test_no_number_tells_what_stands_in_a_record(desk, take):
    take(desk, "F-7731")
    with page(desk) as (host, _):
        body = ask(host, "/metrics")[2]
    assert b"F-7731" not in body
    assert b"secret of" not in body


def test_what_waits_and_since_when_is_counted(desk, take):
    with page(desk, ORDERLOOM_OUTGOING="stop") as (host, _):
        take(desk, 1, 2)
        # Between two rounds nothing is sent: everything outgoing is stopped.
        found = until(lambda: (n := numbers(host)).get(("orderloom_records", "order")) and n)
    waiting = found["orderloom_calls", "waiting"] + found["orderloom_calls", "sent"]
    assert waiting == 2
    assert found["orderloom_calls_oldest_seconds",] >= 0


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_whoever_comes_from_elsewhere_finds_nothing_there(shop, path):
    with serving(shop) as intake:
        assert ask(intake.host, path)[0] == 200
        assert ask(intake.host, path, Host="evil.example")[0] == 404
        assert ask(intake.host, path, X_Forwarded_For="203.0.113.7")[0] == 404
        assert ask(intake.host, path, method="POST")[0] == 404
        assert ask(intake.host, "/healthz", Host="evil.example")[0] == 200
        assert ask(intake.host, "/healthz", method="HEAD")[2] == b""


def test_an_intake_that_is_known_outside_tells_its_numbers_to_nobody(shop):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    with serving(shop, "--url", "https://hooks.example.com", "--listen", host):
        assert ask(host, "/healthz")[0] == 200
        assert ask(host, "/metrics")[0] == 404


def test_with_a_token_nobody_asks_without_it(shop, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_METRICS_TOKEN", "t0ken")
    with serving(shop) as intake:
        assert ask(intake.host, "/metrics")[0] == 404
        assert ask(intake.host, "/metrics", Authorization="Bearer t0ke")[0] == 404
        assert ask(intake.host, "/metrics", Authorization="t0ken")[0] == 404
        assert ask(intake.host, "/metrics", Authorization="Bearer t0ken")[0] == 200
        outside = {"Authorization": "Bearer t0ken", "Host": "evil.example"}
        assert ask(intake.host, "/readyz", **outside)[0] == 200


def test_the_intake_counts_what_came_and_how_long_its_commits_took(shop):
    with serving(shop) as intake:
        assert intake.send("standard_shop", signed("A-1"))[0] == 200
        found = until(lambda: (n := numbers(intake.host)).get(("orderloom_records", "order")) and n)
    assert found["orderloom_items_total", "applied"] == 1
    assert found["orderloom_commit_seconds_count",] >= 2


def test_a_store_that_cannot_be_read_is_not_ready(desk, take, store):
    take(desk, 1)
    with page(desk) as (host, _):
        assert ask(host, "/readyz")[0] == 200
        with sqlite3.connect(store) as database:
            database.execute("DROP TABLE timers")
        status, _, body = ask(host, "/readyz")
        assert (status, json.loads(body)["status"]) == (503, "failing")
        assert ask(host, "/healthz")[0] == 200
        assert ask(host, "/metrics")[0] == 503


def lines(text):
    return [json.loads(line) for line in text.decode().splitlines() if line.startswith("{")]


def test_the_log_as_json_names_records_and_tells_no_values(desk, tmp_path):
    orders = {"o": [{"no": "F-7731", "secret": "born in Ningbo"}, {"secret": "lives in Ningbo"}]}
    (tmp_path / "orders.json").write_text(json.dumps(orders), "utf-8")
    program = start("run", desk, "--input", tmp_path / "orders.json", "--log", "json")
    _, err = program.communicate()
    told = lines(err)
    decided = next(each for each in told if each["event"] == "decided")
    assert decided["record"].startswith("order-")
    assert (decided["command"], decided["outcome"]) == ("observe", "applied")
    assert (decided["level"], decided["logger"]) == ("info", "orderloom.app.decision_log")
    assert decided["at"].endswith("Z")
    assert [each["codes"] for each in told if each["event"] == "not taken"] == [["OL540"]]
    logged = b"\n".join(line for line in err.splitlines() if line.startswith(b"{"))
    assert b"Ningbo" not in logged
    assert b"F-7731" not in logged


def test_an_exception_is_logged_without_its_words(desk, take, store):
    take(desk, 1)
    with page(desk, ORDERLOOM_LOG="json") as (host, program):
        with sqlite3.connect(store) as database:
            database.execute("DROP TABLE timers")
        assert ask(host, "/metrics")[0] == 503
        program.terminate()
        told = lines(program.communicate()[1])
    failed = next(each for each in told if "looked at" in each["event"])
    assert failed["error"] == "StoreUnusable"
    assert any("lookout.py" in each for each in failed["places"])
    assert "no such table" not in json.dumps(failed)


def test_a_log_that_there_is_not_is_a_wrong_call(desk):
    program = start("check", desk, "--log=xml", ORDERLOOM_LANG="en")
    _, err = program.communicate()
    assert (program.returncode, err.splitlines()[0]) == (
        2,
        b"error[OL095]: 'xml' is no kind of log; there is: json",
    )
