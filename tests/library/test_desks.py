"""The shipped courier query and robots before their strict servers."""

import pytest
from tests.declarative.talking import call
from tests.library.shipped import LIBRARY, before

from orderloom.errors import DeliveryFailed
from orderloom_connectors.sandbox.kuaidi100 import Kuaidi100
from orderloom_connectors.sandbox.robots import DingTalk, Feishu, WeCom

ROBOTS = {"dingtalk": DingTalk, "feishu": Feishu, "wecom": WeCom}


@pytest.mark.parametrize("name", ROBOTS)
def test_a_robot_says_what_it_is_told(name):
    with before(ROBOTS[name], name) as (connector, session, platform):
        connector.perform(session, call("notify", text="大额 & 50% +1", to="lead", medium="chat"))
        assert platform.said == ["大额 & 50% +1"]
        assert connector.media == ("chat",)


@pytest.mark.parametrize("name", ROBOTS)
def test_a_robot_with_one_changed_byte_says_nothing(name):
    secret = ROBOTS[name].secret
    last = None if isinstance(secret, str) else {"secret": "SEC-dx"}
    wrong = secret[:-1] + "x" if last is None else {**secret, **last}
    with before(ROBOTS[name], name, wrong) as (connector, session, platform):
        with pytest.raises(DeliveryFailed) as found:
            connector.perform(session, call("notify", text="x"))
        assert found.value.error_class == "auth"
        assert platform.said == []


@pytest.mark.parametrize("more", [{}, {"phone": "1234"}])
def test_a_parcel_is_tracked(more):
    with before(Kuaidi100, "kuaidi100") as (connector, session, platform):
        found = connector.perform(session, call("query", company="yunda", number="YT1", **more))
        assert (found["state"], found["ischeck"]) == ("3", "1")
        assert [node["ftime"] for node in found["data"]] == [
            "2026-03-01 11:00:00", "2026-03-01 09:00:00",
        ]  # fmt: skip
        assert platform.refused == []


def test_a_wrong_key_is_refused():
    wrong = {**Kuaidi100.secret, "key": "kd-s3crex"}
    with (
        before(Kuaidi100, "kuaidi100", wrong) as (connector, session, _),
        pytest.raises(DeliveryFailed) as found,
    ):
        connector.perform(session, call("query", company="yunda", number="YT1"))
    assert found.value.facts["refusal"] == "503"


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_every_declared_connector_tells_its_evidence_in_both_languages(name):
    definition = getattr(LIBRARY[name], "definition", None)
    if definition is not None:
        assert set(definition.evidence) >= {"en", "zh"}
        assert set(definition.title) >= {"en", "zh"}
