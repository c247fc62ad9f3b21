"""``connections``: how each stands, from what is known."""

import json
import os

import pytest
from tests.cli.program import call
from tests.cli.test_outputs import assert_valid
from tests.connecting.shops import write
from tests.connecting.test_declared_in_a_flow import MALL, POLL

from orderloom.app.application import open_application
from orderloom.app.keeping import Keeper
from orderloom.app.running import run
from orderloom_connectors.sandbox.http import answer, serving


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")
    reply = {"status": 200}

    def platform(seen, wire):
        rows = {"rows": [{"no": "A", "amount": "1"}, {"no": "B", "amount": "x"}]}
        answer(reply["status"], json.dumps(rows).encode())(seen, wire)

    with serving(platform) as server:
        folder = write(
            tmp_path,
            server.port,
            connector="own_mall",
            rows="rows[*]",
            stream=", every: 5m, begin: 1h",
            more=MALL,
        )
        file = folder / "flow.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace(
                "connector: own_mall", "connector: own_mall\nalarm: {failed: 2, empty: 5}"
            ),
            encoding="utf-8",
        )
        yield folder, reply


def shown(folder):
    answer = call("connections", folder, "--format", "json")
    assert answer.code == 0, answer.err
    assert_valid(answer.document, "connections")
    (found,) = answer.document
    return found


def opened(folder):
    (folder / ".orderloom").mkdir(exist_ok=True)
    return open_application(folder, f"sqlite:///{folder / '.orderloom' / 'orderloom.db'}")


def test_one_that_was_never_used_says_so(shop):
    found = shown(shop[0])
    assert (found["state"], found["polled_at"], found["lag_s"]) == ("unused", None, None)


def test_a_poll_that_worked_shows_what_it_brought_and_how_far_it_read(shop):
    with opened(shop[0]) as app:
        run(app, POLL)
    found = shown(shop[0])
    assert (found["state"], found["received"], found["quarantined"]) == ("up", 2, 1)
    (stream,) = found["streams"]
    assert stream["cursor"] <= stream["polled_at"] == found["polled_at"]
    assert found["lag_s"] >= 0


def test_one_that_fails_is_failing(shop):
    folder, reply = shop
    reply["status"] = 500
    with opened(folder) as app:
        Keeper(app).tick()
    found = shown(folder)
    assert (found["state"], found["failures"]) == ("failing", 1)


@pytest.mark.parametrize(("lang", "said"), [("en", "up; 2 received"), ("zh", "正常；收到 2")])
def test_it_is_told_in_both_languages(shop, lang, said):
    with opened(shop[0]) as app:
        run(app, POLL)
    out = call("connections", shop[0], lang=lang).out
    assert said in out
    assert os.environ["ORDERLOOM_SECRET_MALL_SECRET"] not in out
