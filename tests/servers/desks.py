"""Strict servers of the aggregator Kuaidi100 and of three robots, from the facts alone."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from tests.servers.chinese_channels import md5
from tests.servers.platform import Platform, form_of, json_of, path_of, query_of

HOUR = timedelta(hours=1)


class Kuaidi100(Platform):
    """Nodes, newest first, times naive."""

    secret = MappingProxyType({"customer": "kd-customer", "key": "kd-s3cret"})

    def reply(self, seen):
        assert (seen.method, path_of(seen)) == ("POST", "/poll/query.do")
        sent = form_of(seen)
        assert set(sent) == {"customer", "sign", "param"}
        wanted = md5(sent["param"] + self.secret["key"] + self.secret["customer"]).upper()
        if sent["sign"] != wanted:
            document = {"result": False, "returnCode": "503", "message": "验证签名失败"}
            return self.refuse("503", document)
        asked = json.loads(sent["param"])
        assert set(asked) <= {"com", "num", "phone"}
        nodes = [
            {"ftime": "2026-03-01 11:00:00", "context": "已签收"},
            {"ftime": "2026-03-01 09:00:00", "context": "派送中"},
        ]
        found = {"message": "ok", "status": "200", "state": "3", "ischeck": "1", "data": nodes}
        return 200, found | {"com": asked["com"], "nu": asked["num"]}, {}


class Robot(Platform):
    """A group's robot; ``said`` is what the group reads."""

    def __init__(self, clock):
        super().__init__(clock)
        self.said = []

    def hear(self, text):
        assert text
        self.said.append(text)


class DingTalk(Robot):
    """The key is the secret, the text is time and secret; the sign stands in the address."""

    secret = MappingProxyType({"access_token": "dt-t0ken", "secret": "SEC-dt"})

    def reply(self, seen):
        assert (seen.method, path_of(seen)) == ("POST", "/robot/send")
        sent = query_of(seen)
        assert set(sent) == {"access_token", "timestamp", "sign"}
        text = f"{sent['timestamp']}\n{self.secret['secret']}".encode()
        made = hmac.new(self.secret["secret"].encode(), text, hashlib.sha256).digest()
        at = datetime.fromtimestamp(int(sent["timestamp"]) / 1000, UTC)
        is_right = sent["sign"] == base64.b64encode(made).decode()
        if not is_right or abs(at - self.clock.now()) > HOUR:
            return self.refuse(310000, {"errcode": 310000, "errmsg": "sign not match"})
        document = json_of(seen)
        assert document["msgtype"] == "text"
        self.hear(document["text"]["content"])
        return 200, {"errcode": 0, "errmsg": "ok"}, {}


class Feishu(Robot):
    """The key is time and secret, the text is empty; the sign stands in the body."""

    secret = MappingProxyType({"token": "fs-t0ken", "secret": "fs-s3cret"})

    def reply(self, seen):
        assert (seen.method, path_of(seen)) == ("POST", "/open-apis/bot/v2/hook/fs-t0ken")
        sent = json_of(seen)
        key = f"{sent['timestamp']}\n{self.secret['secret']}".encode()
        wanted = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
        at = datetime.fromtimestamp(int(sent["timestamp"]), UTC)
        if sent["sign"] != wanted or abs(at - self.clock.now()) > HOUR:
            return self.refuse(19021, {"code": 19021, "msg": "sign match fail"})
        assert sent["msg_type"] == "text"
        self.hear(sent["content"]["text"])
        return 200, {"code": 0, "msg": "success", "data": {}}, {}


class WeCom(Robot):
    """The key in the address is all there is; a text has 2048 bytes at most."""

    secret = "wc-s3cret"

    def reply(self, seen):
        assert (seen.method, path_of(seen)) == ("POST", "/cgi-bin/webhook/send")
        if query_of(seen) != {"key": self.secret}:
            return self.refuse(93000, {"errcode": 93000, "errmsg": "invalid webhook url"})
        document = json_of(seen)
        assert document["msgtype"] == "text"
        assert len(document["text"]["content"].encode()) <= 2048
        self.hear(document["text"]["content"])
        return 200, {"errcode": 0, "errmsg": "ok"}, {}
