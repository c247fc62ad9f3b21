"""Proving to a platform who speaks: passwords, tokens, signatures."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, assert_never

from orderloom.declarative.assembling import Parts, plain, signing
from orderloom.declarative.tokens import Tokens
from orderloom.definition.connector import Basic, Bearer, Connector, Into, OAuth2, Sign
from orderloom.errors import DeliveryFailed
from orderloom.flow.surroundings import Surroundings
from orderloom.ports import Session
from orderloom.signing.digests import KeyUnusable, sign

_AUTHORIZATION = Into(part="header", name="Authorization")
_BEARER = "Bearer "


class Authenticator:
    """Adds to requests what proves who sends them."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._tokens = Tokens(connector)

    def prove(self, session: Session, parts: Parts) -> None:
        """Add user and password, a token, or a signature over what the request is by now.

        Raises:
            DeliveryFailed: The secret lacks a part, or no token can be had.
        """
        auth, now = self._connector.auth, parts.now
        s: Mapping[str, Any] = {"secret": session.secret, "connection": session.connection}
        around = Surroundings(now)
        match auth:
            case None:
                pass
            case Basic():
                pair = f"{plain(auth.user.of(s, around))}:{plain(auth.password.of(s, around))}"
                parts.prove(_AUTHORIZATION, "Basic " + b64encode(pair.encode()).decode())
            case Bearer():
                _carry(parts, auth.into, plain(auth.token.of(s, around)))
            case OAuth2():
                _carry(parts, auth.into, self._tokens.token(session, auth))
            case Sign():
                _sign(auth, parts, s, session)
            case _:
                assert_never(auth)

    def forget(self, session: Session, parts: Parts) -> bool:
        """Drop the token of a request that was not believed; say whether another can be had."""
        if not isinstance(self._connector.auth, OAuth2) or not parts.proofs:
            return False
        return self._tokens.forget(session, parts.proofs[-1].removeprefix(_BEARER))


def _carry(parts: Parts, into: Into | None, token: str) -> None:
    if into is None:
        parts.prove(_AUTHORIZATION, _BEARER + token)
    else:
        parts.prove(into, token)


def _sign(auth: Sign, parts: Parts, s: Mapping[str, Any], session: Session) -> None:
    seen, around = signing(auth, parts, s), Surroundings(parts.now)
    text = plain(auth.over.of(seen, around))
    key = session.secret if auth.key is None else auth.key.of(seen, around)
    if auth.is_keyed and not isinstance(key, str):
        raise DeliveryFailed("OL874", "auth", connection=session.connection)
    try:
        made = sign(auth.algorithm, text, key=str(key or ""), digest=auth.digest)
    except KeyUnusable as error:
        raise DeliveryFailed("OL875", "auth", connection=session.connection) from error
    if auth.value is not None:
        parts.proofs.append(made)
        made = plain(auth.value.of(seen | {"signature": made}, around))
    parts.prove(auth.into, made)
