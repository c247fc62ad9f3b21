"""Texts inside texts: JSON, XML, forms, percent-encoding and Base64, as deep as they are nested.

What is replaced is written back in the spelling in which it stood; whatever holds nothing that is
replaced stays as it was, byte for byte.
"""

import binascii
import html
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Final, Protocol
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

DEEPEST: Final = 6
"""How many texts inside one another are looked into."""

_JSON = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|(?<![\d.eE+-])-?\d+(?![\d.eE])', re.DOTALL)
# Each of these goes through a text once, whatever stands there.
_XML = re.compile(
    r'<!\[CDATA\[((?:(?!<!\[CDATA\[).)*?)\]\]>|(?<==")([^"<]*)(?=")|(?<=>)([^<]+)', re.DOTALL
)
_PAIR = r"[A-Za-z_][\w.\[\]%~-]*=[^\s&]*"
_ONE = r"[A-Za-z_][\w.\[\]%~-]*=(?!=)[^\s&]+"  # Base64 may end in signs like this one
FORM: Final = re.compile(rf"{_PAIR}(?:&{_PAIR})+|{_ONE}", re.ASCII)
_VALUE = re.compile(r"(?<==)[^&]+")
_PERCENT = re.compile(r"[^\s&=?#;,\"'<>/]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_NAME = re.compile(r"[^\W\d][\w.\[\]*-]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)")


class Change(Protocol):
    """What is done to a text: to what is found in it, or to all of it."""

    def clean(self, text: str) -> str:
        """Give a text with everything replaced that is found in it."""
        ...

    def whole(self, text: str) -> str | None:
        """Give what stands in place of all of a text; None: it stays."""
        ...


def rewritten(text: str, change: Change, depth: int = DEEPEST) -> str:
    """Give a text with a change made to it and to every text inside it."""
    whole = change.whole(text)
    if whole is not None:
        return whole
    if depth == 0 or not text:
        return change.clean(text)

    def inner(found: str) -> str:
        return rewritten(found, change, depth - 1)

    if is_json(text):
        return _JSON.sub(lambda found: _token(found, change, inner), text)
    if is_xml(text):
        return _XML.sub(lambda found: _piece(found, inner), text)
    if FORM.fullmatch(text):
        return _VALUE.sub(lambda found: _value(found[0], inner), change.clean(text))
    text = change.clean(text)
    text = _PERCENT.sub(lambda found: _percent(found[0], inner), text)
    return _BASE64.sub(lambda found: _base64(found[0], inner), text)


def is_json(text: str) -> bool:
    """Say whether a text is a JSON object or list."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def is_xml(text: str) -> bool:
    """Say whether a text looks like XML."""
    start = text.lstrip("\ufeff \r\n\t")
    return start.startswith("<") and start.rstrip().endswith(">")


def from_base64(text: str) -> str | None:
    """Give the text that stands there in Base64; None: there is none."""
    try:
        raw = b64decode(text.translate({0x2D: 0x2B, 0x5F: 0x2F}) + "=" * (-len(text) % 4))
        found = raw.decode()
    except (binascii.Error, ValueError):
        return None
    return found if found.isprintable() or is_json(found) or is_xml(found) else None


def _token(found: re.Match[str], change: Change, inner: Callable[[str], str]) -> str:
    if found[1] is None:
        number = change.whole(found[0])
        if number is None or _NUMBER.fullmatch(number):
            return number or found[0]
        return json.dumps(number, ensure_ascii=False)
    text = json.loads(f'"{found[1]}"', strict=False)
    is_name = found[2] is not None
    # A name is a word of the platform's language, unless it is none.
    after = text if is_name and _NAME.fullmatch(text) else inner(text)
    if after == text:
        return found[0]
    return json.dumps(after, ensure_ascii=found[1].isascii()) + (found[2] or "")


def _piece(found: re.Match[str], inner: Callable[[str], str]) -> str:
    if found[1] is not None:
        return f"<![CDATA[{inner(found[1])}]]>"
    text = html.unescape(found[0])
    after = inner(text)
    return found[0] if after == text else escape(after, {'"': "&quot;"})


def _value(found: str, inner: Callable[[str], str]) -> str:
    """Give the value of a form's field, which may be written plainly or with percent signs."""
    after = _percent(found, inner)
    return quote(plain, safe="") if after == found and (plain := inner(found)) != found else after


def _percent(found: str, inner: Callable[[str], str]) -> str:
    if "%" not in found and "+" not in found:
        return found
    for spaced in (found.replace("+", " "), found):
        text = unquote(spaced, errors="surrogateescape")
        if text == found or not (text.isprintable() or is_json(text) or is_xml(text)):
            continue
        after = inner(text)
        if after != text:
            return quote(after, safe="").replace("%20", "+" if "+" in found else "%20")
    return found


def _base64(found: str, inner: Callable[[str], str]) -> str:
    text = from_base64(found)
    after = text if text is None else inner(text)
    if text is None or after is None or after == text:
        return found
    made = b64encode(after.encode()).decode()
    if "-" in found or "_" in found:
        made = made.translate({0x2B: 0x2D, 0x2F: 0x5F})
    return made if found.endswith("=") or len(found) % 4 == 0 else made.rstrip("=")
