"""What platforms send by themselves, made from their documents, never from the verifier.

Each gives the headers, the query and the body of one delivery.
"""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlencode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

JSON = "application/json"


@dataclass(frozen=True)
class Delivery:
    """One request."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""
    method: str = "POST"


def shopify(body, secret, delivery="d-1"):
    """X-Shopify-Hmac-Sha256: base64 of the HMAC-SHA256 of the raw body under the app's secret."""
    mac = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    return Delivery(
        body,
        {
            "Content-Type": JSON,
            "X-Shopify-Hmac-Sha256": mac,
            "X-Shopify-Topic": "orders/create",
            "X-Shopify-Webhook-Id": delivery,
        },
    )


def woocommerce(body, secret, delivery="d-1"):
    """X-WC-Webhook-Signature: base64 of the HMAC-SHA256 of the body."""
    mac = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    return Delivery(
        body,
        {
            "Content-Type": JSON,
            "X-WC-Webhook-Signature": mac,
            "X-WC-Webhook-Delivery-ID": delivery,
            "X-WC-Webhook-Topic": "order.updated",
        },
    )


def stripe(body, secrets, at):
    """Stripe-Signature: t=…,v1=… for each active secret, over "t.payload"."""
    signed = f"{at}.".encode() + body
    macs = [hmac.new(each.encode(), signed, hashlib.sha256).hexdigest() for each in secrets]
    value = f"t={at}," + ",".join(f"v1={mac}" for mac in macs) + ",v0=6ffbb59b2300aae63f27240606"
    return Delivery(body, {"Content-Type": JSON, "Stripe-Signature": value})


def standard(body, secret, at, delivery="msg_1"):
    """standardwebhooks: base64 HMAC-SHA256 of "id.timestamp.payload" under the decoded secret."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{delivery}.{at}.".encode() + body, hashlib.sha256).digest()
    return Delivery(
        body,
        {
            "Content-Type": JSON,
            "webhook-id": delivery,
            "webhook-timestamp": str(at),
            "webhook-signature": f"v1a,bm90IG91cnM= v1,{base64.b64encode(mac).decode()}",
        },
    )


def wechatpay(event, platform_key, apiv3, at):
    """WeChat Pay v3: RSA-SHA256 over "ts\\nnonce\\nbody\\n"; the resource under AES-256-GCM."""
    nonce, associated = "fdasflkja484", "transaction"
    sealed = AESGCM(apiv3.encode()).encrypt(nonce.encode(), event, associated.encode())
    body = json.dumps(
        {
            "id": "EV-2018022511223320873",
            "event_type": "TRANSACTION.SUCCESS",
            "resource": {
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": base64.b64encode(sealed).decode(),
                "nonce": nonce,
                "associated_data": associated,
            },
        }
    ).encode()
    token = "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"
    signed = f"{at}\n{token}\n".encode() + body + b"\n"
    made = platform_key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    return Delivery(
        body,
        {
            "Content-Type": JSON,
            "Wechatpay-Timestamp": str(at),
            "Wechatpay-Nonce": token,
            "Wechatpay-Signature": base64.b64encode(made).decode(),
        },
    )


def _wecom_sealed(text, aes_key, receiver):
    key = base64.b64decode(aes_key + "=")
    plain = os.urandom(16) + len(text).to_bytes(4, "big") + text + receiver.encode()
    pad = 32 - len(plain) % 32
    machine = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(
        machine.update(plain + bytes([pad]) * pad) + machine.finalize()
    ).decode()


def wecom(text, token, aes_key, receiver, at, *, greets=False):
    """WeCom: SHA1 of the four sorted; as a POST of XML, or as the GET that asks for echostr."""
    sealed, nonce = _wecom_sealed(text, aes_key, receiver), "1372623149"
    made = hashlib.new(
        "sha1", "".join(sorted([token, str(at), nonce, sealed])).encode(), usedforsecurity=False
    ).hexdigest()
    query = {"msg_signature": made, "timestamp": at, "nonce": nonce}
    if greets:
        return Delivery(b"", query=urlencode({**query, "echostr": sealed}), method="GET")
    body = f"<xml><ToUserName>{receiver}</ToUserName><Encrypt>{sealed}</Encrypt></xml>".encode()
    return Delivery(body, {"Content-Type": "text/xml"}, urlencode(query))


def douyin(body, app_key, secret):
    """event-sign = MD5 hex of app_key + body + secret."""
    made = hashlib.new(
        "md5", app_key.encode() + body + secret.encode(), usedforsecurity=False
    ).hexdigest()
    return Delivery(body, {"Content-Type": JSON, "app-id": app_key, "event-sign": made})


def shopee(body, url, partner_key):
    """Authorization: HMAC-SHA256 hex over url|body."""
    made = hmac.new(partner_key.encode(), url.encode() + b"|" + body, hashlib.sha256).hexdigest()
    return Delivery(body, {"Content-Type": JSON, "Authorization": made})


def kuaishou(text, key):
    """AES/CBC/PKCS5 under a key in base64, the IV all zeros; the body is base64."""
    pad = 16 - len(text) % 16
    machine = Cipher(algorithms.AES(base64.b64decode(key)), modes.CBC(bytes(16))).encryptor()
    sealed = machine.update(text + bytes([pad]) * pad) + machine.finalize()
    return Delivery(base64.b64encode(sealed), {"Content-Type": "text/plain"})


def kuaidi100(param, salt):
    """A form of param and sign, the sign being the upper-case MD5 of param + salt."""
    made = hashlib.new("md5", (param + salt).encode(), usedforsecurity=False).hexdigest().upper()
    body = f"sign={made}&param={quote_plus(param)}".encode()
    return Delivery(body, {"Content-Type": "application/x-www-form-urlencoded"})


def alipay(params, private_key):
    """RSA2 over the decoded, sorted k=v&… without sign and sign_type; empty values left out."""
    text = "&".join(f"{name}={value}" for name, value in sorted(params.items()) if value)
    made = base64.b64encode(private_key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))
    body = urlencode({**params, "sign_type": "RSA2", "sign": made.decode()}).encode()
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    return Delivery(body, {"Content-Type": kind})
