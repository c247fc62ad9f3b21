"""What keeps the pages to this computer and to themselves."""

from flask import Response, request
from werkzeug.exceptions import MisdirectedRequest

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost"})

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def refuse_other_hosts() -> None:
    """Refuse a request that names another host: some page's script may have re-bound a name.

    Raises:
        MisdirectedRequest: The Host header is not this computer's own, or absent.
    """
    host = request.headers.get("Host", "")
    name, _, port = host.partition(":")
    if name.lower() not in LOCAL_HOSTS or (port and not port.isdecimal()):
        raise MisdirectedRequest


def add_headers(response: Response) -> Response:
    """Tell browsers to trust nothing but what comes from here."""
    response.headers.update(HEADERS)
    return response
