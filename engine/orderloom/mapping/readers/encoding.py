"""In which encoding bytes are written, without ever guessing wrong in silence."""

import codecs
from codecs import BOM_UTF8

from orderloom.errors import MessageRejected
from orderloom.flow.message import MOST_BYTES

_CHUNK = 1 << 16
_ASCII = bytes(range(128))
_READABLE = {"utf-8": "UTF-8", "gb18030": "GB18030"}


def decode(body: bytes, encoding: str) -> str:
    """Give the text of a message.

    Args:
        body: At most ``MOST_BYTES``; a byte order mark is dropped.
        encoding: ``utf-8``, ``gbk`` (read as GB18030, which contains it), or ``auto``: UTF-8
            where it is that, else GB18030 where it is that.

    Raises:
        MessageRejected: It is too big, empty, has NULs, or is in another encoding.
    """
    codec = encoding_of(body, encoding)
    return body.removeprefix(BOM_UTF8).decode(codec)


def as_utf8(body: bytes, encoding: str) -> bytes:
    """Give a message written in UTF-8, without a byte order mark; see ``decode``."""
    codec = encoding_of(body, encoding)
    body = body.removeprefix(BOM_UTF8)
    return body if codec == "utf-8" else body.decode(codec).encode()


def encoding_of(body: bytes, encoding: str) -> str:
    """Give the codec in which a message can be read to its end, ``utf-8`` or ``gb18030``.

    Args and errors are those of ``decode``; the text itself is not kept.
    """
    check_bytes(body)
    codec = _codec(body, encoding)
    body = body.removeprefix(BOM_UTF8)
    nul = body.find(b"\0")
    if nul >= 0:
        before = body[:nul].decode(codec)
        line, column = line_and_column(before, len(before))
        raise MessageRejected("OL504", line=str(line), column=str(column))
    return codec


def check_bytes(body: bytes) -> None:
    """Refuse what is too big or empty.

    Raises:
        MessageRejected: It is.
    """
    if len(body) > MOST_BYTES:
        raise MessageRejected("OL502", size=str(len(body)), limit=str(MOST_BYTES))
    if not body.removeprefix(BOM_UTF8).strip():
        raise MessageRejected("OL503")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Give line and column, from 1, of the character at ``offset``."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def check_encoding(body: bytes, codec: str, name: str, begin: int = 0) -> None:
    """Make sure that bytes can be read as ``codec``, which users know as ``name``.

    Args:
        body: As received.
        codec: Python's name of the encoding.
        name: Its name for people.
        begin: Where reading begins: behind a byte order mark that is left out. Read with it, the
            mark's last byte could pair with the one that follows.

    Raises:
        MessageRejected: They cannot, naming the first byte.
    """
    offset = _first_unreadable(body, codec, begin)
    if offset is not None:
        line = str(body.count(b"\n", 0, offset) + 1)
        raise MessageRejected("OL501", encoding=name, offset=str(offset), line=line)


def _codec(body: bytes, encoding: str) -> str:
    codec = "gb18030" if encoding == "gbk" else "utf-8"
    # A byte order mark says UTF-8; text that is UTF-8 but for a few bytes is damaged UTF-8, not
    # GB18030, which would give almost any bytes a meaning.
    begin = len(BOM_UTF8) if body.startswith(BOM_UTF8) else 0
    is_sure = encoding != "auto" or begin > 0
    if not is_sure:
        if _first_unreadable(body, codec) is None:
            return codec
        if not _is_nearly_utf8(body):
            codec = "gb18030"
    check_encoding(body, codec, _READABLE[codec], begin)
    return codec


def _first_unreadable(body: bytes, codec: str, begin: int = 0) -> int | None:
    """Give the offset of the first byte that cannot be read; a piece at a time is in memory."""
    if len(body) <= _CHUNK and _is_readable(body[begin:], codec):
        return None
    decoder = codecs.getincrementaldecoder(codec)()
    for start in range(begin, len(body), _CHUNK):
        piece = body[start : start + _CHUNK]
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(piece, final=start + _CHUNK >= len(body))
        except UnicodeDecodeError as error:
            return start - kept + error.start
    return None


def _is_readable(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf8(body: bytes) -> bool:
    foreign = len(body.translate(None, _ASCII))
    readable = len(body.decode(errors="ignore").encode().translate(None, _ASCII))
    return readable * 5 > foreign * 4
