"""Xiaohongshu: one address, four parameters signed with MD5, times in milliseconds."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from orderloom_connectors.sandbox.digests import md5
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    Fields,
    Handler,
    demand,
    json_of,
    route_of,
)
from orderloom_connectors.sandbox.samples import Sample
from orderloom_connectors.sandbox.shop import Shop

_SKEW = timedelta(minutes=10)
_WINDOW = {1: timedelta(hours=24), 2: timedelta(minutes=30)}
_LAST_PAGE = 100


class Xiaohongshu(Shop):
    """Orders by ``orderId``."""

    connector = "xiaohongshu"
    secret = MappingProxyType(
        {"app_id": "xhs-app", "app_secret": "xhs-s3cret", "access_token": "xhs-t0ken"}
    )

    def error(self, code: int, text: str) -> Answer:
        """Refuse in the platform's envelope; its status is 200 all the same."""
        document = {"error_code": code, "error_msg": text, "success": False, "data": None}
        return self.refuse(code, document)

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self.error(-9000, f"参数错误: {why}")

    def no_such_order(self, number: str) -> Answer:
        """Refuse as a business error."""
        return self.error(-2000101, f"包裹不存在或不属于此商家: {number}")

    def write(self, sample: Sample) -> tuple[str, Document]:
        """Amounts in fen, times as epoch milliseconds with 0 for not yet."""
        at, is_paid = int(sample.placed_at.timestamp()) * 1000, sample.state != "unpaid"
        number = f"P{700_000_000_000_000 + sample.index}"
        document: Document = {
            "orderId": number,
            "orderType": 1,
            "orderStatus": 4 if is_paid else 1,
            "orderAfterSalesStatus": 1,
            "cancelStatus": 0,
            "createdTime": at,
            "paidTime": at if is_paid else 0,
            "updateTime": at,
            "deliveryTime": 0,
            "totalPayAmount": int(sample.amount * 100),
            "totalShippingFree": int(sample.postage * 100),
            "receiverName": sample.buyer,
            "receiverPhone": sample.phone,
            "receiverProvinceName": sample.province,
            "receiverCityName": sample.city,
            "receiverDistrictName": sample.district,
            "receiverAddress": sample.street,
            "customerRemark": sample.remark,
        }
        document["skuList"] = [
            {
                "skuId": f"{sample.index:024x}{place}",
                "skuName": line.name,
                "erpcode": line.sku,
                "skuQuantity": line.quantity,
                "totalPaidAmount": int(line.price * line.quantity * 100),
                "skuDetailList": [{"pricePerSku": int(line.price * 100)}],
            }
            for place, line in enumerate(sample.lines)
        ]
        return number, document

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set ``orderStatus`` 6, to receive, and the parcel."""
        at = int(self.clock.now().timestamp()) * 1000
        document |= {"orderStatus": 6, "deliveryTime": at, "updateTime": at}
        document["simpleDeliveryOrderList"] = [{"expressTrackingNo": tracking_number}]

    def reply(self, seen: Seen) -> Answer:
        """Check signature, time and token, in this order."""
        address = "POST /ark/open_api/v3/common_controller"
        demand("the one address", route_of(seen) == address)
        sent = json_of(seen)
        signed = "&".join(f"{name}={sent[name]}" for name in ("appId", "timestamp", "version"))
        right = md5(f"{sent['method']}?{signed}{self.secret['app_secret']}")
        demand("version 2.0", sent["version"] == "2.0")
        if sent["sign"] != right or sent["appId"] != self.secret["app_id"]:
            return self.error(-9001, "签名错误")
        if abs(datetime.fromtimestamp(int(sent["timestamp"]), UTC) - self.clock.now()) > _SKEW:
            return self.error(-9002, "时间戳过期")
        if sent["accessToken"] != self.secret["access_token"]:
            return self.error(-9003, "accessToken 无效")
        handlers: dict[str, Handler] = {
            "order.getOrderList": self._list,
            "order.getOrderDetail": self._tell,
            "order.orderDeliver": self._ship,
        }
        return handlers[sent["method"]](sent)

    def _list(self, sent: Fields) -> Answer:
        begin, end = (
            datetime.fromtimestamp(int(sent[name]), UTC) for name in ("startTime", "endTime")
        )
        demand("30 minutes, 24 hours", begin <= end <= begin + _WINDOW[sent["timeType"]])
        page, size = int(sent["pageNo"]), int(sent["pageSize"])
        demand("pageNo, pageSize 1..100", 1 <= page <= _LAST_PAGE and 1 <= size <= 100)
        found = list(self.between(begin, end))
        rows = [{"orderId": number} for number in found[(page - 1) * size : page * size]]
        return _said({"total": len(found), "pageNo": page, "pageSize": size, "orderList": rows})

    def _tell(self, sent: Fields) -> Answer:
        if sent["orderId"] not in self.orders:
            return self.no_such_order(sent["orderId"])
        return _said(self.orders[sent["orderId"]][1])

    def _ship(self, sent: Fields) -> Answer:
        demand("expressCompanyCode", sent["expressCompanyCode"])
        return self.ship(sent["orderId"], sent["expressNo"], _said({}))


def _said(data: Document) -> Answer:
    return Answer(document={"error_code": 0, "success": True, "data": data})
