"""Answers' bodies, unpacked within a limit."""

import zlib
from collections.abc import Iterable

PACKINGS = frozenset({"gzip", "x-gzip"})
_GZIP = 16 + zlib.MAX_WBITS


class TooLarge(Exception):
    """The body, packed or unpacked, is longer than the limit."""


class Unreadable(Exception):
    """The body is not packed as the headers say; the argument says what is wrong."""


def read_body(chunks: Iterable[bytes], packing: str, limit: int) -> bytes:
    """Give the body that arrives in chunks, of at most ``limit`` bytes.

    Args:
        chunks: The body as it comes.
        packing: The header ``Content-Encoding`` in lower case; empty or ``identity``: none.
        limit: In bytes, of the body as it comes and of what is unpacked alike.

    Raises:
        TooLarge: It is longer; no more than the limit and one chunk was held.
        Unreadable: It is not what ``packing`` says, or packed in a way that was not asked for.
    """
    if packing in {"", "identity"}:
        return _joined(chunks, limit)
    if packing not in PACKINGS:
        raise Unreadable("Content-Encoding")
    return _unpacked(_joined(chunks, limit), limit)


def _joined(chunks: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise TooLarge
    return bytes(body)


def _unpacked(packed: bytes, limit: int) -> bytes:
    """Unpack gzip, which may be several pieces in a row."""
    body = bytearray()
    while packed:
        piece = zlib.decompressobj(_GZIP)
        try:
            body += piece.decompress(packed, limit + 1 - len(body))
        except zlib.error:
            raise Unreadable("gzip") from None
        if len(body) > limit:
            raise TooLarge
        if not piece.eof:
            raise Unreadable("gzip")
        packed = piece.unused_data
    return bytes(body)
