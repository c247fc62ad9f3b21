"""Robots of three chat programs, which say in a group what they are told."""

import base64
from abc import ABC
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from orderloom.ports import Clock
from orderloom_connectors.sandbox.digests import hmac_sha256
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Platform,
    demand,
    json_of,
    query_of,
    route_of,
)

_HOUR = timedelta(hours=1)
_LONGEST = 2048


class Robot(Platform, ABC):
    """A group's robot; ``said`` is what the group reads."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.said: list[str] = []

    def hear(self, text: str) -> None:
        """Say a text in the group."""
        demand("a text", text)
        self.said.append(text)


class DingTalk(Robot):
    """The key is the secret, the text is time and secret; the sign stands in the address."""

    connector = "dingtalk"
    secret = MappingProxyType({"access_token": "dt-t0ken", "secret": "SEC-dt"})

    def malformed(self, why: str) -> Answer:
        """Refuse as a missing parameter."""
        return self.refuse(40035, {"errcode": 40035, "errmsg": f"invalid parameter: {why}"})

    def reply(self, seen: Seen) -> Answer:
        """Check sign and time, then speak."""
        demand("POST /robot/send", route_of(seen) == "POST /robot/send")
        sent = query_of(seen)
        demand("three parameters", set(sent) == {"access_token", "timestamp", "sign"})
        secret = self.secret["secret"]
        made = base64.b64encode(hmac_sha256(secret, f"{sent['timestamp']}\n{secret}")).decode()
        at = datetime.fromtimestamp(int(sent["timestamp"]) / 1000, UTC)
        if sent["sign"] != made or abs(at - self.clock.now()) > _HOUR:
            return self.refuse(310000, {"errcode": 310000, "errmsg": "sign not match"})
        document = json_of(seen)
        demand("msgtype text", document["msgtype"] == "text")
        self.hear(document["text"]["content"])
        return Answer(document={"errcode": 0, "errmsg": "ok"})


class Feishu(Robot):
    """The key is time and secret, the text is empty; the sign stands in the body."""

    connector = "feishu"
    secret = MappingProxyType({"token": "fs-t0ken", "secret": "fs-s3cret"})

    def malformed(self, why: str) -> Answer:
        """Refuse as a bad request."""
        return self.refuse(9499, {"code": 9499, "msg": f"Bad Request: {why}", "data": {}})

    def reply(self, seen: Seen) -> Answer:
        """Check sign and time, then speak."""
        address = f"POST /open-apis/bot/v2/hook/{self.secret['token']}"
        demand("the robot's address", route_of(seen) == address)
        sent = json_of(seen)
        made = hmac_sha256(f"{sent['timestamp']}\n{self.secret['secret']}", "")
        at = datetime.fromtimestamp(int(sent["timestamp"]), UTC)
        wrong = sent["sign"] != base64.b64encode(made).decode()
        if wrong or abs(at - self.clock.now()) > _HOUR:
            return self.refuse(19021, {"code": 19021, "msg": "sign match fail"})
        demand("msg_type text", sent["msg_type"] == "text")
        self.hear(sent["content"]["text"])
        return Answer(document={"code": 0, "msg": "success", "data": {}})


class WeCom(Robot):
    """The key in the address is all there is; a text has 2048 bytes at most."""

    connector = "wecom"
    secret = "wc-s3cret"  # noqa: S105 - the sandbox's own

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self.refuse(40058, {"errcode": 40058, "errmsg": f"invalid parameter: {why}"})

    def reply(self, seen: Seen) -> Answer:
        """Check the key, then speak."""
        demand("the robot's address", route_of(seen) == "POST /cgi-bin/webhook/send")
        if query_of(seen) != {"key": self.secret}:
            return self.refuse(93000, {"errcode": 93000, "errmsg": "invalid webhook url"})
        document = json_of(seen)
        demand("msgtype text", document["msgtype"] == "text")
        text = document["text"]["content"]
        demand("at most 2048 bytes", len(text.encode()) <= _LONGEST)
        self.hear(text)
        return Answer(document={"errcode": 0, "errmsg": "ok"})
