"""Strict servers of Pinduoduo, Taobao and Douyin, written from the platforms' facts alone."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

from tests.servers.platform import Platform, form_of, json_of, path_of, query_of

CHINA = timezone(timedelta(hours=8))
SKEW = timedelta(minutes=10)


def md5(text):
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def top_signature(secret, params):
    """Upper(MD5(secret + sorted k v + secret)), empty values dropped."""
    pairs = "".join(f"{name}{params[name]}" for name in sorted(params) if params[name] != "")
    return md5(secret + pairs + secret).upper()


def flat(document):
    return {
        name: value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        for name, value in document.items()
    }


class Pinduoduo(Platform):
    """``orders``: order_sn to (updated at, order document)."""

    secret = MappingProxyType(
        {"client_id": "pdd-app", "client_secret": "pdd-s3cret", "access_token": "pdd-t0ken"}
    )

    def __init__(self, clock, orders=()):
        super().__init__(clock)
        self.orders = dict(orders)
        self.shipped = []

    def error(self, code, text):
        return self.refuse(
            code, {"error_response": {"error_code": code, "error_msg": text, "request_id": "1"}}
        )

    def reply(self, seen):
        assert (seen.method, path_of(seen)) == ("POST", "/api/router")
        sent = flat(json_of(seen))
        sign = sent.pop("sign", None)
        if sent.get("client_id") != self.secret["client_id"] or sign != top_signature(
            self.secret["client_secret"], sent
        ):
            return self.error(20004, "签名sign校验失败")
        at = datetime.fromtimestamp(int(sent["timestamp"]), UTC)
        if abs(at - self.clock.now()) > SKEW:
            return self.error(20004, "timestamp")
        if sent.get("access_token") != self.secret["access_token"]:
            return self.error(10019, "access_token已过期")
        return self.methods[sent["type"]](self, sent)

    def listed(self, sent):
        begin, end = int(sent["start_updated_at"]), int(sent["end_updated_at"])
        size = int(sent.get("page_size", 100))
        for name in ("is_lucky_flag", "order_status", "refund_status", "page"):
            int(sent[name])
        if not (0 <= end - begin <= 30 * 60 and 1 <= size <= 100):
            return self.error(50001, "window or page")
        found = [no for no, (at, _) in self.orders.items() if begin <= at.timestamp() <= end]
        start = (int(sent["page"]) - 1) * size
        body = {
            "order_sn_list": [{"order_sn": no} for no in found[start : start + size]],
            "has_next": len(found) > start + size,
        }
        return 200, {"order_sn_increment_get_response": body}, {}

    def information(self, sent):
        order = self.orders[sent["order_sn"]][1]
        return 200, {"order_info_get_response": {"order_info": order}}, {}

    def ship(self, sent):
        assert set(sent) >= {"order_sn", "logistics_id", "tracking_number"}
        self.shipped.append((sent["order_sn"], sent["tracking_number"]))
        return 200, {"logistics_online_send_response": {"is_success": True}}, {}

    methods = MappingProxyType(
        {
            "pdd.order.number.list.increment.get": listed,
            "pdd.order.information.get": information,
            "pdd.logistics.online.send": ship,
        }
    )


class Taobao(Platform):
    """``orders``: tid to (modified, trade document)."""

    secret = MappingProxyType(
        {"app_key": "top-app", "app_secret": "top-s3cret", "session": "top-t0ken"}
    )

    def __init__(self, clock, orders=()):
        super().__init__(clock)
        self.orders = dict(orders)
        self.shipped = []

    def error(self, code, text):
        return self.refuse(code, {"error_response": {"code": code, "msg": text, "sub_msg": text}})

    def reply(self, seen):
        assert (seen.method, path_of(seen)) == ("POST", "/router/rest")
        sent = form_of(seen)
        sign = sent.pop("sign", None)
        assert (sent["format"], sent["v"], sent["sign_method"]) == ("json", "2.0", "md5")
        if sign != top_signature(self.secret["app_secret"], sent):
            return self.error(25, "Invalid signature")
        at = datetime.strptime(sent["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
        if abs(at - self.clock.now()) > SKEW or sent["app_key"] != self.secret["app_key"]:
            return self.error(25, "timestamp or key")
        if sent["session"] != self.secret["session"]:
            return self.error(27, "Invalid session")
        return self.methods[sent["method"]](self, sent)

    def listed(self, sent):
        bounds = [
            datetime.strptime(sent[name], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
            for name in ("start_modified", "end_modified")
        ]
        size, page = int(sent["page_size"]), int(sent["page_no"])
        if not (bounds[0] <= bounds[1] <= bounds[0] + timedelta(days=1) and 1 <= size <= 100):
            return self.error(41, "window or page")
        found = [tid for tid, (at, _) in self.orders.items() if bounds[0] <= at <= bounds[1]]
        start = (page - 1) * size
        trades = [{"tid": int(tid)} for tid in found[start : start + size]]
        body = {"has_next": len(found) > start + size}
        if trades:
            body["trades"] = {"trade": trades}
        return 200, {"trades_sold_increment_get_response": body}, {}

    def full(self, sent):
        assert sent["fields"]
        trade = self.orders[sent["tid"]][1]
        return 200, {"trade_fullinfo_get_response": {"trade": trade}}, {}

    def ship(self, sent):
        self.shipped.append((sent["tid"], sent["out_sid"]))
        shipping = {"shipping": {"is_success": True}}
        return 200, {"logistics_offline_send_response": shipping}, {}

    methods = MappingProxyType(
        {
            "taobao.trades.sold.increment.get": listed,
            "taobao.trade.fullinfo.get": full,
            "taobao.logistics.offline.send": ship,
        }
    )


class Douyin(Platform):
    """``orders``: order id to (updated, order document)."""

    secret = MappingProxyType(
        {"app_key": "dy-app", "app_secret": "dy-s3cret", "access_token": "dy-t0ken"}
    )

    def __init__(self, clock, orders=()):
        super().__init__(clock)
        self.orders = dict(orders)
        self.shipped = []

    def error(self, code, text):
        return self.refuse(code, {"code": code, "msg": text})

    def reply(self, seen):
        sent, body = query_of(seen), seen.body.decode()
        method = path_of(seen).removeprefix("/").replace("/", ".")
        canonical = json.dumps(
            json_of(seen), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        signed = {
            "app_key": self.secret["app_key"],
            "method": method,
            "param_json": canonical,
            "timestamp": sent["timestamp"],
            "v": "2",
        }
        secret = self.secret["app_secret"]
        text = secret + "".join(f"{name}{signed[name]}" for name in sorted(signed)) + secret
        wanted = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        if sent.pop("sign", None) != wanted or sent["method"] != method or body != canonical:
            return self.error(30001, "sign")
        at = datetime.strptime(sent["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
        if abs(at - self.clock.now()) > SKEW or sent["access_token"] != self.secret["access_token"]:
            return self.error(30005, "token or time")
        return self.methods[method](self, json_of(seen))

    def listed(self, sent):
        size = sent["size"]
        assert 1 <= size <= 100
        found = [
            order
            for at, order in self.orders.values()
            if sent["update_time_start"] <= at.timestamp() <= sent["update_time_end"]
        ]
        some = found[sent["page"] * size : (sent["page"] + 1) * size]
        data = {"shop_order_list": some, "total": len(found), "page": sent["page"], "size": size}
        return 200, {"code": 10000, "msg": "success", "data": data}, {}

    def ship(self, sent):
        self.shipped.append((sent["order_id"], sent["logistics_code"]))
        return 200, {"code": 10000, "msg": "success", "data": {}}, {}

    methods = MappingProxyType({"order.searchList": listed, "order.logisticsAdd": ship})
