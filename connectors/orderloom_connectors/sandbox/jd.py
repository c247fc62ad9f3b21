"""JD: forms with their input as JSON text, times with milliseconds and an offset."""

import json
from datetime import datetime, timedelta
from types import MappingProxyType

from orderloom_connectors.sandbox.digests import around, china_time, in_china
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
from orderloom_connectors.sandbox.samples import Sample
from orderloom_connectors.sandbox.shop import Shop

_SKEW = timedelta(minutes=10)
_MONTH = timedelta(days=31)
_LONGEST_PAGE = 50
_FORM = {"method", "app_key", "access_token", "timestamp", "v", "360buy_param_json", "sign"}


class JD(Shop):
    """Orders by ``orderId``; answers spell "responce"."""

    connector = "jd"
    secret = MappingProxyType(
        {"app_key": "jd-app", "app_secret": "jd-s3cret", "access_token": "jd-t0ken"}
    )

    def error(self, code: str, text: str) -> Answer:
        """Refuse in the platform's envelope; its status is 200 all the same."""
        return self.refuse(
            code, {"error_response": {"code": code, "zh_desc": text, "en_desc": text}}
        )

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self.error("43", f"参数错误: {why}")

    def no_such_order(self, number: str) -> Answer:
        """Refuse as a business error."""
        return self.error("10400001", f"订单不存在或已出库: {number}")

    def write(self, sample: Sample) -> tuple[str, Document]:
        """Amounts as texts in yuan, times of GMT+8, the receiver in an object of its own."""
        at, number = in_china(sample.placed_at), str(290_000_000_000 + sample.index)
        document: Document = {
            "orderId": number,
            "orderState": "WAIT_SELLER_STOCK_OUT" if sample.state != "unpaid" else "LOCKED",
            "orderStartTime": at,
            "modified": at,
            "orderTotalPrice": str(sample.goods),
            "orderPayment": str(sample.amount),
            "freightPrice": str(sample.postage),
            "sellerDiscount": str(sample.discount),
            "orderRemark": sample.remark,
            "consigneeInfo": {
                "fullname": sample.buyer,
                "mobile": sample.phone,
                "province": sample.province,
                "city": sample.city,
                "county": sample.district,
                "fullAddress": sample.street,
            },
        }
        if sample.state != "unpaid":
            document["paymentConfirmTime"] = at
        document["itemInfoList"] = [
            {
                "skuId": f"{number}{place}",
                "outerSkuId": line.sku,
                "skuName": line.name,
                "jdPrice": str(line.price),
                "itemTotal": str(line.quantity),
            }
            for place, line in enumerate(sample.lines)
        ]
        return number, document

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set the number and the state after shipping."""
        document |= {"orderState": "WAIT_GOODS_RECEIVE_CONFIRM", "waybill": tracking_number}

    def reply(self, seen: Seen) -> Answer:
        """Check signature, time and token, in this order."""
        demand("POST /routerjson", route_of(seen) == "POST /routerjson")
        sent = form_of(seen)
        demand("the common parameters and no others", set(sent) == _FORM)
        sign = sent.pop("sign")
        if sign != around(self.secret["app_secret"], sent):
            return self.error("13", "无效签名")
        at = datetime.strptime(sent["timestamp"], "%Y-%m-%d %H:%M:%S.%f%z")
        if abs(at - self.clock.now()) > _SKEW or sent["app_key"] != self.secret["app_key"]:
            return self.error("12", "时间戳或 app_key 无效")
        if sent["access_token"] != self.secret["access_token"]:
            return self.error("19", "token 已过期")
        handlers: dict[str, Handler] = {
            "jingdong.pop.order.search": self._search,
            "jingdong.pop.order.shipment": self._ship,
        }
        return handlers[sent["method"]](json.loads(sent["360buy_param_json"]))

    def _search(self, sent: Fields) -> Answer:
        begin, end = china_time(sent["start_date"]), china_time(sent["end_date"])
        page, size = int(sent["page"]), int(sent["page_size"])
        demand("at most a month", begin <= end <= begin + _MONTH)
        demand("page from 1, page_size 1..50", page >= 1 and 1 <= size <= _LONGEST_PAGE)
        demand("optional_fields and order_state", sent["optional_fields"] and sent["order_state"])
        found = list(self.between(begin, end).values())
        result = {
            "orderTotal": len(found),
            "orderInfoList": found[(page - 1) * size : page * size],
            "apiResult": {"success": True, "numberCode": 0},
        }
        body = {"code": "0", "searchorderinfo_result": result}
        return Answer(document={"jingdong_pop_order_search_responce": body})

    def _ship(self, sent: Fields) -> Answer:
        demand("a carrier", sent["logiCoprId"])
        body = {"code": "0", "sopjosshipment_result": {"success": True}}
        done = Answer(document={"jingdong_pop_order_shipment_responce": body})
        return self.ship(sent["orderId"], sent["logiNo"], done)
