"""Connector ``corner_shop``: reads orders page by page, and confirms them.

A token is fetched with the secret, shared by all who ask at once, and fetched anew, once, when it
is refused. A span is over when its last page is durable; the next poll begins there.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from orderloom.errors import DeliveryFailed
from orderloom.flow.effect import Call
from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.ports import Connector, ConnectorFacts, OperationShape, ReceivedFile, Session

STREAM = "orders"
SIZE = 3
SECONDS = 30.0
CONFIRM = OperationShape(
    name="confirm",
    keyed=True,
    takes={
        "type": "object",
        "properties": {"number": {"type": "string"}},
        "required": ["number"],
        "additionalProperties": False,
    },
    gives={
        "type": "object",
        "properties": {"receipt": {"type": "string"}},
        "required": ["receipt"],
    },
)


class Platform:
    """Speaks the platform's protocol; it keeps nothing between calls but a lock."""

    id = "corner_shop"
    needs: tuple[str, ...] = ("url", "secret")
    streams: tuple[str, ...] = (STREAM,)
    media: tuple[str, ...] = ()
    operations: tuple[OperationShape, ...] = (CONFIRM,)
    facts = ConnectorFacts(serves="channel", errors={"409": "rejected"})

    def __init__(self) -> None:
        self._fetching = Lock()

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        """Give the pages of what changed since the last poll.

        Raises:
            DeliveryFailed: The platform refused, or nothing that can be read came back.
        """
        if stream != STREAM:
            raise self._failed("bug", f"no stream {stream}")
        now = session.clock.now()
        noted = session.notes.get(f"cursor/{stream}")
        begin = now - session.begin(stream)
        if noted is not None:
            begin = datetime.fromisoformat(noted) - session.overlap(stream)
        span = {"from": begin.isoformat(), "to": now.isoformat()}
        number, goes_on = 1, True
        while goes_on and not session.is_cancelled():
            query = urlencode({**span, "page": number, "size": SIZE})
            body, page = self._ask(session, "GET", f"/orders?{query}")
            goes_on = page.get("more") is True
            mark = "" if goes_on else now.isoformat()
            name = f"{stream} {span['from']} {span['to']} {number}"
            yield ReceivedFile(name=name, body=body, mark=mark)
            number += 1

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Remember that a span is durable to its last page."""
        if file.mark:
            session.notes.put(f"cursor/{stream}", file.mark)

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Confirm an order, once for each key.

        Raises:
            DeliveryFailed: There is no such operation, or the platform refused.
        """
        if call.operation != CONFIRM.name:
            raise self._failed("bug", f"no operation {call.operation}")
        body = json.dumps({"number": call.payload.get("number")}).encode()
        _, answer = self._ask(session, "POST", "/confirmations", body, call.key)
        return {"receipt": str(answer.get("receipt", ""))}

    def _ask(
        self, session: Session, method: str, path: str, body: bytes = b"", key: str = ""
    ) -> tuple[bytes, dict[str, Any]]:
        """Send a request, with a fresh token once when the old one is refused."""
        token = self._token(session, refused=None)
        response = self._send(session, method, path, body, {"Authorization": token, "Key": key})
        if response.status == 401:
            token = self._token(session, refused=token)
            response = self._send(session, method, path, body, {"Authorization": token, "Key": key})
        return response.body, self._read(response)

    def _token(self, session: Session, refused: str | None) -> str:
        """Give the token; who comes while another fetches it, waits and takes the same."""
        with self._fetching:
            known = session.notes.get("token")
            if known and known != refused:
                return known
            proof = json.dumps({"secret": session.secret}).encode()
            answer = self._read(self._send(session, "POST", "/token", proof, {}))
            token = str(answer.get("token", ""))
            session.notes.put("token", token)
            return token

    def _send(
        self, session: Session, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> HttpResponse:
        return session.http.send(
            HttpRequest(
                method=method,
                url=f"{session.url}{path}",
                headers={name: text for name, text in headers.items() if text},
                body=body,
                seconds=SECONDS,
            )
        )

    def _read(self, response: HttpResponse) -> dict[str, Any]:
        """Give what was answered; the platform's own words are not repeated: they may echo."""
        if not 200 <= response.status < 300:
            klass = self.facts.class_of(response.status)
            after = response.headers.get("retry-after", "")
            raise self._failed(klass, f"status {response.status}", after)
        try:
            answer = json.loads(response.body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise self._failed("transient", "an answer that is no JSON object")
        return answer

    def _failed(self, klass: str, text: str, retry_after: str = "") -> DeliveryFailed:
        return DeliveryFailed(self.id, klass, text=text, retry_after=retry_after)


CONNECTOR: Connector = Platform()
