"""A declared request, its values filled in and signed, as bytes.

What is signed is what is sent: the body is encoded once, and a signature that goes into it is put
there before the bytes are made for good.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from orderloom.declarative.places import nested
from orderloom.definition.connector import Connector, Into, Request, Sign, Values
from orderloom.errors import DeliveryFailed
from orderloom.flow.http import HttpRequest
from orderloom.flow.surroundings import Surroundings

_ENCODER = msgspec.json.Encoder(decimal_format="number", order="deterministic")
_BODY_TYPES = {"json": "application/json", "form": "application/x-www-form-urlencoded"}


class Parts:
    """A request under way.

    Attributes:
        now: When it was filled in: what is signed carries the very same time.
        query: Pairs of the address, in order.
        body: Pairs of the body by path, in order; sent as the request's encoding says.
        proofs: What was put there to prove who speaks, never to be told.
        is_proven: Whether anything is.
        is_read: Whether anybody reads more of the answer than its status.
    """

    def __init__(self, request: Request, url: str, now: datetime) -> None:
        self.request = request
        self.url = url
        self.now = now
        self.headers: dict[str, str] = {}
        self.query: list[tuple[str, Any]] = []
        self.body: list[tuple[str, Any]] = []
        self.proofs: list[str] = []
        self.is_proven = True
        self.is_read = True

    def prove(self, into: Into, proof: str) -> None:
        """Put what proves who speaks."""
        self.proofs.append(proof)
        self.put(into, proof)

    def put(self, into: Into, value: object) -> None:
        """Put a value where ``into`` says, in place of what is there."""
        if into.part == "header":
            self.headers[into.name] = plain(value)
            return
        pairs = self.query if into.part == "query" else self.body
        pairs[:] = [pair for pair in pairs if pair[0] != into.name]
        pairs.append((into.name, value))

    def add(self, values: Iterable[tuple[str, Any]]) -> None:
        """Add what travels as the request's encoding says; missing values stay away."""
        pairs = self.query if self.request.encoding == "query" else self.body
        pairs += [(name, value) for name, value in values if value is not None]

    def go_to(self, link: str) -> None:
        """Ask at an address that the platform gave, which has every parameter in it already."""
        self.url = link
        self.query.clear()

    def body_bytes(self) -> bytes:
        """Give the body as it stands now."""
        match self.request.encoding:
            case "json":
                return _ENCODER.encode(nested((n, wire(v)) for n, v in self.body))
            case "form":
                return urlencode([(n, plain(v)) for n, v in self._fields()]).encode()
            case _:
                return b""

    def _fields(self) -> list[tuple[str, Any]]:
        """Give a form's fields: what stands below a name, ``a.b``, is one field of JSON text."""
        deep = nested((name, wire(value)) for name, value in self.body if "." in name)
        return [*(pair for pair in self.body if "." not in pair[0]), *deep.items()]

    def signed_pairs(self) -> list[tuple[str, str]]:
        """Give every parameter that has a value, sorted by name, as a signature takes them.

        Of a nested body these are its outermost names, what is inside as compact JSON.
        """
        body = nested(self.body).items() if self.request.encoding == "json" else self._fields()
        pairs = [(name, plain(value)) for name, value in (*self.query, *body)]
        return sorted(pair for pair in pairs if pair[1])

    def address(self) -> str:
        """Give the whole address as it stands now."""
        if not self.query:
            return self.url
        pairs = [(name, plain(value)) for name, value in self.query]
        return self.url + ("&" if "?" in self.url else "?") + urlencode(pairs, quote_via=quote)

    def finished(self, seconds: float) -> HttpRequest:
        """Give the request ready to be sent."""
        url, body = self.address(), self.body_bytes()
        if body and self.request.encoding in _BODY_TYPES:
            self.headers.setdefault("Content-Type", _BODY_TYPES[self.request.encoding])
        return HttpRequest(
            method=self.request.method, url=url, headers=self.headers, body=body, seconds=seconds
        )


def evaluated(values: Values, s: Mapping[str, Any], now: datetime) -> list[tuple[str, Any]]:
    """Give the values of a request."""
    around = Surroundings(now)
    return [(name, value.of(s, around)) for name, value in values]


def as_json(document: Any) -> bytes:  # noqa: ANN401 - JSON of any shape
    """Write a document as compact JSON, numbers exact."""
    return _ENCODER.encode(document)


def moments(now: datetime) -> dict[str, str]:
    """Give an instant as platforms count it, and the line break that some sign with it."""
    seconds = int(now.timestamp())
    return {
        "epoch_s": str(seconds),
        "epoch_ms": str(seconds * 1000 + now.microsecond // 1000),
        "newline": "\n",
    }


def begin(
    connector: Connector, request: Request, base: str, s: Mapping[str, Any], now: datetime
) -> Parts:
    """Fill in a request: common parameters first, then its own."""
    s = {**s, **moments(now)}
    path = plain(request.path.of(s, Surroundings(now)))
    parts = Parts(request, base.rstrip("/") + connector.path + path, now)
    for name, value in evaluated(connector.headers, s, now):
        if value is not None:
            parts.headers[name] = plain(value)
    parts.query += [pair for pair in evaluated(connector.query, s, now) if pair[1] is not None]
    parts.query += [pair for pair in evaluated(request.query, s, now) if pair[1] is not None]
    parts.add(evaluated(connector.params, s, now))
    parts.add(evaluated(request.send, s, now))
    return parts


def signing(sign: Sign, parts: Parts, s: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the values of a signature see of the request."""
    pairs = [f"{name}{sign.pair}{value}" for name, value in parts.signed_pairs()]
    target = parts.address().partition("://")[2].partition("/")[2]
    return {
        **s,
        **moments(parts.now),
        "sent": dict(parts.signed_pairs()),
        "params": sign.between.join(pairs) or None,
        "body": parts.body_bytes().decode() or None,
        "path": "/" + target.partition("?")[0],
        "target": "/" + target,
        "method": parts.request.method,
    }


def plain(value: object) -> str:
    """Write a value as it travels outside JSON.

    Raises:
        DeliveryFailed: It is money, an instant or an object: the definition must say how.
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case Decimal():
            return f"{value:f}"
        case int():
            return str(value)
        case dict() | list():
            return _ENCODER.encode(wire(value)).decode()
        case _:
            raise _unsendable(value)


def wire(value: object) -> object:
    """Give a value as JSON has it.

    Raises:
        DeliveryFailed: It is money or an instant: the definition must say how.
    """
    if isinstance(value, dict):
        return {name: wire(part) for name, part in value.items() if part is not None}
    if isinstance(value, list) or type(value) is tuple:
        return [wire(part) for part in value]
    if value is None or isinstance(value, bool | str | int | Decimal):
        return value
    raise _unsendable(value)


def _unsendable(value: object) -> DeliveryFailed:
    return DeliveryFailed("OL877", "bug", kind=type(value).__name__.lower())
