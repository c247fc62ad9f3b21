"""From bytes to text, without ever guessing wrong in silence."""

from orderloom.errors import MessageRejected

MAX_BYTES = 64 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_ASCII = bytes(range(128))


def decode(body: bytes, encoding: str) -> str:
    """Give the text of a message.

    Args:
        body: At most 64 MB; a byte order mark is dropped.
        encoding: ``utf-8``, ``gbk`` (read as GB18030, which contains it), or ``auto``: UTF-8
            where it is that, else GB18030 where it is that.

    Raises:
        MessageRejected: It is too big, empty, has NULs, or is in another encoding.
    """
    if len(body) > MAX_BYTES:
        raise MessageRejected("OL502", size=str(len(body)), limit=str(MAX_BYTES))
    text = _decoded(body.removeprefix(_BOM), encoding, len(_BOM) if body[:3] == _BOM else 0)
    if not text or text.isspace():
        raise MessageRejected("OL503")
    if "\0" in text:
        line, column = line_and_column(text, text.index("\0"))
        raise MessageRejected("OL504", line=str(line), column=str(column))
    return text


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Give line and column, from 1, of the character at ``offset``."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def _decoded(body: bytes, encoding: str, skipped: int) -> str:
    if encoding == "gbk":
        return _strictly(body, "gb18030", skipped)
    try:
        return body.decode()
    except UnicodeDecodeError:
        # A byte order mark says UTF-8; text that is UTF-8 but for a few bytes is damaged UTF-8,
        # not GB18030, which would give almost any bytes a meaning.
        if encoding == "utf-8" or skipped or _is_nearly_utf8(body):
            return _strictly(body, "utf-8", skipped)
    return _strictly(body, "gb18030", skipped)


def _strictly(body: bytes, encoding: str, skipped: int) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise MessageRejected(
            "OL501",
            encoding={"utf-8": "UTF-8"}.get(encoding, "GB18030"),
            offset=str(error.start + skipped),
            line=str(body.count(b"\n", 0, error.start) + 1),
        ) from error


def _is_nearly_utf8(body: bytes) -> bool:
    foreign = len(body.translate(None, _ASCII))
    readable = len(body.decode(errors="ignore").encode().translate(None, _ASCII))
    return readable * 5 > foreign * 4
