"""A way out that knows what went over it last."""

from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.ports import Http


class Witness:
    """``ports.Http`` of one session, which one thread uses.

    Attributes:
        request: The last one, with its secrets; None before there was any.
        response: Its answer; None where none came.
    """

    def __init__(self, http: Http) -> None:
        self._http = http
        self.request: HttpRequest | None = None
        self.response: HttpResponse | None = None

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a request and give its answer."""
        self.request, self.response = request, None
        self.response = self._http.send(request)
        return self.response
