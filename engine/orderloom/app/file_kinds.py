"""What may be attached: names that no system stumbles over, and contents that are what they say.

Nothing attached is ever opened, unpacked or run here. What a browser or a desktop would run is
refused all the same, for whoever fetches it may click on it.
"""

import re
from types import MappingProxyType
from unicodedata import category, normalize

from orderloom.errors import OrderloomError

MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 120
"""Characters of a name with its ending."""

_ZIP, _TEXT = b"PK\x03\x04", b""
_OFFICE = "application/vnd.openxmlformats-officedocument."

KINDS = MappingProxyType(
    {
        "pdf": ("application/pdf", 0, (b"%PDF-",)),
        "png": ("image/png", 0, (b"\x89PNG\r\n\x1a\n",)),
        "jpg": ("image/jpeg", 0, (b"\xff\xd8\xff",)),
        "jpeg": ("image/jpeg", 0, (b"\xff\xd8\xff",)),
        "gif": ("image/gif", 0, (b"GIF87a", b"GIF89a")),
        "webp": ("image/webp", 8, (b"WEBP",)),
        "bmp": ("image/bmp", 0, (b"BM",)),
        "tif": ("image/tiff", 0, (b"II*\0", b"MM\0*")),
        "tiff": ("image/tiff", 0, (b"II*\0", b"MM\0*")),
        "heic": ("image/heic", 4, (b"ftyp",)),
        "mp4": ("video/mp4", 4, (b"ftyp",)),
        "xlsx": (f"{_OFFICE}spreadsheetml.sheet", 0, (_ZIP,)),
        "docx": (f"{_OFFICE}wordprocessingml.document", 0, (_ZIP,)),
        "pptx": (f"{_OFFICE}presentationml.presentation", 0, (_ZIP,)),
        "zip": ("application/zip", 0, (_ZIP, b"PK\x05\x06")),
        "txt": ("text/plain", 0, (_TEXT,)),
        "csv": ("text/csv", 0, (_TEXT,)),
        "json": ("application/json", 0, (_TEXT,)),
        "xml": ("application/xml", 0, (_TEXT,)),
        "eml": ("message/rfc822", 0, (_TEXT,)),
    }
)
"""Ending to media type, and what stands where in every such file; of a text, no NUL anywhere."""

_RESERVED = re.compile(
    r"(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])", re.IGNORECASE
)
_UNWELCOME = re.compile(r'[<>:"|?*]')


def file_name(name: str) -> str:
    """Give a name that is safe on every system: its last part, without what could mislead.

    What is left out: folders, control characters and those that turn the direction of writing
    (``exe.gpj`` reads as ``jpg.exe``), signs that some system does not bear, dots and blanks at
    either end; names that Windows keeps for devices begin with an underscore.
    """
    last = re.split(r"[/\\]", normalize("NFC", name))[-1]
    kept = "".join(c for c in last if not category(c).startswith("C") and category(c) not in _LINES)
    kept = _UNWELCOME.sub("_", kept).strip(". \u3000")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    if _RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    stem = stem[: LONGEST_NAME - len(dot) - len(ending)].rstrip(". \u3000")
    return f"{stem or 'file'}{dot}{ending}"


_LINES = frozenset({"Zl", "Zp"})


def media_type(name: str, body: bytes) -> str:
    """Give the media type of a file.

    Args:
        name: As ``file_name`` gives it.
        body: Its bytes.

    Raises:
        OrderloomError: It is empty or too big (OL947), of a kind that is not taken (OL948), or
            not what its name says (OL949).
    """
    if not 0 < len(body) <= MOST_BYTES:
        raise OrderloomError("OL947", file=name, size=str(len(body)), limit=str(MOST_BYTES))
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in KINDS:
        raise OrderloomError("OL948", file=name, possible=", ".join(KINDS))
    kind, offset, beginnings = KINDS[ending]
    is_fit = body[offset:].startswith(beginnings)
    if not is_fit or (beginnings == (_TEXT,) and b"\0" in body):
        raise OrderloomError("OL949", file=name, type=kind)
    return kind
