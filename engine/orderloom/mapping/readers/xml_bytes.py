"""In which encoding an XML file is written: what it says itself, held against what it is."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from types import MappingProxyType

from orderloom.errors import MessageRejected
from orderloom.mapping.readers.encoding import check_bytes, check_encoding

_DECLARED = re.compile(
    rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,39})["']"""
)
_CODECS: Mapping[str, str] = MappingProxyType(
    {
        "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8",
        "utf-16": "utf-16", "utf-16le": "utf-16", "utf-16be": "utf-16",
        "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs",
        "iso-8859-1": "iso-8859-1", "windows-1252": "cp1252",
    }
)  # fmt: skip
"""A declared name, in small letters, to the codec that reads it: the widest of its family."""

_MARKS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))


def xml_as_utf8(body: bytes, encoding: str) -> bytes:
    """Give an XML file written in UTF-8; its declaration, if it has one, stays as it was.

    Args:
        body: As received.
        encoding: ``auto``: what a byte order mark and the declaration say, and UTF-8 where
            there is neither, as XML has it; never a guess. Else as for ``decode``.

    Raises:
        MessageRejected: It is too big or empty, its encoding is unknown, contradicts itself, or
            is not what the bytes are in.
    """
    check_bytes(body)
    mark, begun = next(((m, codec) for m, codec in _MARKS if body.startswith(m)), (b"", None))
    codec, name = _said(body.removeprefix(mark), encoding, begun)
    if codec == "utf-16":
        # Its byte order mark is what tells the two ways of writing it apart.
        check_encoding(body, codec, name)
        return body.decode(codec).encode()
    check_encoding(body, codec, name, len(mark))
    body = body.removeprefix(mark)
    return body if codec == "utf-8" else body.decode(codec).encode()


def _said(body: bytes, encoding: str, begun: str | None) -> tuple[str, str]:
    """Give the codec, and the name under which a person knows it."""
    if encoding == "gbk":
        return "gb18030", "GB18030"
    if encoding == "utf-8":
        return "utf-8", "UTF-8"
    found = _DECLARED.match(body)
    if found is None:
        codec = begun or "utf-8"
        return codec, codec.upper()
    name = found[1].decode()
    declared = _CODECS.get(name.lower())
    if declared is None:
        raise MessageRejected("OL509", encoding=name)
    # Without a byte order mark these bytes would not have been readable as a declaration.
    is_contrary = declared == "utf-16" if begun is None else begun != declared
    if is_contrary:
        raise MessageRejected("OL510", found=(begun or "utf-8").upper(), declared=name)
    return declared, name
