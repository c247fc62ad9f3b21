"""The intake as an ASGI application: believe, keep, answer; work happens elsewhere."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from orderloom.errors import StoreUnusable, WebhookRefused
from orderloom.flow.webhook import Arrival
from orderloom.intake.accepting import Acceptor, TooBusy
from orderloom.intake.answering import Answer, Receive, Scope, Send, answer
from orderloom.intake.doors import Door, Porter
from orderloom.intake.requests import Unfitting, body_of, headers_of, judge_head, judge_type

_log = logging.getLogger(__name__)
_LATER = Answer(503, headers={"retry-after": "5"})


class Intake:
    """Answers platforms.

    Args:
        doors: Addresses by path.
        porter: Says whose a webhook is.
        acceptor: Makes durable.
        clock: Says what time it is.
        base: The address by which platforms know this machine, without a slash at its end.
    """

    def __init__(
        self,
        doors: Mapping[str, Door],
        porter: Porter,
        acceptor: Acceptor,
        clock: Callable[[], datetime],
        base: str,
    ) -> None:
        self._doors = doors
        self._porter = porter
        self._acceptor = acceptor
        self._now = clock
        self._base = base

    def stand(self, doors: Mapping[str, Door], porter: Porter) -> None:
        """Answer at other doors from the next request on; called by any thread."""
        self._doors, self._porter = doors, porter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request; nothing that a sender does is an error of ours."""
        if scope["type"] != "http":
            return
        try:
            given = await self._answered(scope, receive)
        except Unfitting as error:
            given = error.answer
        except (TooBusy, StoreUnusable):
            given = _LATER
        except Exception:  # noqa: BLE001 - the outermost handler: the sender shall come again
            _log.exception("a webhook could not be taken")
            given = _LATER
        await answer(send, given)

    async def _answered(self, scope: Scope, receive: Receive) -> Answer:
        porter, door = self._porter, self._doors.get(scope["path"])
        if door is None:
            return Answer(404, closes=True)
        headers = headers_of(scope)
        method, query = scope["method"], scope["query_string"].decode("latin-1")
        is_greeting = _is_greeting(door, query)
        judge_head(method, headers, door.checker, is_greeting=is_greeting)
        arrival = Arrival(
            method=method,
            url=self._base + door.path,
            query=query,
            headers=headers,
            body=await body_of(receive),
            at=self._now(),
        )
        if door.is_here and door.checker is not None and door.checker.is_ping(arrival):
            return Answer(200, door.checker.verify.reply)
        judge_type(arrival, door.checker)
        return await self._taken(porter, door, arrival)

    async def _taken(self, porter: Porter, door: Door, arrival: Arrival) -> Answer:
        verify = door.verify
        try:
            heard = porter.hear(door, arrival)
        except WebhookRefused as error:
            of = (door.connection.id, door.stream.name)
            await self._acceptor.refuse(*of, error.code, arrival)
            if not door.is_here:
                return Answer(404, closes=True)
            return Answer(401, "" if verify is None else verify.refusal)
        if heard.greeting is not None:
            return Answer(200, heard.greeting)
        if not heard.is_skipped:
            await self._acceptor.accept(porter.message(door, arrival, heard))
        return Answer(200, "" if verify is None else verify.reply)


def _is_greeting(door: Door, query: str) -> bool:
    """Say whether a request asks a question and brings nothing, whatever its method."""
    asked = None if door.verify is None else door.verify.handshake
    if asked is None:
        return False
    return any(name == asked.asks.name for name, _ in parse_qsl(query, keep_blank_values=True))
