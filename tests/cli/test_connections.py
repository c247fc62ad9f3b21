"""``connectors`` and ``connection test``."""

import json

import pytest
from jsonschema import Draft202012Validator
from tests.cli.program import CHECKOUT, call
from tests.connecting.shops import write
from tests.connecting.test_declared_in_a_flow import MALL

from orderloom_connectors.sandbox.http import answer, serving


class Mall:
    """Has one order in each span of time."""

    def __init__(self, **order):
        self.order = order
        self.asked = 0

    def __call__(self, seen, wire):
        self.asked += 1
        is_right = seen.headers.get("authorization") == "Bearer s3cret"
        document = {"rows": [self.order]} if is_right else {"code": 1, "said": "who is s3crex?"}
        answer(200, json.dumps(document).encode())(seen, wire)


@pytest.fixture
def probing(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")

    def probing(server, *arguments, lang="en"):
        shop = write(
            tmp_path,
            server.port,
            connector="own_mall",
            rows="rows[*]",
            stream=", begin: 3h",
            more=MALL,
        )
        return call("connection", "test", shop, "mall", *arguments, lang=lang)

    return probing


def test_connectors_are_listed_with_their_evidence():
    listed = {each["name"]: each for each in call("connectors", "--format", "json").document}
    assert {"pinduoduo", "taobao", "douyin", "shopee", "shopify", "woocommerce"} <= {
        name for name, each in listed.items() if each["kind"] == "channel"
    }
    assert listed["pinduoduo"]["declarative"]
    assert listed["pinduoduo"]["operations"] == ["ship"]
    assert "Unconfirmed" in listed["pinduoduo"]["evidence"]
    assert not listed["folder"]["declarative"]
    assert "未证实" in call("connectors", lang="zh").out


def test_the_connectors_of_a_flow_are_listed_with_the_others(tmp_path):
    flow = CHECKOUT / "tests" / "conformance" / "flows" / "calls"
    listed = {each["name"]: each for each in call("connectors", flow, "--format", "json").document}
    assert listed["depot"] == {
        "name": "depot",
        "title": "The depot",
        "kind": "courier",
        "operations": ["take", "freeze", "thaw", "seal", "notify"],
        "evidence": "Invented.",
        "declarative": True,
    }
    assert listed["taobao"]["title"] == "Taobao and Tmall"
    assert "depot · 仓库" in call("connectors", flow, lang="zh").out
    (tmp_path / "flow.yaml").write_text("kind: flow", encoding="utf-8")
    assert call("connectors", tmp_path).code == 1


def test_a_connection_is_tried_with_one_request_and_nothing_is_taken(probing, tmp_path):
    mall = Mall(no="A", amount="12.50")
    with serving(mall) as server:
        first = probing(server)
        second = probing(server, "--format", "json")
    assert first.code == 0
    assert "1 items" in first.out
    [stream] = second.document["streams"]
    assert (stream["stream"], stream["items"], stream["error"]) == ("orders", 1, None)
    schema = call("schema", "--output", "connection").document
    Draft202012Validator(schema).validate(second.document)
    assert mall.asked <= 4  # a page is given when the next one was looked at
    assert not (tmp_path / "shop" / ".orderloom").exists()


@pytest.mark.parametrize(("lang", "words"), [("en", "refused"), ("zh", "拒绝")])
def test_a_wrong_secret_is_told_and_not_shown(probing, monkeypatch, lang, words):
    with serving(Mall(no="A")) as server:
        monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3crex")
        told = probing(server, lang=lang)
        [stream] = probing(server, "--format", "json").document["streams"]
    assert told.code == 1
    assert words in told.err
    assert "s3crex" not in told.err
    assert stream["error"]["code"] == "OL870"


def test_a_payload_that_the_mapping_cannot_take_is_told(probing):
    with serving(Mall(no="A", amount="much")) as server:
        told = probing(server)
    assert told.code == 1
    assert "error[OL" in told.err


def test_an_unknown_connection_is_a_wrong_call(probing, tmp_path):
    with serving(Mall()) as server:
        probing(server)
    told = call("connection", "test", tmp_path / "shop", "mal")
    assert told.code == 2
    assert "mall" in told.err
