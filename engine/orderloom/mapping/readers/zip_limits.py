"""What a zip file may be before anything of it is unpacked."""

import struct
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as BadDeflate  # noqa: N812 - a name that says what it is

from orderloom.errors import MessageRejected

MAGIC = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_RECORD = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 65_535
_MAX_DIRECTORY = 1024 * 1024
DAMAGED = (
    BadZipFile, BadDeflate, EOFError, NotImplementedError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip
"""What the zipfile module raises for a damaged file: places before its beginning, among others."""

_SMALL = 1024 * 1024
"""A member of so many bytes may be compressed as far as it likes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipLimits:
    """How many members, how many bytes of them together, and how far one is compressed."""

    members: int
    total: int
    ratio: int


def open_zip(body: bytes, limits: ZipLimits) -> ZipFile:
    """Open a zip file whose directory promises to keep within ``limits``.

    Promises can be broken: what is unpacked must be counted again.

    Raises:
        MessageRejected: It is no zip file, beyond a limit, encrypted, or packed in an unusual way.
    """
    _check_directory(body, limits)
    try:
        opened = ZipFile(BytesIO(body))
    except DAMAGED:
        raise MessageRejected("OL590") from None
    _check_members(opened.infolist(), limits)
    return opened


def _check_directory(body: bytes, limits: ZipLimits) -> None:
    """Look at the end record first: reading a directory of millions is an attack by itself."""
    at = body.rfind(_END, max(0, len(body) - _LONGEST_COMMENT - _END_RECORD.size))
    if at < 0 or len(body) - at < _END_RECORD.size:
        raise MessageRejected("OL590")
    fields = _END_RECORD.unpack_from(body, at)
    count, size = fields[4], fields[5]
    if count > limits.members or size > _MAX_DIRECTORY:
        raise MessageRejected("OL591", count=str(count), limit=str(limits.members))


def _check_members(members: list[ZipInfo], limits: ZipLimits) -> None:
    if len(members) > limits.members:
        raise MessageRejected("OL591", count=str(len(members)), limit=str(limits.members))
    total = 0
    for member in members:
        total += member.file_size
        if member.flag_bits & 1 or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise MessageRejected("OL593", member=member.filename)
        packed = max(member.compress_size, 1)
        if member.file_size > _SMALL and member.file_size > packed * limits.ratio:
            ratio = str(member.file_size // packed)
            raise MessageRejected(
                "OL592", member=member.filename, ratio=ratio, limit=str(limits.ratio)
            )
    if total > limits.total:
        raise too_big(limits)


def too_big(limits: ZipLimits) -> MessageRejected:
    """Give the refusal of more bytes than ``limits`` allow."""
    return MessageRejected("OL594", limit=str(limits.total))
