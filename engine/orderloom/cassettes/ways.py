"""The ways out of a session while it is recorded, and while it is replayed."""

import ssl
from collections.abc import Mapping, Sequence
from typing import NoReturn

from orderloom.cassettes.cassette import Answered, Exchange, Failed, answered, asked
from orderloom.errors import DeliveryFailed, OutcomeUnknown, OutgoingStopped
from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.foresight.dry_notes import DryNotebook
from orderloom.ports import Http, Notebook


class Tape:
    """A way out that keeps what goes over it.

    Attributes:
        exchanges: As they were, with everything that is secret.
    """

    def __init__(self, http: Http) -> None:
        self._http = http
        self.exchanges: list[Exchange] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a request, and keep it with what came of it."""
        try:
            response = self._http.send(request)
        except OutgoingStopped:
            raise  # nothing left: there is nothing to keep
        except DeliveryFailed as error:
            failed = Failed(
                code=error.code,
                error_class=error.error_class,
                unknown=isinstance(error, OutcomeUnknown),
                facts=dict(error.facts),
            )
            self.exchanges.append(Exchange(request=asked(request), failed=failed))
            raise
        self.exchanges.append(Exchange(request=asked(request), answer=answered(response)))
        return response


class Player:
    """A way out on which what was answered once is answered again, in the same order.

    Attributes:
        requests: What was asked, also beyond what was recorded.
    """

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self._exchanges = exchanges
        self.requests: list[HttpRequest] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        """Give the next answer, whatever is asked.

        Raises:
            DeliveryFailed: So it was recorded; or nothing more was (OL835).
        """
        self.requests.append(request)
        number = len(self.requests)
        if number > len(self._exchanges):
            facts = {"recorded": str(len(self._exchanges)), "method": request.method}
            raise DeliveryFailed("OL835", "bug", path=request.url.partition("?")[0], **facts)
        exchange = self._exchanges[number - 1]
        if exchange.failed is not None:
            raise _again(exchange.failed)
        return _response(exchange.answer)


def _again(failed: Failed) -> DeliveryFailed:
    kind = OutcomeUnknown if failed.unknown else DeliveryFailed
    return kind(failed.code, failed.error_class, **failed.facts)


def _response(answer: Answered | None) -> HttpResponse:
    assert answer is not None  # noqa: S101 - a cassette that was read has one or the other
    return HttpResponse(
        status=answer.status,
        headers=answer.headers,
        body=answer.body.bytes(),
        seconds=answer.seconds,
    )


class ReadNotes:
    """What a connection remembers; keeps what was read of it, and writes to a dry run's notes.

    Attributes:
        read: Name to what stood there at the first reading.
    """

    def __init__(self, notes: Notebook) -> None:
        self._notes = DryNotebook(notes)
        self._put: set[str] = set()
        self.read: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """Give what is noted, and keep it unless it was noted here."""
        found = self._notes.get(name)
        if found is not None and name not in self._put:
            self.read.setdefault(name, found)
        return found

    def put(self, name: str, value: str) -> None:
        """Note a text."""
        self._put.add(name)
        self._notes.put(name, value)


class GivenNotes:
    """What a connection remembered when it was recorded."""

    def __init__(self, notes: Mapping[str, str]) -> None:
        self._notes = dict(notes)

    def get(self, name: str) -> str | None:
        """Give what is noted."""
        return self._notes.get(name)

    def put(self, name: str, value: str) -> None:
        """Note a text until the replay is over."""
        self._notes[name] = value


class NoReach:
    """No way out below HTTP: what goes there cannot be kept."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def connect(self, *_: object, **__: object) -> NoReturn:
        """Refuse."""
        raise self._refusal()

    def addresses(self, *_: object, **__: object) -> NoReturn:
        """Refuse."""
        raise self._refusal()

    def trust(self) -> ssl.SSLContext:
        """Refuse."""
        raise self._refusal()

    def _refusal(self) -> DeliveryFailed:
        return DeliveryFailed("OL840", "bug", connection=self._connection)
