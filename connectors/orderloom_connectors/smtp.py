"""Connector ``smtp``: sends messages of the medium ``email``.

``smtps://`` is encrypted from the start, ``smtp://`` by STARTTLS, with the certificate verified; a
server that offers neither gets no password, and in production nothing at all. The sender and where
roles read their mail stand in the connection's ``with`` (``from``, ``roles``).

Every mail is plain text, and with ``html: true`` also the same as HTML. No text of a message can
become a header: addresses must be plain ones, and a subject is one line. ``Message-ID`` is made of
the idempotency key: the same call again is the same mail to whoever looks at that, which not every
server does. So a mail whose outcome is unknown is not sent again by itself.
"""

import re
import smtplib
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from email.utils import format_datetime
from hashlib import blake2b
from html import escape
from typing import Any

from orderloom.errors import DeliveryFailed, OutcomeUnknown
from orderloom.flow.effect import Call
from orderloom.ports import (
    Connector,
    ConnectorFacts,
    OperationShape,
    ReceivedFile,
    Session,
    Setting,
)
from orderloom_connectors.peers import Peer, demand_operation, login_of, lost, peers_of, reason_of

NOTIFY = "notify"
SECONDS = 30.0
_PORTS = {"smtp": 587, "smtps": 465}
_PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<domain>[\w.-]{1,253})")
_ROLE = "role:"
_FOR_GOOD = 500


class Smtp:
    """Sends mails; see the module for what is promised."""

    id = "smtp"
    needs: tuple[str, ...] = ("url",)
    streams: tuple[str, ...] = ()
    media: tuple[str, ...] = ("email",)
    operations: tuple[OperationShape, ...] = (OperationShape(name=NOTIFY, irreversible=True),)
    facts = ConnectorFacts(
        schemes=tuple(_PORTS),
        settings=(
            Setting(name="from", required=True),
            Setting(name="name"),
            Setting(name="roles", kind="map"),
            Setting(name="html", kind="boolean"),
        ),
        evidence={
            "en": "Tested against a real SMTP server (aiosmtpd) on loopback, with TLS and "
            "STARTTLS; no provider's server was tried.",
            "zh": "已用本机真实 SMTP 服务器（aiosmtpd）验证 TLS 与 STARTTLS；未与任何服务商联调。",
        },
    )

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:  # noqa: ARG002
        """Give nothing."""
        return iter(())

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Do nothing: nothing was given."""

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Send a mail.

        Returns:
            ``id``: its Message-ID.

        Raises:
            OutcomeUnknown: The mail left, and the server did not say whether it took it.
            DeliveryFailed: It has no usable address, or the server does not take it.
        """
        demand_operation(self.id, call, (NOTIFY,))
        mail = _mail(session, call)
        with _opened(session, str(mail["From"].addresses[0].domain)) as server:
            _send(session, server, mail)
        return {"id": str(mail["Message-ID"])}


def _mail(session: Session, call: Call) -> EmailMessage:
    sender = _address(session, str(session.settings.get("from", "")), "from")
    text = str(call.payload.get("text") or "")
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["From"] = Address(_line(session.settings.get("name")), addr_spec=sender)
    mail["To"] = Address(addr_spec=_address(session, _addressee(session, call), "to"))
    mail["Subject"] = _line(call.payload.get("subject")) or _line(text)[:80]
    mail["Date"] = format_datetime(call.at)
    digest = blake2b(call.key.encode(), digest_size=20).hexdigest()
    mail["Message-ID"] = f"<{digest}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    if session.settings.get("html"):
        shown = escape(text).replace("\n", "<br>\n")
        mail.add_alternative(f"<!DOCTYPE html><html><body>{shown}</body></html>", subtype="html")
    return mail


def _addressee(session: Session, call: Call) -> str:
    """Give an address; a role's is where the connection says."""
    to = str(call.payload.get("to") or "")
    if not to.startswith(_ROLE):
        return to
    roles: Mapping[str, str] = session.settings.get("roles", {})
    return roles.get(to.removeprefix(_ROLE), "")


