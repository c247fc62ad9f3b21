"""Connectors: what the compiler must know of any, and those that are definitions themselves.

In a declared connector the values of requests see ``input`` (of an operation), ``secret``,
``now`` and the same instant as ``epoch_s`` and ``epoch_ms``, in details ``ids``, and what no
expression can spell, ``newline`` and ``nothing``, the empty text. What is signed sees the request
besides: ``params body path target method time``, and ``sent``, every parameter by its outermost
name; ``target`` is the path with the query as it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal, TypeAlias

from orderloom.definition.common import Title, Value
from orderloom.definition.mapping import Path
from orderloom.definition.webhook import Verify
from orderloom.diagnostics import Place

ErrorClass: TypeAlias = Literal["transient", "throttled", "auth", "rejected", "bug"]
Side: TypeAlias = Literal["channel", "courier", "payment", "messages", "system"]
Encoding: TypeAlias = Literal["query", "json", "form"]
Values: TypeAlias = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationOutline:
    """An operation as definitions see it.

    Attributes:
        inputs: What ``with`` may give; None: anything.
        answers: What ``answer`` has; None: anything.
        irreversible: It cannot be taken back, and needs ``once``.
        undo: The operation that takes it back.
        required: Which of them must be there.
        takes: JSON Schema of each input that has one.
    """

    name: str
    inputs: tuple[str, ...] | None = None
    required: tuple[str, ...] = ()
    takes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    answers: tuple[str, ...] | None = None
    irreversible: bool = False
    undo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingOutline:
    """What ``with`` of a connection or stream may give; ``texts`` is one text or several."""

    name: str
    kind: Literal["text", "integer", "boolean", "texts", "map"] = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorShape:
    """A connector as definitions see it, in code or declared.

    ``needs`` are the address keys it requires (``url``, ``folder``, ``secret``), ``streams`` what
    it offers to read, empty: any name. ``verified`` are those whose webhooks it can check.
    ``media`` are the message media it can carry. ``schemes`` are those of its address, ``settings``
    and ``stream_settings`` what ``with`` may give. ``lacking`` names the extra whose library is not
    installed here. ``broken`` is why it cannot be used, a code with facts; then nothing else of it
    is known.
    """

    id: str
    needs: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    verified: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    operations: Mapping[str, OperationOutline] = field(default_factory=dict)
    schemes: tuple[str, ...] = ("http", "https")
    settings: tuple[SettingOutline, ...] = ()
    stream_settings: tuple[SettingOutline, ...] = ()
    lacking: str = ""
    broken: tuple[str, Mapping[str, str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Into:
    """Where a value goes in a request: ``header``, ``query`` or ``body``, under a name."""

    part: Literal["header", "query", "body"]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basic:
    """A user and a password in the header ``Authorization``."""

    user: Value
    password: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A token that does not change; ``into`` names where it goes if not ``Authorization``."""

    token: Value
    into: Into | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2:
    """A token fetched from ``token_url``, and again ``refresh_before`` it runs out.

    Attributes:
        token_url: Absolute, or a path below the connection's address.
        client: Client id.
        password: Client secret.
        refresh: Refresh token to begin with; None: the client's own credentials are the grant.
        into: Where the token goes, if not ``Authorization``.
    """

    token_url: Value
    client: Value
    password: Value
    refresh: Value | None = None
    refresh_before: timedelta = timedelta(minutes=5)
    into: Into | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A signature over the request.

    Attributes:
        over: The text that is signed.
        key: Of HMAC and RSA; plain digests have none.
        pair: Stands between name and value in ``params``, ``between`` between two pairs.
        into: Where the signature goes.
        value: What goes there instead of the bare signature, which it sees as ``signature``.
    """

    algorithm: Literal[
        "md5", "sha1", "sha256", "hmac_md5", "hmac_sha1", "hmac_sha256", "rsa_sha256"
    ]
    over: Value
    into: Into
    key: Value | None = None
    value: Value | None = None
    digest: Literal["hex", "HEX", "base64", "base64_hex"] = "hex"
    pair: str = ""
    between: str = ""

    @property
    def is_keyed(self) -> bool:
        """Say whether the algorithm takes a key; plain digests hash the secret with the text."""
        return self.algorithm.startswith(("hmac", "rsa"))


Auth: TypeAlias = Basic | Bearer | OAuth2 | Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What one request is made of; ``path`` is appended to the connector's.

    ``send`` travels as ``encoding`` says, ``query`` always in the address.
    """

    place: Place
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: Value
    encoding: Encoding
    send: Values = ()
    query: Values = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How a long answer goes on.

    Attributes:
        kind: ``number`` counts pages, ``backwards`` from the last one, ``offset`` rows,
            ``cursor`` hands a token on, ``link`` names the next address.
        first: Number of the first page, or first offset.
        size: Rows a page, sent as ``size_param``; None: the platform's own.
        param: Carries the number, offset or token.
        more: Path of what is true while there are more pages.
        next: Path of the next token or address; of ``link`` None: the header ``Link``.
        end: The token that means there is no next page.
        total: Path of the number of all rows, which says what page is the last.
        last: Path below the last row, whose value is the next token.
    """

    kind: Literal["number", "backwards", "offset", "cursor", "link"]
    first: int = 1
    size: int | None = None
    param: str = ""
    size_param: str | None = None
    more: Path | None = None
    next: Path | None = None
    end: str | None = None
    total: Path | None = None
    last: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How only what is new is asked for.

    Attributes:
        wire: How times travel, as ``format`` of a mapping.
        zone: Of times without offset; None: the connection's.
        step: The longest span that one request may ask for; None: any.
        granularity: The smallest difference of two times; a span ends so much before the next.
        param_from: Carries the beginning of the span.
        param_to: Carries its end; None: the platform takes until now.
        field: Where a row says when it was changed: the next span begins at the newest; None: it
            begins where the last ended.
    """

    wire: str
    param_from: str
    zone: str | None = None
    step: timedelta | None = None
    granularity: timedelta = timedelta(seconds=1)
    param_to: str | None = None
    field: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A second request for what a list only names; it sees ``ids``, ``each`` of them at once."""

    ids: Path
    request: Request
    each: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A stream: its list, page by page; ``verify`` checks what its webhook brings."""

    name: str
    place: Place
    request: Request | None
    records: Path | None = None
    page: Page | None = None
    cursor: Cursor | None = None
    detail: Detail | None = None
    verify: Verify | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Longest:
    """How long the platform lets a text be; ``unit`` says what ``most`` counts."""

    input: str
    most: int
    unit: Literal["bytes", "characters"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation.

    Attributes:
        answer: Name to path in what comes back.
        asked: Name to value of the inputs, where what comes back does not say what it is about.
        longest: Inputs that are cut where they are longer than the platform takes them.
        key: Where the idempotency key goes; None: the peer honours none.
        media: Message media that it carries; such an operation is called ``notify``.
        proof: Whether it carries what ``auth`` says; not where the platform takes none.
    """

    name: str
    place: Place
    request: Request
    inputs: tuple[str, ...] = ()
    answer: tuple[tuple[str, Path], ...] = ()
    asked: Values = ()
    longest: tuple[Longest, ...] = ()
    key: Into | None = None
    irreversible: bool = False
    undo: str | None = None
    media: tuple[str, ...] = ()
    proof: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """How refusals read.

    Attributes:
        at: Paths of codes in the answer, also of one with status 200, each of which must mean
            success; none: only the status counts.
        text: Paths of the words beside them, the first that has any.
        ok: Codes that mean success.
        classes: Status (``429``, ``5xx``) or code to its class.
    """

    at: tuple[Path, ...] = ()
    text: tuple[Path, ...] = ()
    ok: frozenset[str] = frozenset()
    classes: Mapping[str, ErrorClass] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """A declared connector.

    Attributes:
        path: Appended to the connection's address.
        params: Sent with every request, and signed with it.
        query: Sent in the address of every request.
        headers: Sent with every request.
        opened: Paths in an answer where JSON stands as text; it is read before anything else.
        rate: The platform's limit: so many requests in so long a time.
        serves: What its other side is.
        evidence: Where its facts are from, for its page.
    """

    id: str
    place: Place
    path: str
    auth: Auth | None
    encoding: Encoding
    params: Values = ()
    query: Values = ()
    headers: Values = ()
    streams: Mapping[str, Feed] = field(default_factory=dict)
    operations: Mapping[str, Operation] = field(default_factory=dict)
    errors: Errors = field(default_factory=Errors)
    opened: tuple[Path, ...] = ()
    rate: tuple[int, timedelta] | None = None
    serves: Side = "system"
    evidence: Title | None = None
    title: Title | None = None
    note: str | None = None
