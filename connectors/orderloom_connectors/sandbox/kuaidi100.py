"""Kuaidi100: tells where a parcel is, newest first, times naive in GMT+8."""

import json
from datetime import timedelta
from types import MappingProxyType

from orderloom_connectors.sandbox.digests import in_china, md5
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import Answer, Platform, demand, form_of, route_of


class Kuaidi100(Platform):
    """Says of every parcel that it was signed for an hour ago."""

    connector = "kuaidi100"
    secret = MappingProxyType({"customer": "kd-customer", "key": "kd-s3cret"})

    def error(self, code: str, text: str) -> Answer:
        """Refuse in the platform's envelope; its status is 200 all the same."""
        return self.refuse(code, {"result": False, "returnCode": code, "message": text})

    def malformed(self, why: str) -> Answer:
        """Refuse as an incomplete request."""
        return self.error("400", f"提交的数据不完整: {why}")

    def reply(self, seen: Seen) -> Answer:
        """Check the signature over the text of ``param``."""
        demand("POST /poll/query.do", route_of(seen) == "POST /poll/query.do")
        sent = form_of(seen)
        demand("customer, sign and param", set(sent) == {"customer", "sign", "param"})
        wanted = md5(sent["param"] + self.secret["key"] + self.secret["customer"]).upper()
        if sent["sign"] != wanted:
            return self.error("503", "验证签名失败")
        asked = json.loads(sent["param"])
        demand("com, num and phone", set(asked) <= {"com", "num", "phone"})
        nodes = [
            {"ftime": in_china(self.clock.now() - timedelta(hours=ago)), "context": text}
            for ago, text in ((1, "已签收"), (3, "派送中"))
        ]
        found = {"message": "ok", "status": "200", "state": "3", "ischeck": "1", "data": nodes}
        return Answer(document=found | {"com": asked["com"], "nu": asked["num"]})
