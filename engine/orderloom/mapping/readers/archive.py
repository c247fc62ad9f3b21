"""A zip file of channel files: each member is read as if it had come alone."""

import re
from stat import S_ISLNK
from types import MappingProxyType
from zipfile import ZipFile, ZipInfo

from orderloom.errors import MessageRejected
from orderloom.expression.faults import shown
from orderloom.mapping.readers.zip_limits import DAMAGED, MAGIC, ZipLimits, open_zip, too_big

LIMITS = ZipLimits(members=100, total=50 * 1024 * 1024, ratio=100)
_MOST_NAME = 200
_UNSAFE = re.compile(r"(?:^|/)\.\.?(?:/|$)|^/|^[A-Za-z]:|[\\\x00-\x1f\x7f]|//")
_MACS_OWN = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$)")
_UNIX_MODE = 16
_PACKED = MappingProxyType({MAGIC: "zip", b"\x1f\x8b": "gzip", b"7z\xbc\xaf": "7z", b"Rar!": "rar"})


def is_archive(body: bytes) -> bool:
    """Say whether a message is a zip file; no text begins like one."""
    return body.startswith((MAGIC, b"PK\x05\x06"))


def members(body: bytes) -> list[tuple[str, bytes]]:
    """Unpack an archive in memory; nothing is ever written under a name that it gives.

    Raises:
        MessageRejected: A name leads out of the archive or stands twice, a member is a link or an
            archive itself, a limit is passed, or it is damaged.
    """
    with open_zip(body, LIMITS) as opened:
        found = [each for each in opened.infolist() if not _MACS_OWN.search(each.filename)]
        _check_names(found)
        return _unpacked(opened, [each for each in found if not each.is_dir()])


def _check_names(found: list[ZipInfo]) -> None:
    seen: set[str] = set()
    for each in found:
        name = each.filename
        if _UNSAFE.search(name) or len(name) > _MOST_NAME or not name:
            raise MessageRejected("OL595", member=shown(name))
        if S_ISLNK(each.external_attr >> _UNIX_MODE):
            raise MessageRejected("OL596", member=shown(name))
        if name in seen:
            raise MessageRejected("OL597", member=shown(name))
        seen.add(name)


def _unpacked(opened: ZipFile, found: list[ZipInfo]) -> list[tuple[str, bytes]]:
    if not found:
        raise MessageRejected("OL599")
    unpacked: list[tuple[str, bytes]] = []
    left = LIMITS.total
    for each in found:
        body = _read(opened, each, left)
        left -= len(body)
        kind = next((kind for magic, kind in _PACKED.items() if body.startswith(magic)), None)
        if kind is not None:
            raise MessageRejected("OL598", member=shown(each.filename), kind=kind)
        unpacked.append((each.filename, body))
    return unpacked


def _read(opened: ZipFile, member: ZipInfo, most: int) -> bytes:
    try:
        with opened.open(member) as stream:
            body = stream.read(most + 1)
    except DAMAGED:
        raise MessageRejected("OL590") from None
    if len(body) > most:
        raise too_big(LIMITS)
    return body
