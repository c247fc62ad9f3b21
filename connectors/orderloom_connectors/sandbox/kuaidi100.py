"""Kuaidi100: tells where a parcel is, newest first, times naive in GMT+8."""

import json
from datetime import datetime
from types import MappingProxyType

from orderloom.ports import Clock
from orderloom_connectors.sandbox.couriers import Courier, Node, Parcel, has_all
from orderloom_connectors.sandbox.digests import CHINA, md5
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import Answer, Document, demand, form_of, route_of

_SIGNED = "3"
_USUAL = (
    Node(at=datetime(2026, 3, 1, 9, tzinfo=CHINA), code="5", text="派送中", place="杭州"),
    Node(at=datetime(2026, 3, 1, 11, tzinfo=CHINA), code=_SIGNED, text="已签收", place="杭州"),
)


class Kuaidi100(Courier):
    """Says of a parcel that nobody noted that it was signed for on 1 March 2026.

    ``subscribed`` is parcel number to the address that wants to be told.
    """

    connector = "kuaidi100"
    secret = MappingProxyType({"customer": "kd-customer", "key": "kd-s3cret", "salt": "kd-salt"})

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.subscribed: dict[str, str] = {}

    def error(self, code: str, text: str) -> Answer:
        """Refuse in the platform's envelope; its status is 200 all the same."""
        return self.refuse(code, {"result": False, "returnCode": code, "message": text})

    def malformed(self, why: str) -> Answer:
        """Refuse as an incomplete request."""
        return self.error("400", f"提交的数据不完整: {why}")

    def reply(self, seen: Seen) -> Answer:
        """Answer a query, or note a subscription."""
        if (down := self.when_down()) is not None:
            return down
        route, sent = route_of(seen), form_of(seen)
        if route == "POST /poll":
            return self._subscribe(sent)
        demand("POST /poll/query.do", route == "POST /poll/query.do")
        return self._query(sent)

    def _query(self, sent: dict[str, str]) -> Answer:
        demand("customer, sign and param", set(sent) == {"customer", "sign", "param"})
        wanted = md5(sent["param"] + self.secret["key"] + self.secret["customer"]).upper()
        if sent["sign"] != wanted:
            return self.error("503", "验证签名失败")
        asked = json.loads(sent["param"])
        demand("com, num and phone", set(asked) <= {"com", "num", "phone"})
        self.parcels.setdefault(asked["num"], Parcel(list(_USUAL)))
        # Newest first by time, whatever the order in which the couriers told of them.
        nodes = sorted(self.trace(asked["num"]), key=lambda node: node.at, reverse=True)
        state = nodes[0].code if nodes else "0"
        told: Document = {"message": "ok", "status": "200", "state": state}
        told |= {"ischeck": "1" if state == _SIGNED else "0", "data": [_row(n) for n in nodes]}
        return Answer(document=told | {"com": asked["com"], "nu": asked["num"]})

    def _subscribe(self, sent: dict[str, str]) -> Answer:
        demand("schema and param", set(sent) == {"schema", "param"} and sent["schema"] == "json")
        asked = json.loads(sent["param"])
        if asked["key"] != self.secret["key"]:
            return self.error("600", "您不是合法的订阅者（即授权Key出错）")
        demand("company and number", has_all(asked, "company", "number"))
        if asked["number"] in self.subscribed:
            return self.error("501", "重复订阅")
        self.subscribed[asked["number"]] = asked["parameters"]["callbackurl"]
        return Answer(document={"result": True, "returnCode": "200", "message": "提交成功"})


def _row(node: Node) -> Document:
    at = node.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
    return {
        "time": at, "ftime": at, "context": node.text, "areaName": node.place, "status": node.text,
        "statusCode": node.code,
    }  # fmt: skip
