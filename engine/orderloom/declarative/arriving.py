"""A webhook's request, as the values of ``verify`` see it.

Texts of expressions are bounded and bodies may be bigger, so that long texts travel through them
as stand-ins that sort alike, and are put back afterwards: byte for byte, whatever they hold.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from orderloom.declarative.assembling import moments, plain
from orderloom.declarative.places import steps_of
from orderloom.definition.webhook import Form, Signature, Spot, Verify
from orderloom.errors import DeliveryFailed
from orderloom.flow.webhook import Arrival

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_LONG = 2_000
_PREFIX = 500
_MOST_FIELDS = 1_000
_MOST_CANDIDATES = 10


class Sent:
    """What arrived, taken apart as far as its kind is known."""

    def __init__(self, verify: Verify, arrival: Arrival) -> None:
        self.arrival = arrival
        self._verify = verify
        self.headers: dict[str, list[str]] = {}
        for name, value in arrival.headers:
            self.headers.setdefault(name, []).append(value)
        self.query = _pairs(arrival.query) or {}
        self.body = parsed(verify.form, arrival.body)

    def at(self, spot: Spot) -> Sequence[str]:
        """Give the texts that stand at a spot; more than a few are none."""
        match spot.part:
            case "header":
                found = self.headers.get(spot.name.lower(), [])
                if spot.key:
                    named = re.compile(rf"(?:^|[\s,;]){re.escape(spot.key)}[=,]([^\s,;]+)")
                    found = [value for each in found for value in named.findall(each)]
            case "query":
                found = [self.query[spot.name]] if spot.name in self.query else []
            case "body":
                value = _below(self.body, spot.name)
                found = [] if value is None else [plain(value)]
        return found if len(found) <= _MOST_CANDIDATES else []

    def one(self, spot: Spot | None) -> str | None:
        """Give the one text that stands at a spot; None when there is none, or several."""
        found = [] if spot is None else self.at(spot)
        return found[0] if len(found) == 1 and found[0] else None

    def seen(self, secret: object, connection: str) -> dict[str, Any]:
        """Give what values see, long texts as they are."""
        arrival = self.arrival
        header = {
            name.replace("-", "_"): values[0]
            for name, values in self.headers.items()
            if len(values) == 1
        }
        return {
            **moments(arrival.at),
            "nothing": "",
            "secret": secret,
            "connection": connection,
            "method": arrival.method,
            "url": arrival.url,
            "path": "/" + arrival.url.partition("://")[2].partition("/")[2],
            "header": header,
            "query": self.query,
            "sent": self.body,
            "time": self.one(self._verify.time),
            "delivery": self.one(self._verify.delivery),
        }

    def params(self, proof: Signature) -> str | None:
        """Give the outermost pairs of address and body, sorted, as they are signed."""
        own = () if proof.into.part == "header" else (proof.into.name,)
        left_out = {*proof.without, *own}
        body = self.body if isinstance(self.body, dict) else {}
        pairs = sorted((name, plain(value)) for name, value in {**self.query, **body}.items())
        text = proof.between.join(
            f"{name}{proof.pair}{value}"
            for name, value in pairs
            if name not in left_out and (value or proof.empty)
        )
        return text or None


class StandIns:
    """Short texts in place of long ones, which are put back in what was made of them."""

    def __init__(self) -> None:
        self._held: dict[bytes, bytes] = {}

    def of(self, raw: bytes, prefix: str = "") -> str:
        """Give what stands for these bytes."""
        mark = f"{prefix}\0{token_hex(8)}\0"
        self._held[mark.encode()] = raw
        return mark

    def within(self, value: object) -> object:
        """Give a value whose long texts are stood in for; they sort as before."""
        match value:
            case str() if len(value) > _LONG:
                return self.of(value.encode("utf-8", "surrogatepass"), value[:_PREFIX])
            case dict():
                return {name: self.within(each) for name, each in value.items()}
            case list():
                return [self.within(each) for each in value]
            case _:
                return value

    def back(self, text: str) -> bytes:
        """Give the bytes that a text means."""
        raw = text.encode("utf-8", "surrogatepass")
        for mark, held in self._held.items():
            raw = raw.replace(mark, held)
        return raw


def parsed(form: Form, body: bytes) -> object:
    """Read a body; None when it is not what it should be, or nothing says what it is."""
    try:
        match form:
            case "json":
                return _DECODER.decode(body) if body else None
            case "form":
                return _pairs(body.decode())
            case "xml":
                root = fromstring(body, forbid_dtd=True)
                return {child.tag: child.text or "" for child in root}
            case "any":
                return None
    except (
        msgspec.DecodeError, ValueError, RecursionError, ParseError, DefusedXmlException,
    ):  # fmt: skip
        return None


def _pairs(text: str) -> dict[str, str] | None:
    """Read a form; None when a name stands there twice: nobody could say which is meant."""
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except ValueError:
        return None
    found = dict(pairs)
    return found if len(found) == len(pairs) else None


def _below(at: object, path: str) -> object:
    for step in steps_of(path):
        if isinstance(at, dict):
            at = at.get(step)
        elif isinstance(at, list) and isinstance(step, int) and step < len(at):
            at = at[step]
        else:
            return None
    return at


def told(value: object) -> str | None:
    """Give a value as the text that it travels as; None when it is none."""
    try:
        return None if value is None else plain(value)
    except DeliveryFailed:
        return None
