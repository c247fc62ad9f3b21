"""Digests that several platforms sign with."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""The zone of Chinese platforms' naive times."""


def md5(text: str) -> str:
    """Give the digest of a text in lower-case hex."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def hmac_sha256(key: str, text: str) -> bytes:
    """Give the raw digest."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()


def around(secret: str, params: Mapping[str, str]) -> str:
    """Give upper(MD5(secret + sorted k v + secret)), empty values dropped."""
    pairs = "".join(f"{name}{params[name]}" for name in sorted(params) if params[name] != "")
    return md5(secret + pairs + secret).upper()


def in_china(at: datetime) -> str:
    """Write an instant as ``yyyy-MM-dd HH:mm:ss`` in GMT+8."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def china_time(text: str) -> datetime:
    """Read ``yyyy-MM-dd HH:mm:ss`` in GMT+8.

    Raises:
        ValueError: It is written otherwise.
    """
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
