"""Webhooks: how what a platform sends is known to be its own, opened, and answered.

The values see ``secret``, ``connection``, the request as it arrived (``body`` its raw text,
``method``, ``path``, ``url``, ``header.x_name`` in lower case with underscores, ``query.x``),
``sent``, what its body says, ``params``, its outermost pairs sorted, ``time``, ``delivery``, and
what no expression can spell, ``newline`` and ``nothing``.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from orderloom.definition.common import Value
from orderloom.diagnostics import Place
from orderloom.expression.compiled import Compiled

Part: TypeAlias = Literal["header", "query", "body"]
Form: TypeAlias = Literal["json", "form", "xml", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something stands in what arrived.

    Attributes:
        part: Which part of the request.
        name: Header, parameter, or path in the body such as ``resource.nonce``.
        key: Of a header that lists pairs (``t=1,v1=ab`` or ``v1,ab v1,cd``): the name of the pair.
    """

    part: Part
    name: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What must be signed, by whom, and where the signature stands.

    Attributes:
        key: Of HMAC and RSA (then the platform's public key); None: the secret itself.
        key_form: How the key is written; ``base64`` and ``hex`` are bytes in disguise.
        without: Names left out of ``params``.
        empty: Whether pairs without a value stand in ``params``.
    """

    algorithm: Literal[
        "md5", "sha1", "sha256", "hmac_md5", "hmac_sha1", "hmac_sha256", "rsa_sha256"
    ]
    over: Value
    into: Spot
    key: Value | None = None
    key_form: Literal["text", "base64", "hex"] = "text"
    digest: Literal["hex", "HEX", "base64", "base64_hex"] = "hex"
    pair: str = ""
    between: str = ""
    without: tuple[str, ...] = ()
    empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A text that only the platform knows; without ``into`` it is a bearer's."""

    token: Value
    into: Spot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Password:
    """A user and a password in the header ``Authorization``."""

    user: Value
    password: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Nothing but the seal: what opens as JSON was written by one who has the key."""


Proof: TypeAlias = Signature | Token | Password | Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What the mapping reads instead of the body.

    Attributes:
        kind: ``plain`` is not sealed; ``wecom`` AES-256-CBC with the receiver behind the text;
            ``aes_gcm`` AEAD_AES_256_GCM; ``aes_cbc`` with a key in base64 and an IV of zeros.
        text: What is to be opened.
        key: Opens it.
        nonce: Of ``aes_gcm``.
        associated: Of ``aes_gcm``, may be empty.
        receiver: Of ``wecom``: who must stand behind the text.
    """

    kind: Literal["plain", "wecom", "aes_gcm", "aes_cbc"]
    text: Value
    key: Value | None = None
    nonce: Value | None = None
    associated: Value | None = None
    receiver: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """A question that a platform asks by GET before it sends anything; it brings no message.

    Attributes:
        asks: The query parameter that makes a request one.
        reply: What is answered; sees ``opened`` besides.
    """

    asks: Spot
    reply: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """How a stream's webhook is checked and answered.

    Attributes:
        form: What its body is, and so which content types it may have.
        proof: How it is known to be the platform's.
        time: Where it says when it was sent; None: it does not, and may be replayed.
        time_format: ``epoch_s``, ``epoch_ms``, ``iso``, or a pattern in the connection's zone.
        window: How far its time may be from ours, before or behind.
        delivery: Where its own id stands; None: its bytes are its id.
        is_delivery_signed: Whether that id cannot be changed without breaking the signature.
        opened: What the mapping reads; None: the body.
        handshake: A question that comes before messages.
        skip: True of what is answered but not taken, such as a platform's test.
        ping: The one field of an unsigned form by which the platform tries the address; empty: it
            does not.
        reply: Exactly what the platform wants to hear when its message is durable.
        refusal: Exactly what it is told when the message is not taken.
    """

    place: Place
    form: Form
    proof: Proof
    time: Spot | None = None
    time_format: str = "epoch_s"
    window: timedelta = timedelta(seconds=300)
    delivery: Spot | None = None
    is_delivery_signed: bool = False
    opened: Seal | None = None
    handshake: Handshake | None = None
    skip: Compiled | None = None
    ping: str = ""
    reply: str = ""
    refusal: str = ""
