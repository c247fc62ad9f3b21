"""WeChat Pay v3: every request signed with RSA-SHA256 over its lines, amounts in fen."""

import base64
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from orderloom.ports import Clock
from orderloom_connectors.sandbox.digests import CHINA
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    Platform,
    demand,
    json_of,
    path_of,
    query_of,
)

_SKEW = timedelta(minutes=5)
_SCHEME = "WECHATPAY2-SHA256-RSA2048 "
_PART = re.compile(r'([a-z_]+)="([^"]*)"')
_TRADES = "/v3/pay/transactions/out-trade-no/"
_REFUNDS = "/v3/refund/domestic/refunds"


class WeChatPay(Platform):
    """Trades by ``out_trade_no``; the merchant's key is made when it starts."""

    connector = "wechat_pay"

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self._public = key.public_key()
        self._own = self.secret = MappingProxyType(
            {"mchid": "1900000001", "serial_no": "5157F09EFDC096DE", "private_key": pem.decode()}
        )
        self.trades: dict[str, Document] = {}
        self.refunds: dict[str, Document] = {}

    def error(self, code: str, text: str, status: int) -> Answer:
        """Refuse with code and text."""
        return self.refuse(code, {"code": code, "message": text}, status)

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self.error("PARAM_ERROR", why, 400)

    def pay(self, number: str, fen: int) -> None:
        """Let somebody pay a trade."""
        self.trades[number] = {
            "mchid": self._own["mchid"], "out_trade_no": number, "trade_state": "SUCCESS",
            "transaction_id": f"42000000{len(self.trades):020}", "trade_type": "JSAPI",
            "amount": {"total": fen, "payer_total": fen, "currency": "CNY"},
            "success_time": self.clock.now().astimezone(CHINA).isoformat(timespec="seconds"),
            "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}, "trade_state_desc": "支付成功",
        }  # fmt: skip

    def reply(self, seen: Seen) -> Answer:
        """Check the proof and the clock, then answer."""
        refused = self._refused(seen)
        if refused is not None:
            return refused
        path = path_of(seen)
        if path.startswith(_TRADES):
            number, _, what = path.removeprefix(_TRADES).partition("/")
            return self._trade(seen, number, what)
        if (seen.method, path) == ("POST", _REFUNDS):
            return self._refund(json_of(seen))
        demand("a known address", seen.method == "GET" and path.startswith(_REFUNDS))
        return Answer(document=self.refunds[path.rpartition("/")[2]])

    def _refused(self, seen: Seen) -> Answer | None:
        demand("Accept and User-Agent", {"accept", "user-agent"} <= set(seen.headers))
        proof = seen.headers.get("authorization", "")
        parts = dict(_PART.findall(proof.removeprefix(_SCHEME)))
        demand("a nonce of 1 to 32 signs", 1 <= len(parts["nonce_str"]) <= 32)
        lines = (seen.method, seen.target, parts["timestamp"], parts["nonce_str"])
        text = "".join(f"{line}\n" for line in (*lines, seen.body.decode()))
        known = (self._own["mchid"], self._own["serial_no"])
        is_ours = proof.startswith(_SCHEME) and (parts["mchid"], parts["serial_no"]) == known
        if not is_ours or not self._is_signed(text, parts["signature"]):
            return self.error("SIGN_ERROR", "签名错误", 401)
        at = datetime.fromtimestamp(int(parts["timestamp"]), UTC)
        if abs(at - self.clock.now()) > _SKEW:
            return self.error("SIGN_ERROR", "时间戳已过期", 401)
        return None

    def _is_signed(self, text: str, signature: str) -> bool:
        made = base64.b64decode(signature, validate=True)
        try:
            self._public.verify(made, text.encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True

    def _trade(self, seen: Seen, number: str, what: str) -> Answer:
        if what == "close":
            demand("the merchant", json_of(seen)["mchid"] == self._own["mchid"])
            return Answer(document={})
        demand("the merchant", query_of(seen)["mchid"] == self._own["mchid"])
        if number not in self.trades:
            return self.error("ORDER_NOT_EXIST", "订单不存在", 404)
        return Answer(document=self.trades[number])

    def _refund(self, sent: Mapping[str, Document]) -> Answer:
        """Give money back; the same ``out_refund_no`` is the same refund."""
        number, trade = str(sent["out_refund_no"]), self.trades[str(sent["out_trade_no"])]
        money, paid = sent["amount"], trade["amount"]["total"]
        demand("whole fen", all(type(money[name]) is int for name in ("refund", "total")))
        demand("the currency", money["currency"] == "CNY")
        gone = sum(each["amount"]["refund"] for no, each in self.refunds.items() if no != number)
        if money["total"] != paid or money["refund"] > paid - gone:
            return self.error("INVALID_REQUEST", "退款金额大于可退金额", 400)
        at = self.clock.now().astimezone(CHINA).isoformat(timespec="seconds")
        self.refunds.setdefault(
            number,
            {
                "refund_id": f"50000000{len(self.refunds):020}", "out_refund_no": number,
                "out_trade_no": trade["out_trade_no"], "status": "SUCCESS", "create_time": at,
                "success_time": at, "amount": dict(money),
            },
        )  # fmt: skip
        return Answer(document=self.refunds[number])
