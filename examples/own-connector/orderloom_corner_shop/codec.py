"""Codec ``edifact``: the messages of an interchange, as suppliers send them.

A message is an object of its segments by tag, each tag a list; a segment is an object of its
elements by number, an element of several components a list. What follows a ``LIN`` belongs to it,
so that ``each: "LIN[*]"`` reads lines. Read strictly: what is cut off is refused, never guessed.
"""

from collections.abc import Iterator
from typing import Any

from orderloom.ports.codecs import Codec, CodecFault, CodecRefused, CodecRow

USUAL = ":+.? '"
CHARSETS = {"UNOA": "ascii", "UNOB": "ascii", "UNOC": "latin-1", "UNOY": "utf-8"}
Segment = list[list[str]]


def read(body: bytes) -> Iterator[CodecRow | CodecFault]:
    """Give the messages of an interchange, in order.

    Raises:
        CodecRefused: It is none, in an unknown character set, or cut off.
    """
    segments = _segments(body)
    first, last = segments[0][1], segments[-1][1]
    if first[0][0] != "UNB" or last[0][0] != "UNZ":
        raise CodecRefused("no_interchange", segments[-1][0])
    number = 0
    message: list[tuple[str, Segment]] = []
    for where, segment in segments[1:-1]:
        tag = segment[0][0]
        if (tag == "UNH") == bool(message):
            raise CodecRefused("no_message", where)
        message.append((where, segment))
        if tag == "UNT":
            number += 1
            yield _message(number, message)
            message = []
    if message:
        raise CodecRefused("cut_off", message[0][0])
    if last[1][0] != str(number):
        raise CodecRefused("lost", segments[-1][0])


def _segments(body: bytes) -> list[tuple[str, Segment]]:
    head = body[:9].decode("ascii", "replace")
    signs = head[3:9] if head.startswith("UNA") else USUAL
    component, element, _, release, _, end = signs
    start = 9 if head.startswith("UNA") else 0
    charset = CHARSETS.get(body[start + 4 : start + 8].decode("ascii", "replace"))
    if charset is None:
        raise CodecRefused("no_interchange", "segment 1")
    try:
        text = body[start:].decode(charset)
    except UnicodeDecodeError as error:
        raise CodecRefused("charset", f"byte {start + error.start}") from None
    found: list[tuple[str, Segment]] = []
    segment: Segment = [[""]]
    signs_left = iter(text)
    for sign in signs_left:
        if sign == release:
            segment[-1][-1] += next(signs_left, "")
        elif sign == component:
            segment[-1].append("")
        elif sign == element:
            segment.append([""])
        elif sign == end:
            found.append((f"segment {len(found) + 1}", segment))
            segment = [[""]]
        elif sign not in "\r\n":
            segment[-1][-1] += sign
    if segment != [[""]] or not found:
        raise CodecRefused("cut_off", f"segment {len(found) + 1}")
    return found


def _message(number: int, message: list[tuple[str, Segment]]) -> CodecRow | CodecFault:
    raw: dict[str, Any] = {}
    into = raw
    for _, (head, *elements) in message:
        made = {
            str(place): element[0] if len(element) == 1 else element
            for place, element in enumerate(elements, 1)
        }
        if head[0] in {"LIN", "UNS", "UNT"}:
            into = raw
        into.setdefault(head[0], []).append(made)
        if head[0] == "LIN":
            into = made
    where = f"message {number} ({message[0][0]})"
    if raw["UNT"][0].get("1") != str(len(message)):
        return CodecFault(where=where, reason="lost", raw=raw)
    return CodecRow(raw=raw, where=where)


EDIFACT = Codec(
    name="edifact",
    en="EDIFACT interchanges; an item is a message",
    zh="EDIFACT 交换文件；一条报文为一个条目",
    read=read,
    reasons={
        "no_interchange": {"en": "no interchange (UNB … UNZ)", "zh": "不是交换文件（UNB … UNZ）"},
        "charset": {"en": "not in the character set of UNB", "zh": "与 UNB 声明的字符集不符"},
        "no_message": {"en": "UNH where none may stand, or none", "zh": "UNH 位置不对或缺失"},
        "cut_off": {"en": "it is cut off", "zh": "内容被截断"},
        "lost": {"en": "its count says that a part is lost", "zh": "计数表明有缺失"},
    },
)
