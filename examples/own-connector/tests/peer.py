"""A strict peer in memory: it refuses what the platform's documents do not allow."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.testing.clock import FrozenClock


@dataclass
class Peer:
    """The platform: its orders, its confirmations by key, and the tokens that it gave."""

    clock: FrozenClock
    secret: str
    orders: list[tuple[str, datetime]] = field(default_factory=list)
    confirmed: dict[str, str] = field(default_factory=dict)
    tokens: int = 0
    valid: str = ""

    def put(self, number: int) -> list[str]:
        """Lay new orders down, changed a second ago."""
        first = len(self.orders)
        ids = [f"T{first + each}" for each in range(number)]
        changed = self.clock.now() - timedelta(seconds=1)
        self.orders += [(each, changed) for each in ids]
        return ids

    def expire(self) -> None:
        """Refuse every token given so far."""
        self.valid = ""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        parts = urlsplit(request.url)
        match request.method, parts.path:
            case "POST", "/token":
                return self._token(request)
            case "GET", "/orders":
                return self._guarded(request, lambda: self._page(parts.query))
            case "POST", "/confirmations":
                return self._guarded(request, lambda: self._confirm(request))
            case _:
                return _answer(404, {})

    def _token(self, request: HttpRequest) -> HttpResponse:
        if json.loads(request.body) != {"secret": self.secret}:
            return _answer(401, {})
        self.tokens += 1
        self.valid = f"token-{self.tokens}"
        return _answer(200, {"token": self.valid})

    def _guarded(self, request: HttpRequest, work) -> HttpResponse:
        known = self.valid and request.headers.get("Authorization") == self.valid
        return work() if known else _answer(401, {})

    def _page(self, query: str) -> HttpResponse:
        asked = {name: values[0] for name, values in parse_qs(query, strict_parsing=True).items()}
        begin, end = (datetime.fromisoformat(asked[name]) for name in ("from", "to"))
        if begin.tzinfo is None or end.tzinfo is None or begin > end:
            return _answer(422, {})
        found = [name for name, changed in self.orders if begin <= changed < end]
        size = int(asked["size"])
        first = (int(asked["page"]) - 1) * size
        rows = [{"id": each} for each in found[first : first + size]]
        return _answer(200, {"orders": rows, "more": first + size < len(found)})

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Key")
        if not key or set(json.loads(request.body)) != {"number"}:
            return _answer(422, {})
        receipt = self.confirmed.setdefault(key, f"R{len(self.confirmed) + 1}")
        return _answer(200, {"receipt": receipt})


def _answer(status: int, document: dict) -> HttpResponse:
    body = json.dumps(document).encode()
    return HttpResponse(status=status, headers={}, body=body, seconds=0.0)
