"""Opening another system's database, by the engine's rules."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from orderloom.errors import DeliveryFailed
from orderloom.ports import Session
from orderloom_connectors.peers import library, login_of, lost, peers_of, reason_of

_PORTS = {"postgresql": 5432}
SECONDS = 30


@contextmanager
def opened(session: Session) -> Iterator[sa.Engine]:
    """Open a database, and let it go at the end.

    Raises:
        DeliveryFailed: It cannot be reached or does not let us in.
    """
    engine = _postgresql(session) if session.url else _sqlite(session)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def told(session: Session) -> Iterator[None]:
    """Tell the database's errors as ours."""
    try:
        yield
    except sa.exc.OperationalError as error:
        # Also what PostgreSQL says of a wrong password; "28" is its class of those.
        state = str(getattr(error.orig, "sqlstate", None) or "")
        words = reason_of(session, error.orig or error)
        if state.startswith("28") or "password" in words:
            facts = {"connection": session.connection, "reason": words}
            raise DeliveryFailed("OL813", "auth", **facts) from None
        if "no such" in words:
            raise DeliveryFailed("OL825", "rejected", **_said(session, error)) from None
        raise lost(session, error.orig or error) from None
    except sa.exc.DBAPIError as error:
        raise DeliveryFailed("OL825", "rejected", **_said(session, error)) from None
    except sa.exc.SQLAlchemyError as error:
        facts = {"connection": session.connection, "reason": type(error).__name__}
        raise DeliveryFailed("OL825", "rejected", **facts) from error


def _said(session: Session, error: sa.exc.DBAPIError) -> Mapping[str, str]:
    """Give the first line of what a database says: the others may quote a row."""
    first = (str(error.orig).splitlines() or [""])[0]
    return {"connection": session.connection, "reason": reason_of(session, ValueError(first))}


def _sqlite(session: Session) -> sa.Engine:
    file = str(session.settings.get("file", "data.db"))
    folder = Path(session.folder or "")
    path = folder / file
    if session.folder is None or Path(file).name != file or not path.is_file():
        facts = {"connection": session.connection, "name": file}
        raise DeliveryFailed("OL815", "rejected", **facts)
    url = sa.URL.create("sqlite", database=str(path))
    return sa.create_engine(url, poolclass=sa.NullPool, connect_args={"timeout": SECONDS})


def _postgresql(session: Session) -> sa.Engine:
    library(session, "psycopg", "sql")
    connect = partial(_connected, session)
    return sa.create_engine("postgresql+psycopg://", creator=connect, poolclass=sa.NullPool)


def _connected(session: Session) -> Any:  # noqa: ANN401 - psycopg's connection
    """Connect to an address that was checked, under the name that its certificate must have."""
    psycopg = library(session, "psycopg", "sql")
    [peer, *_] = peers_of(session, _PORTS)
    plain = bool(session.settings.get("plain", False))
    addresses = session.reach.addresses(peer.host, peer.port, plain=plain)
    login = login_of(session)
    return psycopg.connect(
        host=",".join([peer.host] * len(addresses)),
        hostaddr=",".join(addresses),
        port=peer.port,
        dbname=peer.path or login.user,
        user=login.user,
        password=login.password,
        sslmode="disable" if plain else "verify-full",
        sslrootcert="" if plain else ssl.get_default_verify_paths().cafile or "system",
        gssencmode="disable",
        connect_timeout=SECONDS,
        options=f"-c statement_timeout={SECONDS}s",
    )
