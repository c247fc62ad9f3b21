"""A declared connector at work: the tester and the runner come through here alike."""

from collections.abc import Generator, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from orderloom.declarative.answers import judge, opened, picked, read
from orderloom.declarative.assembling import Parts, as_json, begin
from orderloom.declarative.authenticating import Authenticator
from orderloom.declarative.hiding import hidden, told_of
from orderloom.declarative.listing import demand_answer, demand_rows
from orderloom.declarative.newest import Newest
from orderloom.declarative.pages import PagesUnclear, Turning
from orderloom.declarative.places import each_found, found
from orderloom.declarative.shortening import shortened
from orderloom.declarative.spans import Span, last_moment, spans, written
from orderloom.definition.connector import Connector, Cursor, Detail, Feed, Request
from orderloom.errors import DeliveryFailed
from orderloom.flow.effect import Call
from orderloom.flow.http import HttpResponse
from orderloom.flow.surroundings import Surroundings
from orderloom.ports import ConnectorFacts, OperationShape, ReceivedFile, Session

SECONDS = 30.0
"""A request may take so long, from the look-up of the name to the last byte."""


class DeclaredConnector:
    """``ports.Connector`` over a definition; it keeps nothing between calls but tokens."""

    def __init__(self, definition: Connector) -> None:
        self.definition = definition
        self.id = definition.id
        self.needs: tuple[str, ...] = ("url",) if definition.auth is None else ("url", "secret")
        self.streams = tuple(definition.streams)
        operations = definition.operations.values()
        self.media = tuple(dict.fromkeys(medium for each in operations for medium in each.media))
        self.operations = tuple(
            OperationShape(
                name=each.name,
                irreversible=each.irreversible,
                keyed=each.key is not None,
                undo=each.undo,
            )
            for each in operations
        )
        self.facts = ConnectorFacts(
            serves=definition.serves,
            evidence=definition.evidence,
            rate=definition.rate,
            errors=definition.errors.classes,
        )
        self._authenticator = Authenticator(definition)

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        """Give a stream's answers, page by page, oldest span first.

        It comes to an end before its next request once the session is cancelled.

        Raises:
            DeliveryFailed: A request was refused or failed, or its answer cannot be read; what was
                given before stands, and the cursor stays before the span.
        """
        feed = self.definition.streams.get(stream)
        if feed is None or feed.request is None:
            raise DeliveryFailed("OL872", "bug", connector=self.id, stream=stream)
        if feed.cursor is None:
            yield from self._pages(session, feed, feed.request, Turning(feed.page), stream)
            return
        every = list(self._spans(session, feed.cursor, stream))
        for span in every:
            newest = Newest(self.id, feed, feed.cursor, session.zone)
            values = _span_values(feed.cursor, span, session.zone)
            name = f"{stream} {span.begin:%Y%m%dT%H%M%SZ}-{span.end:%Y%m%dT%H%M%SZ}"
            turning = Turning(feed.page, values, newest.see)
            pages = self._pages(session, feed, feed.request, turning, name)
            last = yield from _all_but_last(pages)
            if not turning.is_whole:  # broken off: the span is read again from its begin
                yield from () if last is None else (last,)
                return
            mark = newest.until(span, is_last=span is every[-1]).isoformat()
            if last is None:
                session.notes.put(f"cursor/{stream}", mark)
            else:  # its page is durable only after it was taken
                yield ReceivedFile(name=last.name, body=last.body, mark=mark)

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Remember how far a stream was read: its span is durable to the last page."""
        if file.mark:
            session.notes.put(f"cursor/{stream}", file.mark)

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Carry out an operation and give its answer's named parts.

        What the platform would not have taken whole is named under ``shortened``.

        Raises:
            DeliveryFailed: It was refused or failed.
            OutcomeUnknown: What came back does not say whether it was done.
        """
        operation = self.definition.operations.get(call.operation)
        if operation is None:
            raise DeliveryFailed("OL873", "bug", connector=self.id, operation=call.operation)
        given, cut = shortened(call.payload, operation.longest)
        parts = self._begin(session, operation.request, {"input": given})
        if operation.key is not None:
            parts.put(operation.key, call.key)
        parts.is_proven = operation.proof
        parts.is_read = bool(operation.answer)
        answer = self._send(session, parts)[1]
        now, seen = Surroundings(session.clock.now()), {"input": call.payload}
        asked = {name: value.of(seen, now) for name, value in operation.asked}
        told = {"shortened": list(cut)} if cut else {}
        return picked(answer, operation.answer) | asked | told

    def _spans(self, session: Session, cursor: Cursor, stream: str) -> Iterator[Span]:
        now = session.clock.now()
        noted = session.notes.get(f"cursor/{stream}")
        if noted is None:
            return spans(cursor, now - session.begin(stream), timedelta(0), now, session.zone)
        begin, overlap = datetime.fromisoformat(noted), session.overlap(stream)
        return spans(cursor, begin, overlap, now, session.zone)

    def _pages(
        self,
        session: Session,
        feed: Feed,
        request: Request,
        turning: Turning,
        name: str,
    ) -> Iterator[ReceivedFile]:
        goes_on = True
        while goes_on and not session.is_cancelled():
            parts = self._begin(session, request, {})
            if turning.link is None:
                parts.add(turning.values())
            else:
                parts.go_to(turning.link)
            response, answer = self._send(session, parts)
            demand_rows(self.id, feed, response, answer)
            goes_on = self._turned(turning, feed, response, answer)
            if not turning.is_skipped and (turning.rows or feed.records is None):
                page = f"{name} {turning.number}"
                if feed.detail is None:
                    yield ReceivedFile(name=page, body=self._body(response, answer))
                elif not (yield from self._details(session, feed, feed.detail, answer, name)):
                    return
            turning.is_whole = not goes_on

    def _turned(self, turning: Turning, feed: Feed, response: HttpResponse, answer: Any) -> bool:  # noqa: ANN401
        try:
            return turning.turn(feed, response, answer)
        except PagesUnclear as unclear:
            facts = {"stream": feed.name, "path": unclear.path, "pages": str(turning.number)}
            raise DeliveryFailed("OL891", "bug", connector=self.id, **facts) from unclear

    def _details(
        self,
        session: Session,
        feed: Feed,
        detail: Detail,
        answer: Any,  # noqa: ANN401 - JSON of any shape
        name: str,
    ) -> Generator[ReceivedFile, None, bool]:
        """Give each row of a page whole; False when it was broken off."""
        ids = _ids(feed, detail, answer)
        for start in range(0, len(ids), detail.each):
            if session.is_cancelled():
                return False
            some = ids[start : start + detail.each]
            parts = self._begin(session, detail.request, {"ids": some})
            response, told = self._send(session, parts)
            demand_answer(self.id, response, told)
            yield ReceivedFile(name=f"{name} {some[0]}", body=self._body(response, told))
        return True

    def _body(self, response: HttpResponse, answer: Any) -> bytes:  # noqa: ANN401
        """Give what a mapping reads: what was sent, unless text in it was opened."""
        return as_json(answer) if self.definition.opened else response.body

    def _begin(self, session: Session, request: Request, seen: Mapping[str, Any]) -> Parts:
        s = {"secret": session.secret, "connection": session.connection, **seen}
        with told_of(session):
            return begin(self.definition, request, session.url or "", s, session.clock.now())

    def _send(self, session: Session, parts: Parts) -> tuple[HttpResponse, Any]:
        """Send a request, with a fresh token once when the old one is not believed any more."""
        try:
            return self._once(session, parts)
        except DeliveryFailed as error:
            if error.error_class != "auth" or not self._authenticator.forget(session, parts):
                raise
        return self._once(session, parts)

    def _once(self, session: Session, parts: Parts) -> tuple[HttpResponse, Any]:
        if parts.is_proven:
            with told_of(session):
                self._authenticator.prove(session, parts)
        response = session.http.send(parts.finished(SECONDS))
        answer = opened(read(response), self.definition.opened)
        try:
            judge(self.definition, response, answer, is_read=parts.is_read)
        except DeliveryFailed as error:
            refused = hidden(error, session, parts.proofs)
        else:
            return response, answer
        raise refused  # out here, so that it drags nothing along that quotes the platform


def _ids(feed: Feed, detail: Detail, answer: Any) -> list[str]:  # noqa: ANN401 - JSON of any shape
    ids = [found(row, detail.ids) for row in each_found(answer, feed.records)]
    return [str(each) for each in dict.fromkeys(ids) if each is not None]


def _span_values(cursor: Cursor, span: Span, zone: str) -> tuple[tuple[str, Any], ...]:
    values: list[tuple[str, Any]] = [(cursor.param_from, written(cursor, span.begin, zone))]
    if cursor.param_to is not None:
        values.append((cursor.param_to, written(cursor, last_moment(cursor, span), zone)))
    return tuple(values)


def _all_but_last(
    pages: Iterator[ReceivedFile],
) -> Generator[ReceivedFile, None, ReceivedFile | None]:
    """Give every page but the last, and return that one: it stands for the whole span."""
    held: ReceivedFile | None = None
    for page in pages:
        if held is not None:
            yield held
        held = page
    return held
