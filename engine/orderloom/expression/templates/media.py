"""What a value may bring into a text, by the medium that carries it.

A value is data: it never adds a line to a short message, a header to an e-mail, a mention or a link
to a chat, or markup to a page. What the definition's author wrote stands as written.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from orderloom.expression.limits import MAX_SHORT_MESSAGE

Medium: TypeAlias = Literal["sms", "email", "subject", "chat", "portal"]
"""``subject`` is the one-line head of a text; ``email`` its body."""

# Control characters but tab and line feed; marks that turn the direction of writing or are not seen
# (the joiners of scripts and emoji stay); half characters, which no encoding can carry.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_ENDS_OF_LINES = re.compile("[\n\r\x85\u2028\u2029]+")
# Look-alikes: chat programs know no common way of escaping.
_CHAT = str.maketrans({"@": "＠", "<": "＜", ">": "＞", "[": "［", "]": "］"})
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How one medium takes values (``clean``) and the text they stand in (``finish``).

    A text beyond ``longest`` characters is cut and marked; without it too long a text is refused.
    """

    clean: Callable[[str], str]
    finish: Callable[[str], str] = str
    longest: int | None = None


def manners(medium: Medium) -> Manners:
    """Give the manners of a medium."""
    match medium:
        case "sms":
            return Manners(clean=_in_one_line, finish=_shortened, longest=MAX_SHORT_MESSAGE)
        case "subject":
            return Manners(clean=_in_one_line, finish=_alone_in_line)
        case "chat":
            return Manners(clean=partial(_escaped, before=_in_one_line, table=_CHAT))
        case "portal":
            return Manners(clean=partial(_escaped, before=_in_lines, table=_MARKUP))
        case "email":
            return Manners(clean=_in_lines)


def _in_lines(text: str) -> str:
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def _in_one_line(text: str) -> str:
    return _UNSEEN.sub("", _ENDS_OF_LINES.sub(" ", text))


def _alone_in_line(text: str) -> str:
    return _in_one_line(text).strip()


def _escaped(text: str, *, before: Callable[[str], str], table: dict[int, str]) -> str:
    return before(text).translate(table)


def _shortened(text: str) -> str:
    """Cut a message where carriers would refuse it, and show that it was cut."""
    return text if len(text) <= MAX_SHORT_MESSAGE else text[: MAX_SHORT_MESSAGE - 1] + "…"
