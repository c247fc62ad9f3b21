"""Functions for what travels: JSON text, percent-encoding, and digests that prove who speaks.

A missing text is empty here: an empty body is signed like any other.
"""

import hashlib
import hmac as hashed
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import NoReturn
from urllib.parse import quote

import msgspec

from orderloom.expression.functions.model import Function, Parameter, UnfitLiteral
from orderloom.expression.limits import MAX_TEXT
from orderloom.expression.trouble import refuse
from orderloom.expression.types import TEXT
from orderloom.names import nearest

ALGORITHMS = ("md5", "sha1", "sha256", "sha512")


def _of_hex_text(digest: bytes) -> str:
    return b64encode(digest.hex().encode()).decode()


FORMS: Mapping[str, Callable[[bytes], str]] = MappingProxyType(
    {
        "hex": bytes.hex,
        "HEX": lambda digest: digest.hex().upper(),
        "base64": lambda digest: b64encode(digest).decode(),
        "base64_hex": _of_hex_text,
    }
)
"""How a digest is written; ``base64_hex`` encodes the hex text where others encode the bytes."""

_ENCODER = msgspec.json.Encoder(order="deterministic", decimal_format="number")


def json_of(value: object, start: int, end: int) -> str:
    """Write ``value`` as compact JSON, the keys of every object sorted."""

    def no_json(other: object) -> NoReturn:
        found = type(other).__name__.lower()
        refuse("OL390", start, end, expected="text, numbers, lists or objects", found=found)

    written = _ENCODER.encode(_plain(value, no_json)).decode()
    if len(written) > MAX_TEXT:
        refuse("OL393", start, end, limit=f"{MAX_TEXT:,}")
    return written


def _plain(value: object, no_json: Callable[[object], NoReturn]) -> object:
    """Refuse what JSON would write in a way of its own: instants, money, durations."""
    if isinstance(value, dict):
        return {name: _plain(part, no_json) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part, no_json) for part in value]
    if value is not None and not isinstance(value, str | bool | int | Decimal):
        no_json(value)
    return value


def encoded(text: str | None, start: int, end: int) -> str | None:
    """Percent-encode everything but letters, digits and ``-._~``, as UTF-8."""
    if text is None:
        return None
    written = quote(text, safe="")
    if len(written) > MAX_TEXT:
        refuse("OL393", start, end, limit=f"{MAX_TEXT:,}")
    return written


def digest(text: str | None, algorithm: str, form: str) -> str:
    """Hash a text, as UTF-8."""
    made = hashlib.new(algorithm, (text or "").encode(), usedforsecurity=False)
    return FORMS[form](made.digest())


def hmac(text: str | None, key: str | None, algorithm: str, form: str) -> str | None:
    """Hash a text under a key, both as UTF-8; missing without a key."""
    if key is None:
        return None
    return FORMS[form](hashed.new(key.encode(), (text or "").encode(), algorithm).digest())


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    def prepare(found: str) -> str:
        if found not in known:
            near = nearest(found, known) or ""
            raise UnfitLiteral("OL364", found=found, nearest=near, known=", ".join(known))
        return found

    return prepare


_MAYBE = Parameter(name="t", accepts=("text",), may_be_empty=True)
_JSON = Parameter(
    name="x", accepts=("text", "number", "boolean", "list", "object"), may_be_empty=True
)
_ALGORITHM = Parameter(
    name="algorithm", accepts=("text",), literal=True, prepare=_one_of(ALGORITHMS)
)
_FORM = Parameter(
    name="form",
    accepts=("text",),
    literal=True,
    default="hex",
    prepare=_one_of(tuple(FORMS)),
)

FUNCTIONS = (
    Function(
        name="json", parameters=(_JSON,), result=TEXT, run=json_of,
        takes_missing=True, located=True,
        en="the value as compact JSON, keys sorted", zh="把值写成紧凑 JSON,键排序",
    ),
    Function(
        name="encoded", parameters=(_MAYBE,), result=TEXT, run=encoded,
        takes_missing=True, located=True,
        en="the text percent-encoded, all but letters, digits and -._~",
        zh="百分号编码,仅保留字母、数字和 -._~",
    ),
    Function(
        name="digest", parameters=(_MAYBE, _ALGORITHM, _FORM), result=TEXT, run=digest,
        takes_missing=True, never_missing=True,
        en="hash of a text by md5, sha1, sha256 or sha512, as hex, HEX, base64 or base64_hex",
        zh="文本的摘要:md5、sha1、sha256 或 sha512,写成 hex、HEX、base64 或 base64_hex",
    ),
    Function(
        name="hmac",
        parameters=(_MAYBE, Parameter(name="key", accepts=("text",)), _ALGORITHM, _FORM),
        result=TEXT, run=hmac, takes_missing=True,
        en="hash of a text under a key; missing without a key", zh="带密钥的摘要;没有密钥则缺失",
    ),
)  # fmt: skip
