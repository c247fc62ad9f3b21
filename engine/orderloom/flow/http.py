"""HTTP requests and their answers, as connectors see them."""

from collections.abc import Mapping

from msgspec import Struct, field


class HttpRequest(Struct, frozen=True, kw_only=True):
    """What is sent.

    ``url`` is whole, with its query, and percent-encoded. ``seconds`` is for all of it, from the
    name's look-up to the last byte of the answer.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 30.0

    def __repr__(self) -> str:
        """Leave out what may hold a secret."""
        return f"HttpRequest({self.method}, {len(self.body)} bytes)"


class HttpResponse(Struct, frozen=True, kw_only=True):
    """What was answered, whatever the status.

    Names of ``headers`` are in lower case; one that came several times is joined by ``, ``.
    ``body`` is unpacked. ``seconds`` is how long the whole exchange took.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def __repr__(self) -> str:
        """Leave out what may hold a secret."""
        return f"HttpResponse({self.status}, {len(self.body)} bytes)"
