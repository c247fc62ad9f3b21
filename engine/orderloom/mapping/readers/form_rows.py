"""The one row of a form-encoded body (``application/x-www-form-urlencoded``)."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

from orderloom.definition.mapping import Source
from orderloom.errors import MessageRejected
from orderloom.expression.faults import shown
from orderloom.flow.message import Message
from orderloom.mapping.readers.encoding import check_bytes, encoding_of
from orderloom.mapping.rows import Row

MAX_BYTES = 1024 * 1024
MAX_FIELDS = 1000
WHOLE = "form"
_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})|[^\x21-\x7e]")


def read_form(message: Message, source: Source) -> "FormRows":
    """Read the fields of a form; one that stands several times becomes a list.

    Raises:
        MessageRejected: It is no form, too big, or in another encoding.
    """
    body = message.body.strip(b"\r\n")
    if len(body) > MAX_BYTES:
        raise MessageRejected("OL502", size=str(len(body)), limit=str(MAX_BYTES))
    check_bytes(body)
    broken = _BROKEN.search(body)
    if broken is not None:
        found = body[broken.start() : broken.start() + 3].decode("latin-1")
        raise MessageRejected("OL529", offset=str(broken.start()), found=shown(found))
    pairs = [pair for pair in body.split(b"&") if pair]
    if len(pairs) > MAX_FIELDS:
        raise MessageRejected("OL530", count=str(len(pairs)), limit=str(MAX_FIELDS))
    return FormRows(_fields(pairs, source.encoding))


class FormRows:
    """The row of a form."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw

    def __iter__(self) -> Iterator[Row]:
        """Give the row."""
        return iter((self.at(0),))

    def at(self, mark: int) -> Row:
        """Give the row again."""
        return Row(mark, WHOLE, self._raw)


def _fields(pairs: list[bytes], encoding: str) -> dict[str, Any]:
    named = [_named(pair) for pair in pairs]
    # All of it is in one encoding, which a few characters alone may not tell.
    codec = encoding_of(b"\n".join(part for pair in named for part in pair), encoding)
    found: dict[str, Any] = {}
    for name, value in ((name.decode(codec), value.decode(codec)) for name, value in named):
        if name not in found:
            found[name] = value
        elif type(found[name]) is list:
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _named(pair: bytes) -> tuple[bytes, bytes]:
    name, _, value = pair.replace(b"+", b" ").partition(b"=")
    return unquote_to_bytes(name), unquote_to_bytes(value)
