"""What a reader of a format offers, as an installed package gives it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from orderloom.ports.functions import PLUGIN_API


class CodecRow(Struct, frozen=True):
    """One item of a message.

    Attributes:
        raw: Its parts by name, as mappings name them: text, ``int``, ``Decimal``, ``bool``, None,
            lists and further objects; no ``float``.
        where: Where it stands, as a person would say it: ``message 3 (segment 41)``.
    """

    raw: Mapping[str, Any]
    where: str


class CodecFault(Struct, frozen=True):
    """An item that cannot be read, while its neighbours can.

    Attributes:
        where: Where it stands.
        reason: One of the codec's ``reasons``.
        raw: What could be read of it; without it nobody knows whose item it was.
    """

    where: str
    reason: str
    raw: Mapping[str, Any] = {}


class CodecRefused(Exception):
    """A message cannot be read at all: raised while reading, no item of it counts.

    Args:
        reason: One of the codec's ``reasons``.
        where: Where it was found.
    """

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(reason, where)
        self.reason = reason
        self.where = where


class Codec(Struct, frozen=True, kw_only=True):
    """A plugin of the group ``orderloom.codecs``: reads one format, and nothing else.

    Attributes:
        name: As mappings say it in ``read: {format: NAME}``, and as its entry point is called.
        en: One line that says what it reads.
        zh: The same in Chinese.
        read: Takes the bytes of a message (at most 50 MB, never empty) and gives its items in
            order; the same bytes always give the same. It is asked for all of them before any is
            believed. Whatever else it raises than ``CodecRefused`` rejects the message.
        reasons: Name to a wording in ``en`` and ``zh``, of everything that it may find wrong.
            Wordings repeat nothing of a message: nobody knows yet whose data is in it.
        zipped: Its files are zip archives, which are handed to it as they are; else an archive is
            unpacked first, and each member read as if it had come alone.
        api: The version that it is written for.
    """

    name: str
    en: str
    zh: str
    read: Callable[[bytes], Iterable[CodecRow | CodecFault]]
    reasons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    zipped: bool = False
    api: int = PLUGIN_API
