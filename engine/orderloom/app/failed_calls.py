"""What was asked and answered when a call or a poll failed: kept, without secrets and people.

The last few of each connection stand among its notes, which are sealed; each is logged as well.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

import msgspec
from msgspec import Struct, structs

from orderloom.app.application import Application
from orderloom.app.secrets import texts_of
from orderloom.definition.flow import Flow
from orderloom.disguise.fakes import Fakes
from orderloom.disguise.leaves import leaves
from orderloom.disguise.people import people_in
from orderloom.disguise.secrets import SHORT, is_token_name
from orderloom.disguise.sensitive import sensitive_values
from orderloom.disguise.wrapped import rewritten
from orderloom.egress.masking import MASK, Mask
from orderloom.egress.witness import Witness
from orderloom.errors import DeliveryFailed, OrderloomError, OutgoingStopped
from orderloom.flow.effect import Call
from orderloom.flow.record import Record
from orderloom.ports import Notebook, Session

MOST: Final = 10
"""As many are kept of a connection; of a call the last try."""

LONGEST: Final = 2_000
"""Characters of a body that are kept."""

_SPELT = (json.dumps(MASK)[1:-1], quote(MASK))
_LARGEST = 131_072
_NOTE = "failed_calls"
POLL: Final = "poll"
_BROKEN = "OL640"
_WHOLE = ("authorization", "proxy-authorization", "cookie", "set-cookie")
_log = logging.getLogger(__name__)


class KeptRequest(Struct, frozen=True, kw_only=True):
    """A request that can be shown to operators."""

    method: str
    url: str
    headers: dict[str, str]
    body: str


class KeptAnswer(Struct, frozen=True, kw_only=True):
    """An answer that can be shown to operators."""

    status: int
    headers: dict[str, str]
    body: str


class FailedCall(Struct, frozen=True, kw_only=True):
    """A call or a poll that failed.

    Attributes:
        what: The operation; ``poll``.
        call: Its id in the outbox; None of a poll.
        tries: How often it was tried by then, one after the other.
        request: The last request; None: nothing left, or it was no HTTP.
        answer: Its answer; None: none came.
    """

    at: datetime
    what: str
    call: str | None
    tries: int
    code: str
    error_class: str
    request: KeptRequest | None = None
    answer: KeptAnswer | None = None


def keep_failed(
    app: Application, session: Session, error: Exception, what: str, call: Call | None = None
) -> None:
    """Keep and log what a session's last request and its answer were.

    Args:
        app: Says what is sensitive of the record that a call is about.
        session: Whose call or poll failed.
        error: Why.
        what: The operation; ``poll``.
        call: None of a poll.
    """
    if isinstance(error, OutgoingStopped):
        return  # nothing left
    request, answer = _exchange(session, set(_sensitive(app, call)))
    failed = FailedCall(
        at=app.clock.now(),
        what=what,
        call=None if call is None else call.id,
        tries=1,
        code=error.code if isinstance(error, OrderloomError) else _BROKEN,
        error_class=error.error_class if isinstance(error, DeliveryFailed) else "bug",
        request=request,
        answer=answer,
    )
    kept = list(failed_calls(session.notes))
    same = next((each for each in kept if _is_same(each, failed)), None)
    if same is not None:
        failed = structs.replace(failed, tries=same.tries + 1)
    others = [each for each in kept if each is not same]
    session.notes.put(_NOTE, msgspec.json.encode([*others, failed][-MOST:]).decode())
    if call is not None or same is None:  # a poll that goes on failing was told
        _log.warning("%s: %s", session.connection, msgspec.json.encode(failed).decode())


def failed_calls(notes: Notebook) -> tuple[FailedCall, ...]:
    """Give what failed lately on a connection, the newest last."""
    noted = notes.get(_NOTE)
    return () if noted is None else msgspec.json.decode(noted, type=tuple[FailedCall, ...])


def _is_same(before: FailedCall, now: FailedCall) -> bool:
    return (before.call, before.what) == (now.call, now.what) and (
        now.call is not None or before.code == now.code
    )


def _sensitive(app: Application, call: Call | None) -> Iterator[str]:
    """Give what is sensitive of the record that a call is about, and of those it refers to."""
    if call is None or call.record_id is None:
        return
    with app.stores.reader() as reader:
        record = reader.get(call.record_id)
        if record is None:
            return
        yield from _hidden(app.flow, record)
        for field in app.flow.records[record.type].fields.values():
            named = record.values.get(field.name) if field.kind == "reference" else None
            other = None if named is None else reader.get(str(named))
            if other is not None:
                yield from _hidden(app.flow, other)


def _hidden(flow: Flow, record: Record) -> Iterator[str]:
    for name, field in flow.records[record.type].fields.items():
        for _, value in sensitive_values(field, record.values.get(name)):
            yield str(value)


def _exchange(
    session: Session, sensitive: set[str]
) -> tuple[KeptRequest | None, KeptAnswer | None]:
    witness = session.http
    if not isinstance(witness, Witness) or witness.request is None:
        return None, None
    asked, said = witness.request, witness.response
    texts = [asked.url, _text(asked.body) or ""]
    headers = [asked.headers]
    if said is not None:
        texts.append(_text(said.body) or "")
        headers.append(said.headers)
    cover = _Cover(session, [*sensitive, *_told(texts, headers)])
    request = KeptRequest(
        method=asked.method,
        url=cover.text(asked.url),
        headers=cover.headers(asked.headers),
        body=cover.body(asked.body),
    )
    if said is None:
        return request, None
    headers_said, body = cover.headers(said.headers), cover.body(said.body)
    return request, KeptAnswer(status=said.status, headers=headers_said, body=body)


def _told(texts: Iterable[str], headers: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """Give tokens and people in what was said."""
    for text in texts:
        yield from (value for _, value in people_in(text))
        for path, value in leaves(text):
            if path and is_token_name(path[-1]):
                yield value
    for each in headers:
        yield from (text for name, text in each.items() if is_token_name(name))


class _Cover:
    """Takes secrets, and what is sensitive, out of texts."""

    def __init__(self, session: Session, others: Iterable[str]) -> None:
        token = session.notes.get("token")
        noted = () if token is None else (value for path, value in leaves(token) if path)
        secrets = [*texts_of(session.secret), *noted]
        self._mask = Mask(secrets)
        self._fakes = Fakes(SHORT)
        for each in (*secrets, *others):
            self._fakes.keep(each, MASK)

    def text(self, text: str) -> str:
        """Give a text that may be shown."""
        text = self._mask.text(rewritten(text, self._fakes))
        for spelt in _SPELT:
            text = text.replace(spelt, MASK)
        return text

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Give headers that may be shown."""
        return {
            name: MASK if name.lower() in _WHOLE else _cut(self.text(text))
            for name, text in headers.items()
        }

    def body(self, raw: bytes) -> str:
        """Give a body that may be shown; of what is no text, or very long, only its length."""
        text = _text(raw)
        return f"({len(raw)} B)" if text is None else _cut(self.text(text))


def _text(raw: bytes) -> str | None:
    try:
        return raw.decode() if len(raw) <= _LARGEST else None
    except UnicodeDecodeError:
        return None


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def shown_failures(failures: Iterable[FailedCall]) -> list[dict[str, Any]]:
    """Give failed calls as JSON has them."""
    return [msgspec.to_builtins(each) for each in failures]
