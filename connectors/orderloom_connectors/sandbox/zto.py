"""ZTO: signed headers over a JSON body, times in epoch milliseconds."""

from types import MappingProxyType

from orderloom_connectors.sandbox.couriers import Courier, has_all, raw_md5
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    Fields,
    Handler,
    demand,
    json_of,
    path_of,
)


class ZTO(Courier):
    """Books parcels and tells their traces."""

    connector = "zto"
    secret = MappingProxyType(
        {"app_key": "zto-app", "app_secret": "zto-s3cret", "account": "zto-account"}
    )

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self._refused("S201", f"参数错误: {why}")

    def reply(self, seen: Seen) -> Answer:
        """Check key and digest of the raw body, then answer."""
        if (down := self.when_down()) is not None:
            return down
        demand("POST", seen.method == "POST")
        wanted = raw_md5(seen.body.decode() + self.secret["app_secret"])
        key, digest = (seen.headers.get(name) for name in ("x-appkey", "x-datadigest"))
        if (key, digest) != (self.secret["app_key"], wanted):
            return self._refused("S202", "签名校验失败")
        handlers: dict[str, Handler] = {
            "/zto.merchant.waybill.track.query": self._tell,
            "/zto.open.createOrder": self._create,
        }
        return handlers[path_of(seen)](json_of(seen))

    def _refused(self, code: str, text: str) -> Answer:
        document = {"status": False, "statusCode": code, "message": text, "result": None}
        return self.refuse(code, document)

    def _tell(self, sent: Fields) -> Answer:
        demand("billCode", has_all(sent, "billCode"))
        rows: list[Document] = [
            {
                "billCode": sent["billCode"],
                "scanDate": int(node.at.timestamp() * 1000),
                "scanType": node.code,
                "desc": node.text,
                "scanSite": {"name": node.place},
                "operateUser": node.operator,
            }
            for node in self.trace(sent["billCode"])
        ]
        return _said(rows)

    def _create(self, sent: Fields) -> Answer:
        receiver, sender = sent["receiveInfo"], sent["senderInfo"]
        demand("a receiver", has_all(receiver, "receiverName", "receiverMobile", "receiverAddress"))
        demand("a sender", has_all(sender, "senderName", "senderMobile", "senderAddress"))
        demand("the account", sent["accountInfo"]["accountId"] == self.secret["account"])
        order = sent["partnerOrderCode"]
        if order in self.booked:
            return self._refused("S210", "订单号重复")
        return _said({"partnerOrderCode": order, "billCode": self.book(order, "7{:013}")})


def _said(result: object) -> Answer:
    return Answer(
        document={"status": True, "statusCode": "SYS000", "message": "成功", "result": result}
    )
