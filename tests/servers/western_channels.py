"""Strict servers of Shopee, Shopify and WooCommerce, written from the platforms' facts alone."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlencode

from tests.servers.platform import Platform, json_of, path_of, query_of


class Shopee(Platform):
    """``orders``: order_sn to (updated, order document)."""

    secret = MappingProxyType(
        {
            "partner_id": "2001",
            "partner_key": "sp-s3cret",
            "access_token": "sp-t0ken",
            "shop_id": "77",
        }
    )

    def __init__(self, clock, orders=()):
        super().__init__(clock)
        self.orders = dict(orders)
        self.shipped = []

    def error(self, name, text):
        return self.refuse(name, {"error": name, "message": text, "request_id": "1"}, 403)

    def reply(self, seen):
        path, sent = path_of(seen), query_of(seen)
        text = (
            f"{sent['partner_id']}{path}{sent['timestamp']}{sent['access_token']}{sent['shop_id']}"
        )
        key = self.secret["partner_key"].encode()
        if sent.pop("sign", None) != hmac.new(key, text.encode(), hashlib.sha256).hexdigest():
            return self.error("error_sign", "Wrong sign.")
        if any(sent[name] != self.secret[name] for name in ("partner_id", "shop_id")):
            return self.error("error_param", "There is no such partner or shop.")
        at = datetime.fromtimestamp(int(sent["timestamp"]), UTC)
        if abs(at - self.clock.now()) > timedelta(minutes=5):
            return self.error("error_param", "Invalid timestamp.")
        if sent["access_token"] != self.secret["access_token"]:
            return self.error("common.error_auth", "Invalid access_token.")
        method, asked = self.paths[path]
        assert seen.method == method
        return asked(self, sent, seen)

    def listed(self, sent, _):
        begin, end = int(sent["time_from"]), int(sent["time_to"])
        size, start = int(sent["page_size"]), int(sent.get("cursor") or 0)
        assert sent["time_range_field"] in {"create_time", "update_time"}
        if not (0 <= end - begin <= 15 * 86400 and 1 <= size <= 100):
            return self.error("error_param", "window or page")
        found = [no for no, (at, _) in self.orders.items() if begin <= at.timestamp() <= end]
        more = len(found) > start + size
        response = {
            "more": more,
            "next_cursor": str(start + size) if more else "",
            "order_list": [{"order_sn": no} for no in found[start : start + size]],
        }
        return 200, {"error": "", "message": "", "response": response, "request_id": "1"}, {}

    def detail(self, sent, _):
        wanted = sent["order_sn_list"].split(",")
        assert 1 <= len(wanted) <= 50
        orders = [self.orders[no][1] for no in wanted]
        return 200, {"error": "", "message": "", "response": {"order_list": orders}}, {}

    def ship(self, _, seen):
        sent = json_of(seen)
        self.shipped.append((sent["order_sn"], sent["non_integrated"]["tracking_number"]))
        return 200, {"error": "", "message": "", "request_id": "1"}, {}

    paths = MappingProxyType(
        {
            "/api/v2/order/get_order_list": ("GET", listed),
            "/api/v2/order/get_order_detail": ("GET", detail),
            "/api/v2/logistics/ship_order": ("POST", ship),
        }
    )


class Linked(Platform):
    """A shop whose pages are named by the header Link; ``orders``: id to (updated, document)."""

    def __init__(self, clock, orders=()):
        super().__init__(clock)
        self.orders = dict(orders)
        self.shipped = []

    def between(self, begin, end):
        begin, end = datetime.fromisoformat(begin), datetime.fromisoformat(end)
        return [order for at, order in self.orders.values() if begin <= at <= end]

    def next_link(self, path, query):
        return {"Link": f'<{self.base}{path}?{urlencode(query)}>; rel="next"'}


class Shopify(Linked):
    """Its pages after the first take nothing but ``limit`` and ``page_info``."""

    secret = MappingProxyType({"access_token": "shpat-t0ken"})

    def __init__(self, clock, orders=()):
        super().__init__(clock, orders)
        self.pages = {}

    def reply(self, seen):
        path = path_of(seen)
        if seen.headers.get("x-shopify-access-token") != self.secret["access_token"]:
            return self.refuse("token", {"errors": "[API] Invalid API key or access token"}, 401)
        if (seen.method, path) == ("POST", "/admin/api/2026-07/fulfillments.json"):
            sent = json_of(seen)["fulfillment"]
            [of] = sent["line_items_by_fulfillment_order"]
            self.shipped.append((of["fulfillment_order_id"], sent["tracking_info"]["number"]))
            return 201, {"fulfillment": {"id": 255858046}}, {}
        assert (seen.method, path) == ("GET", "/admin/api/2026-07/orders.json")
        sent = query_of(seen)
        limit = int(sent.pop("limit"))
        assert 1 <= limit <= 250
        if "page_info" in sent:
            assert set(sent) == {"page_info"}
            rows = self.pages[sent["page_info"]]
        else:
            assert sent["status"] == "any"
            rows = self.between(sent["updated_at_min"], sent["updated_at_max"])
        headers = {"X-Shopify-Shop-Api-Call-Limit": "1/40"}
        if len(rows) > limit:
            name = f"p{len(self.pages)}"
            self.pages[name] = rows[limit:]
            headers |= self.next_link(path, {"limit": limit, "page_info": name})
        return 200, {"orders": rows[:limit]}, headers


class WooCommerce(Linked):
    """Basic over key and secret; the list is the document itself."""

    secret = MappingProxyType({"key": "ck_1", "secret": "cs_s3cret"})

    def reply(self, seen):
        pair = f"{self.secret['key']}:{self.secret['secret']}".encode()
        if seen.headers.get("authorization") != "Basic " + base64.b64encode(pair).decode():
            document = {"code": "woocommerce_rest_cannot_view", "message": "Sorry"}
            return self.refuse("auth", document, 401)
        path = path_of(seen)
        if seen.method == "PUT":
            order_id = path.removeprefix("/wp-json/wc/v3/orders/")
            self.shipped.append((order_id, json_of(seen)["status"]))
            return 200, {"id": int(order_id), "status": json_of(seen)["status"]}, {}
        assert (seen.method, path) == ("GET", "/wp-json/wc/v3/orders")
        sent = query_of(seen)
        size, page = int(sent["per_page"]), int(sent.get("page", 1))
        assert 1 <= size <= 100
        assert sent["dates_are_gmt"] == "true"
        rows = self.between(sent["modified_after"], sent["modified_before"])
        pages = -(-len(rows) // size)
        headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(pages)}
        if page < pages:
            headers |= self.next_link(path, {**sent, "page": page + 1})
        return 200, rows[(page - 1) * size : page * size], headers