def _address(session: Session, text: str, part: str) -> str:
    """Give a plain address, its domain as it travels.

    Raises:
        DeliveryFailed: It is none; it is not repeated, for it may be a person's.
    """
    found = _PLAIN.fullmatch(text.strip())
    domain = ""
    if found is not None:
        with suppress(UnicodeError):
            domain = found["domain"].encode("idna").decode("ascii")
    if not domain:
        raise DeliveryFailed("OL821", "rejected", connection=session.connection, part=part)
    return f"{text.strip().rpartition('@')[0]}@{domain}"


def _line(text: object) -> str:
    """Give a text as one line without control characters: no header can end in it."""
    words = "".join(each if each.isprintable() else " " for each in str(text or ""))
    return " ".join(words.split())


class _Server(smtplib.SMTP):
    """The library's client over a socket that the engine opened and checked."""

    def __init__(self, session: Session, peer: Peer, own_name: str) -> None:
        self._session = session
        self._peer = peer
        super().__init__(local_hostname=own_name, timeout=SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        wire = self._session.reach.connect(host, port)
        if self._peer.scheme == "smtps":
            wire.settimeout(timeout)
            wire = self._session.reach.trust().wrap_socket(wire, server_hostname=host)
        wire.settimeout(timeout)
        return wire


@contextmanager
def _opened(session: Session, own_name: str) -> Iterator[smtplib.SMTP]:
    """Open a session with the server, encrypted and logged in, and close it at the end."""
    [peer, *_] = peers_of(session, _PORTS)
    server = _Server(session, peer, own_name)
    try:
        with _told(session):
            server.connect(peer.host, peer.port)
            server._host = peer.host  # type: ignore[attr-defined] # noqa: SLF001 - who the certificate must be of
            server.ehlo()
            _encrypt(session, server, peer)
            _let_in(session, server)
        yield server
    finally:
        with suppress(Exception):  # what is broken needs no goodbye
            server.quit()
        server.close()


def _encrypt(session: Session, server: smtplib.SMTP, peer: Peer) -> None:
    if peer.scheme == "smtps":
        return
    if server.has_extn("starttls"):
        server.starttls(context=session.reach.trust())
        server.ehlo()
        return
    if session.secret is not None:
        raise DeliveryFailed("OL826", "rejected", connection=session.connection)
    session.reach.addresses(peer.host, peer.port, plain=True)  # refuses in production


def _let_in(session: Session, server: smtplib.SMTP) -> None:
    login = login_of(session)
    if session.secret is None:
        return
    try:
        server.login(login.user, login.password)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        facts = {"connection": session.connection, "reason": reason_of(session, error)}
        raise DeliveryFailed("OL813", "auth", **facts) from None


def _send(session: Session, server: smtplib.SMTP, mail: EmailMessage) -> None:
    to, sender = (str(mail[part].addresses[0].addr_spec) for part in ("To", "From"))
    with _told(session):
        _accepted(session, server.mail(sender))
        _accepted(session, server.rcpt(to))
    try:
        code, words = server.data(mail.as_bytes())
    except smtplib.SMTPDataError as error:
        _accepted(session, (error.smtp_code, error.smtp_error))
    except (smtplib.SMTPException, OSError) as error:
        failed = lost(session, error)
        raise OutcomeUnknown(failed.code, failed.error_class, **failed.facts) from error
    else:
        _accepted(session, (code, words))


def _accepted(session: Session, reply: tuple[int, bytes | str]) -> None:
    """Go on when the server says yes.

    Raises:
        DeliveryFailed: It says no: for now, or for good.
    """
    code, words = reply
    if code < 400:
        return
    error_class = "rejected" if code >= _FOR_GOOD else "transient"
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    reason = reason_of(session, ValueError(f"{code} {said}"))
    raise DeliveryFailed("OL822", error_class, connection=session.connection, reason=reason)


@contextmanager
def _told(session: Session) -> Iterator[None]:
    try:
        yield
    except (smtplib.SMTPException, OSError) as error:
        raise lost(session, error) from error


CONNECTOR: Connector = Smtp()
