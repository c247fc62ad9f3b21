"""What must not stand in a cassette: learnt from what was said, then replaced everywhere."""

import gzip
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, Final

import msgspec
from msgspec import structs

from orderloom.app.secrets import Secret, texts_of
from orderloom.cassettes.cassette import Exchange, body_of
from orderloom.disguise.fakes import Fakes
from orderloom.disguise.leaves import leaves
from orderloom.disguise.people import people_in
from orderloom.disguise.secrets import SHORT, Counterfeits, is_token_name
from orderloom.disguise.wrapped import rewritten

_CLOSED: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"(\xb5/\xfd",
)
"""How pictures, print files and archives begin: what they show, no search finds."""
_CHARSETS = ("utf-8", "gb18030")
_CODED = (*_CHARSETS, "utf-16-le", "utf-16-be")
_KEPT = 8
_MOST_TRIES = 2_000
PACKINGS: Final = (
    ((b"\x1f\x8b",), gzip.decompress, partial(gzip.compress, mtime=0)),
    ((b"\x78\x01", b"\x78\x9c", b"\x78\xda"), zlib.decompress, zlib.compress),
)
"""How packed bytes begin, how they are unpacked, and packed."""


class Cover:
    """Fakes of one cassette's secrets and people.

    Attributes:
        secrets: What is secret, and what was made of it.
        people: What tells of people, with the kind of its fake.
    """

    def __init__(self) -> None:
        self._fakes = Fakes(SHORT)
        self._counterfeits = Counterfeits()
        self.secrets: dict[str, str] = {}
        self.people: dict[str, str] = {}

    def secret(self, text: str, fake: str | None = None) -> None:
        """Take in a secret, or what was made of one, with the fake that is made of its fakes."""
        if not text or self._fakes.whole(text) is not None:
            return
        self._hear(text, "secret")
        if fake is not None:
            self._fakes.keep(text, fake)

    def person(self, kind: str, value: object) -> None:
        """Take in what tells of somebody; what is no text is too common to be sought."""
        if isinstance(value, str) and value.strip():
            self._hear(value.strip(), kind)

    def _hear(self, text: str, kind: str) -> None:
        self._fakes.avoid(text)
        known = self.secrets if kind == "secret" else self.people
        known.setdefault(text, kind)

    def settle(self) -> None:
        """Make the fakes, now that everything is known that none may be like; secrets first."""
        for text in self.secrets:
            if self._fakes.whole(text) is None:
                self._fakes.keep(text, self._counterfeit(text))
        for text, kind in self.people.items():
            self._fakes.learn(kind, text)

    def _counterfeit(self, text: str) -> str:
        """Make the fake of a secret; one sign may have no other, and stands for itself."""
        known = (*self._fakes.known().values(), *self.secrets, *self.people)
        taken = {each.casefold() for each in known}
        tried = (self._counterfeits.of(text, number) for number in range(1, _MOST_TRIES))
        return next((each for each in tried if each.casefold() not in taken), text)

    def hear(self, text: str, names: Collection[str]) -> None:
        """Learn tokens and people of what was said; ``names`` are fields that tell of people."""
        for path, value in leaves(text):
            if path and is_token_name(path[-1]) and len(value) >= SHORT:
                self.secret(value)
        for kind, value in people_in(text, names):
            self.person(kind, value)

    def text(self, text: str) -> str:
        """Give a text without secrets and people."""
        return rewritten(text, self._fakes)

    def is_replaced(self, text: str) -> bool:
        """Say whether a text has a fake that is another."""
        fake = self._fakes.whole(text)
        return fake is not None and fake.casefold() != text.casefold()

    def parts(self, secret: Secret | None) -> str | dict[str, str] | None:
        """Give what stands in place of the connection's secret."""
        if secret is None or isinstance(secret, str):
            return None if secret is None else self._fake(secret)
        return {name: self._fake(part) for name, part in secret.items()}

    def value(self, value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
        """Give JSON without secrets and people."""
        return msgspec.json.decode(self.text(msgspec.json.encode(value).decode()))

    def texts(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Give named texts without secrets and people."""
        return {name: self.text(text) for name, text in texts.items()}

    def exchange(self, exchange: Exchange) -> Exchange:
        """Give an exchange without secrets and people in what came of it; its request stays."""
        answer, failed = exchange.answer, exchange.failed
        if answer is not None:
            body = body_of(self.body(answer.body.bytes()))
            answer = structs.replace(answer, headers=self.texts(answer.headers), body=body)
        if failed is not None:
            failed = structs.replace(failed, facts=self.texts(failed.facts))
        return Exchange(request=exchange.request, answer=answer, failed=failed)

    def _fake(self, part: str) -> str:
        fake = self._fakes.whole(part)
        return part if fake is None else fake

    def body(self, raw: bytes) -> bytes:
        """Give bytes without secrets and people.

        What is packed is packed again. Pictures, print files and archives keep their first bytes
        and their length only: what they show, no search finds.
        """
        for magic, unpack, pack in PACKINGS:
            inner = unpacked(raw, magic, unpack)
            if inner is not None:
                after = self.body(inner)
                return raw if after == inner else pack(after)
        if raw.startswith(_CLOSED):
            return _blank(raw)
        for charset in _CHARSETS:
            text = decoded(raw, charset)
            if text is not None:
                after_text = self.text(text)
                return raw if after_text == text else after_text.encode(charset)
        return _blank(raw) if self._stands_in(raw) else raw

    def _stands_in(self, raw: bytes) -> bool:
        known = (*self.secrets, *self.people)
        return any(each.encode(charset) in raw for each in known for charset in _CODED)


def _blank(raw: bytes) -> bytes:
    return raw[:_KEPT] + bytes(max(len(raw) - _KEPT, 0))


def unpacked(
    raw: bytes, magic: tuple[bytes, ...], unpack: Callable[[bytes], bytes]
) -> bytes | None:
    """Give packed bytes unpacked; None: they are not packed so."""
    if not raw.startswith(magic):
        return None
    try:
        inner = unpack(raw)
    except (OSError, EOFError, zlib.error):
        return None
    return None if inner.startswith(magic) else inner


def decoded(raw: bytes, charset: str) -> str | None:
    """Give bytes as text; None: they are none in that charset."""
    try:
        return raw.decode(charset)
    except UnicodeDecodeError:
        return None


def readable(raw: bytes) -> str:
    """Give what bytes say, packed or not; empty where they say nothing that can be read."""
    for magic, unpack, _ in PACKINGS:
        inner = unpacked(raw, magic, unpack)
        raw = raw if inner is None else inner
    return next((text for each in _CHARSETS if (text := decoded(raw, each)) is not None), "")


def cover_for(secret: Secret | None, notes: Iterable[str]) -> Cover:
    """Give a cover that knows a connection's secret, and the tokens that it remembers."""
    cover = Cover()
    for part in texts_of(secret):
        cover.secret(part)
    for note in notes:
        cover.hear(note, ())
        for path, value in leaves(note):
            if path and path[-1] in ("token", "refresh") and value:
                cover.secret(value)
    return cover
