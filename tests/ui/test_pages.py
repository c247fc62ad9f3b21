"""The status page: what it shows, to whom, and what it keeps out."""

import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.cli.program import SHOP

from orderloom.app.checking import check_folder
from orderloom.app.lookout import Lookout
from orderloom.app.status import Alert, Quarantined, Status
from orderloom_ui.pages import create_app

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>\u202e\x1b[31m"


@pytest.fixture(scope="module")
def status():
    flow = check_folder(SHOP).flow
    assert flow is not None
    fault = {
        "code": "OL547",
        "where": "row 7",
        "field": "amount",
        "value": HOSTILE,
        "facts": {},
    }
    return Status(
        flow=flow,
        at=NOON,
        items={"applied": 1_200, "duplicate": 3, "stale": 2, "quarantined": 1, "parked": 0},
        records={"order": 1_200, "case": 4},
        states={"order.status": {"paid": 200, "shipped": 1_000}, "case.status": {"open": 4}},
        quarantined=[Quarantined(file=HOSTILE, where="row 7", fault=fault)],
        alerts=[
            Alert(
                at=NOON,
                record="order",
                key=HOSTILE,
                rule="big_order",
                message="big_order",
                to="role:sales_lead",
            )
        ],
        outbox={"waiting": 1, "sent": 10, "failed": 0, "unroutable": 0},
    )


def page_client(status):
    lookout = Lookout(lambda: None, lambda: None, None, is_local=True)
    return create_app(status, lookout).test_client()


@pytest.fixture
def client(status):
    return page_client(lambda: status)


def get(client, path, **headers):
    return client.get(path, base_url="http://127.0.0.1:8000", headers=headers)


@pytest.mark.parametrize(
    ("path", "accept", "title"),
    [
        ("/", "", "All-channel shop"),
        ("/", "zh-CN,zh;q=0.9,en;q=0.5", "全渠道店铺"),
        ("/", "fr,de;q=0.5", "All-channel shop"),
        ("/?lang=zh", "en", "全渠道店铺"),
        ("/?lang=en", "zh", "All-channel shop"),
        ("/?lang=xx", "zh", "全渠道店铺"),
    ],
)
def test_the_page_speaks_the_language_asked_for(client, path, accept, title):
    answer = get(client, path, **{"Accept-Language": accept})
    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.text


def test_the_page_shows_how_things_stand(client):
    text = " ".join(get(client, "/?lang=zh").text.split())
    for shown in (
        "1,206 <small>条</small>",
        "<dt>已采纳</dt><dd>1,200</dd>",
        "<dt>订单</dt><dd>1,200</dd>",
        "<dt>待发送</dt><dd>1</dd>",
        "<h3>订单 · 订单状态</h3>",
        '<span class="name">已发货</span>',
        '<rect width="20.0" height="10"/>',
        '<td data-name="收件人">销售主管</td>',
        "2026-01-05 12:00:00 Europe/London",
    ):
        assert shown in text


@pytest.mark.parametrize("path", ["/", "/?lang=zh", "/?lang=<script>"])
def test_hostile_texts_of_orders_stay_texts(client, path):
    text = get(client, path).text
    assert "<script" not in text
    assert "<img" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&#34;&#39;&gt;&lt;img") == 4


@pytest.mark.parametrize("path", ["/", "/status.json", "/healthz", "/nothing", "/static/style.css"])
def test_every_answer_tells_browsers_to_trust_nothing_else(client, path):
    with get(client, path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_page_needs_nothing_that_its_policy_forbids(client):
    text = get(client, "/").text
    assert "style=" not in text
    assert "<style" not in text
    assert "//" not in text.replace("<!doctype", "")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost:80:80", "[::1]", "10.0.0.1", ""],
)
def test_another_host_is_refused(client, host):
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "All-channel" not in answer.text
    assert "此页面仅供本机使用" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8001", "LOCALHOST"])
def test_this_computer_may_look(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_an_unknown_page_is_told_in_both_languages(client):
    answer = get(client, "/orders/<script>")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text
    assert "没有这个页面。" in answer.text
    assert "script" not in answer.text


def test_the_page_can_only_be_read(client):
    answer = client.post("/", base_url="http://127.0.0.1:8000")
    assert answer.status_code == 405
    assert "此页面只能查看。" in answer.text


def test_a_page_that_breaks_shows_no_inner_parts(caplog):
    def fail():
        raise ZeroDivisionError("secret inside")

    client = page_client(fail)
    with caplog.at_level(logging.CRITICAL):
        answer = get(client, "/")
    assert answer.status_code == 500
    assert "Something went wrong here; the log has the details." in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_the_same_as_json(client):
    document = get(client, "/status.json").get_json()
    assert document["items"]["applied"] == 1_200
    assert document["states"] == {
        "order.status": {"paid": 200, "shipped": 1_000},
        "case.status": {"open": 4},
    }
    assert [alert["what"] for alert in document["alerts"]] == ["Big order notice"]
    assert document["at"] == "2026-01-05T12:00:00+00:00"


def test_troubles_of_the_background_are_shown(status):
    troubled = replace(status, troubles=[("OL679", {"error": "OSError"})])
    text = get(page_client(lambda: troubled), "/?lang=zh").text
    assert "部分后台工作失败（OSError）；将重试" in text


def test_a_sign_of_life(client):
    assert get(client, "/healthz").get_json() == {"status": "ok"}
