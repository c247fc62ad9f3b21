"""Tokens of OAuth 2: fetched once, refreshed ahead of time, shared by all who need them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import msgspec
from msgspec import Struct

from orderloom.declarative.answers import judge, read
from orderloom.declarative.assembling import Parts, plain
from orderloom.definition.common import Value
from orderloom.definition.connector import Connector, OAuth2, Request
from orderloom.errors import DeliveryFailed
from orderloom.flow.surroundings import Surroundings
from orderloom.ports import Notebook, Session

_DEFAULT_SECONDS = 3600
_SECONDS = 30.0


class _Token(Struct, frozen=True):
    """A token, when it runs out, and what it can be refreshed with."""

    token: str
    until: datetime
    refresh: str | None = None


class Tokens:
    """The tokens of one connector's connections.

    One lock for each connection: whoever comes while a token is fetched waits for that one.
    """

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._locks: dict[str, Lock] = {}
        self._guard = Lock()

    def token(self, session: Session, auth: OAuth2) -> str:
        """Give a token that is good for a while yet.

        Raises:
            DeliveryFailed: None can be had.
        """
        with self._lock(session):
            known = _noted(session)
            if known is not None and session.clock.now() + auth.refresh_before < known.until:
                return known.token
            try:
                fetched = self._fetched(session, auth, known)
            except DeliveryFailed as error:
                if known is None or known.until <= session.clock.now():
                    raise
                # The one we have is good still: meanwhile somebody may mend what is wrong.
                failing = Expiring(known.until, error.code)
                session.notes.put(_EXPIRING, msgspec.json.encode(failing).decode())
                return known.token
            session.notes.put(_NOTE, msgspec.json.encode(fetched).decode())
            return fetched.token

    def forget(self, session: Session, refused: str) -> bool:
        """Let a refused token be fetched anew; False when there was none.

        Of several that are refused the same token the first spends it, and the others use the one
        that is fetched in its place.
        """
        with self._lock(session):
            known = _noted(session)
            if known is None:
                return False
            if known.token != refused:
                return True
            spent = _Token(known.token, session.clock.now(), known.refresh)
            session.notes.put(_NOTE, msgspec.json.encode(spent).decode())
            return True

    def _lock(self, session: Session) -> Lock:
        with self._guard:
            return self._locks.setdefault(session.connection, Lock())

    def _fetched(self, session: Session, auth: OAuth2, known: _Token | None) -> _Token:
        s: Mapping[str, Any] = {"secret": session.secret, "connection": session.connection}
        around = Surroundings(session.clock.now())

        def text_of(value: Value | None) -> str:
            return "" if value is None else plain(value.of(s, around))

        url = text_of(auth.token_url)
        if "://" not in url:
            url = (session.url or "").rstrip("/") + url
        refresh = (known and known.refresh) or text_of(auth.refresh)
        form = {"grant_type": "refresh_token", "refresh_token": refresh}
        if not refresh:
            form = {"grant_type": "client_credentials"}
        form |= {"client_id": text_of(auth.client), "client_secret": text_of(auth.password)}
        return self._asked(session, url, form, refresh)

    def _asked(self, session: Session, url: str, form: dict[str, str], refresh: str) -> _Token:
        place = self._connector.place
        request = Request(place=place, method="POST", path=Value(place=place), encoding="form")
        parts = Parts(request, url, session.clock.now())
        parts.add(form.items())
        response = session.http.send(parts.finished(_SECONDS))
        answer = read(response)
        judge(self._connector, response, answer)
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token:
            raise DeliveryFailed("OL876", "auth", connection=session.connection)
        lasting = answer.get("expires_in")
        seconds = int(lasting) if str(lasting).isdigit() else _DEFAULT_SECONDS
        until = session.clock.now() + timedelta(seconds=seconds)
        return _Token(token, until, answer.get("refresh_token") or refresh or None)


class Expiring(Struct, frozen=True):
    """When a token runs out that could not be refreshed, and why it could not (a code)."""

    until: datetime
    error: str


_NOTE = "token"
_EXPIRING = "token_expiring"


def token_until(notes: Notebook) -> datetime | None:
    """Say when a connection's token runs out; None: it has none."""
    noted = notes.get(_NOTE)
    return None if noted is None else msgspec.json.decode(noted, type=_Token).until


def token_expiring(notes: Notebook, now: datetime) -> Expiring | None:
    """Say which token runs out because it could not be refreshed; None: it was, or is spent."""
    noted = notes.get(_EXPIRING)
    known = None if noted is None else msgspec.json.decode(noted, type=Expiring)
    is_so = known is not None and known.until == token_until(notes) and now < known.until
    return known if is_so else None


def _noted(session: Session) -> _Token | None:
    noted = session.notes.get(_NOTE)
    return None if noted is None else msgspec.json.decode(noted, type=_Token)
