"""Headers on their way out and in."""

import re
from collections.abc import Iterable, Mapping

from orderloom.flow.http import HttpRequest
from orderloom.hosts import WebAddress

# What says where a message ends or which way it goes is the client's own business.
_OURS = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "accept-encoding",
    }
)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_METHOD = re.compile(r"[A-Z]{3,10}")
_TUNNELS = frozenset({"CONNECT", "TRACE"})
_TEXT = re.compile(r"(?:[\x21-\x7e]+(?:[\t ]+[\x21-\x7e]+)*)?")
_AGENT = "Orderloom"

RawHeaders = list[tuple[bytes, bytes]]


class Unwritable(Exception):
    """A request that is none; the argument names the part, never its text."""


def wire_headers(request: HttpRequest, target: WebAddress) -> RawHeaders:
    """Give the headers as they are sent, ``Host`` first.

    Raises:
        Unwritable: The method or a header is not one, or is not the caller's to set.
    """
    if _METHOD.fullmatch(request.method) is None or request.method in _TUNNELS:
        raise Unwritable("method")
    headers = {"Host": target.authority, "User-Agent": _AGENT, "Accept-Encoding": "gzip"}
    if request.body or request.method in {"POST", "PUT", "PATCH"}:
        headers["Content-Length"] = str(len(request.body))
    for name, text in request.headers.items():
        lower = name.lower()
        if _TOKEN.fullmatch(name) is None or lower in _OURS or lower.startswith("proxy-"):
            raise Unwritable("header name")
        if _TEXT.fullmatch(text) is None:
            raise Unwritable(f"header {name}")
        if lower == "user-agent":
            del headers["User-Agent"]
        headers[name] = text
    return [(name.encode("ascii"), text.encode("ascii")) for name, text in headers.items()]


def answer_headers(raw: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    """Give an answer's headers by their names in lower case; repeated ones joined by ``, ``."""
    headers: dict[str, str] = {}
    for name, text in raw:
        key, said = name.decode("latin-1").lower(), text.decode("latin-1")
        headers[key] = f"{headers[key]}, {said}" if key in headers else said
    return headers
