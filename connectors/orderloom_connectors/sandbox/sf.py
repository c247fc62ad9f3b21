"""SF: one address, forms with JSON text in them, and JSON text in the answers."""

import json
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from urllib.parse import quote_plus

from orderloom_connectors.sandbox.couriers import Courier, has_all, raw_md5
from orderloom_connectors.sandbox.digests import CHINA
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    Fields,
    Handler,
    demand,
    form_of,
    route_of,
)

_SKEW = timedelta(minutes=10)
_FORM = {"partnerID", "requestID", "serviceCode", "timestamp", "msgDigest", "msgData"}


class SF(Courier):
    """Books parcels and tells their routes, times naive in GMT+8."""

    connector = "sf"
    secret = MappingProxyType(
        {"partner_id": "sf-partner", "checkword": "sf-ch3ckword", "monthly_card": "7551234567"}
    )

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter, in the outer envelope."""
        return self._outer("A1001", f"必传参数不可为空: {why}")

    def reply(self, seen: Seen) -> Answer:
        """Check form, digest and time, then do what ``serviceCode`` says."""
        if (down := self.when_down()) is not None:
            return down
        demand("POST /std/service", route_of(seen) == "POST /std/service")
        sent = form_of(seen)
        demand("six fields", set(sent) == _FORM)
        at = datetime.fromtimestamp(int(sent["timestamp"]) / 1000, UTC)
        signed = sent["msgData"] + sent["timestamp"] + self.secret["checkword"]
        wanted = raw_md5(_as_java(signed))
        if sent["partnerID"] != self.secret["partner_id"]:
            return self._outer("A1004", "合作伙伴编码无效")
        if sent["msgDigest"] != wanted or abs(at - self.clock.now()) > _SKEW:
            return self._outer("A1006", "数字签名无效")
        handlers: dict[str, Handler] = {
            "EXP_RECE_CREATE_ORDER": self._create,
            "EXP_RECE_UPDATE_ORDER": self._cancel,
            "EXP_RECE_SEARCH_ROUTES": self._routes,
        }
        return handlers[sent["serviceCode"]](json.loads(sent["msgData"]))

    def _outer(self, code: str, text: str) -> Answer:
        document = {"apiResultCode": code, "apiErrorMsg": text, "apiResultData": ""}
        return self.refuse(code, document)

    def _inner(self, code: str, text: str) -> Answer:
        data = {"success": False, "errorCode": code, "errorMsg": text, "msgData": None}
        return self.refuse(code, _envelope(data))

    def _create(self, sent: Fields) -> Answer:
        contacts = {each["contactType"]: each for each in sent["contactInfoList"]}
        demand("a sender and a receiver", set(contacts) == {1, 2})
        for each in contacts.values():
            demand("contact, mobile, address", has_all(each, "contact", "mobile", "address"))
        demand("orderId", has_all(sent, "orderId", "monthlyCard"))
        if sent["orderId"] in self.booked:
            return self._inner("8016", "重复下单")
        number = self.book(sent["orderId"], "SF{:013}")
        waybills = [{"waybillType": 1, "waybillNo": number}]
        return _said({"orderId": sent["orderId"], "waybillNoInfoList": waybills})

    def _cancel(self, sent: Fields) -> Answer:
        demand("dealType 2", sent["dealType"] == 2)
        if sent["orderId"] not in self.booked:
            return self._inner("8018", "未获取到订单信息")
        del self.parcels[self.booked.pop(sent["orderId"])]
        return _said({"orderId": sent["orderId"], "resStatus": 2})

    def _routes(self, sent: Fields) -> Answer:
        demand("trackingType 1", sent["trackingType"] == "1")
        found = [{"mailNo": no, "routes": self._told(no)} for no in sent["trackingNumber"]]
        return _said({"routeResps": found})

    def _told(self, number: str) -> list[Document]:
        return [
            {
                "acceptTime": node.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
                "acceptAddress": node.place,
                "remark": node.text,
                "opCode": node.code,
            }
            for node in self.trace(number)
        ]


def _as_java(text: str) -> str:
    """Encode as java.net.URLEncoder does, which the platform's own sample calls."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def _said(data: Document) -> Answer:
    inner = {"success": True, "errorCode": "S0000", "errorMsg": None, "msgData": data}
    return Answer(document=_envelope(inner))


def _envelope(data: Document) -> Document:
    text = json.dumps(data, ensure_ascii=False)
    return {
        "apiErrorMsg": "",
        "apiResponseID": "1",
        "apiResultCode": "A1000",
        "apiResultData": text,
    }
