"""What connectors in code share: operations, address, login, library, and what went wrong."""

import json
from collections.abc import Collection, Mapping
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from orderloom.errors import DeliveryFailed
from orderloom.flow.effect import Call
from orderloom.names import nearest
from orderloom.ports import ReceivedFile, Session

MASK = "•••"
_LONGEST_REASON = 200


class Peer(NamedTuple):
    """One host of a connection's address; ``path`` is decoded and without its first slash."""

    scheme: str
    host: str
    port: int
    path: str


class Login(NamedTuple):
    """Who we are; both empty: nobody."""

    user: str
    password: str


class MarkedFile(ReceivedFile, frozen=True, kw_only=True):
    """A file that brings along what must be told when it is durable.

    The very file that was given is handed back, so nothing is remembered between calls.
    """

    done: Any


def demand_operation(connector: str, call: Call, known: Collection[str]) -> None:
    """Refuse a call of an operation that a connector does not have.

    Raises:
        DeliveryFailed: It is none of ``known`` (OL614).
    """
    if call.operation not in known:
        raise DeliveryFailed(
            "OL614",
            "bug",
            connector=connector,
            operation=call.operation,
            nearest=nearest(call.operation, known) or "",
            known=", ".join(known),
        )


def peers_of(session: Session, ports: Mapping[str, int]) -> tuple[Peer, ...]:
    """Give the hosts of an address, such as ``kafka://b1:9092,b2:9092``.

    Args:
        session: The connection.
        ports: Usual port of each scheme.
    """
    scheme, _, rest = (session.url or "").partition("://")
    authority, _, path = rest.partition("/")
    return tuple(
        _peer(f"{scheme.lower()}://{each}/{path}", ports[scheme.lower()])
        for each in authority.split(",")
    )


def _peer(url: str, usual: int) -> Peer:
    parts = urlsplit(url)
    return Peer(
        parts.scheme, parts.hostname or "", parts.port or usual, unquote(parts.path.lstrip("/"))
    )


def login_of(session: Session) -> Login:
    """Give user and password: parts of the secret, or a text that is the password alone."""
    secret = session.secret
    if isinstance(secret, Mapping):
        return Login(secret.get("user", ""), secret.get("password", ""))
    return Login("", secret or "")


def part_of(session: Session, name: str) -> str:
    """Give a part of the secret, empty where there is none."""
    return session.secret.get(name, "") if isinstance(session.secret, Mapping) else ""


def library(session: Session, module: str, extra: str) -> Any:  # noqa: ANN401 - a module
    """Give a library that only this connector needs, imported when it is first needed.

    Raises:
        DeliveryFailed: It is not installed; the error names the extra that brings it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        facts = {"library": module.partition(".")[0], "extra": extra}
        raise DeliveryFailed("OL812", "bug", connection=session.connection, **facts) from error


def reason_of(session: Session, error: Exception) -> str:
    """Give a peer's words in one line, without any text of the secret."""
    words = " ".join(str(error).split()) or type(error).__name__
    secret = session.secret
    texts = secret.values() if isinstance(secret, Mapping) else (secret or "",)
    for text in sorted(filter(None, texts), key=len, reverse=True):
        words = words.replace(text, MASK)
    return words[:_LONGEST_REASON]


def lost(session: Session, error: Exception) -> DeliveryFailed:
    """Give the failure of a connection that broke off."""
    facts = {"connection": session.connection, "reason": reason_of(session, error)}
    return DeliveryFailed("OL814", "transient", **facts)


def needed(session: Session, call_input: Mapping[str, Any], operation: str, name: str) -> str:
    """Give an operation's input as text.

    Raises:
        DeliveryFailed: It is missing, empty, or no text.
    """
    found = call_input.get(name)
    if not isinstance(found, str) or not found:
        facts = {"operation": operation, "name": name}
        raise DeliveryFailed("OL818", "bug", connection=session.connection, **facts)
    return found


def body_of(payload: Mapping[str, Any], own: frozenset[str]) -> bytes:
    """Give what is published: the text ``body``, else a JSON object of the other inputs.

    Args:
        payload: An operation's input.
        own: Inputs that say where it goes, and do not travel.
    """
    body = payload.get("body")
    if isinstance(body, str):
        return body.encode()
    rest = {name: value for name, value in payload.items() if name not in own | {"body"}}
    return json.dumps(rest, ensure_ascii=False, default=str).encode()
