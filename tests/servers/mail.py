"""A real SMTP server on loopback, as long as a test."""

import email.policy
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from tests.servers.rabbitmq import free_port

USER, PASSWORD = "shop", "open-sesame"


@dataclass
class MailServer:
    """A running server: what came, and what it answers to the data (None: it takes them)."""

    port: int = 0
    mails: list = field(default_factory=list)
    envelopes: list = field(default_factory=list)
    verdict: str | None = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        if self.verdict is not None:
            return self.verdict
        mail = message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(mail)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos, session.ssl is not None))
        return "250 taken"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def taking_mails(*, tls=None, at_once=False, login=False):
    """Take mails; ``tls`` is for STARTTLS, or with ``at_once`` from the start."""
    kept = MailServer()

    def let_in(server, session, envelope, mechanism, data):
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right)

    controller = Controller(
        kept,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=tls if at_once else None,
        tls_context=None if at_once else tls,
        require_starttls=tls is not None and not at_once,
        authenticator=let_in if login else None,
        auth_required=login,
        auth_require_tls=not at_once,
    )
    controller.start()
    kept.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield kept
    finally:
        controller.stop()
