"""The Mermaid language: texts that are safe in it, and its two kinds of diagrams we draw.

Whatever a user wrote reaches a diagram through ``label`` or ``heading``: every sign with a
meaning in Mermaid, Markdown or HTML becomes an entity, so that no text ends its label, begins a
comment or a directive, or becomes an element of the page.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from orderloom.app.naming import readable

MOST_SHOWN = 60
"""Characters of an expression or text that an edge or node has room for."""
BREAK = "<br/>"

_PLAIN = frozenset(" ,.()/=!?_'")
# The library marks entities with these while it works; written plainly they would be taken for one.
_MARKS = frozenset("ﬂ°¶ß")
_NUMBERED = re.compile(r"^([0-9]+)\.")
_UNSAFE_IN_HEADINGS = re.compile(r"[<>%&#`]")


def label(text: object) -> str:
    """Give a text on one line, as it may stand between quotes or behind a colon; cut when long."""
    shown = shortened(readable(text).strip()) or "–"
    safe = "".join(sign if _is_plain(sign) else f"#{ord(sign)};" for sign in shown)
    # "1. x" would be taken for a list.
    return _NUMBERED.sub(r"\1#46;", safe)


def shortened(text: str) -> str:
    """Cut a text to what a diagram has room for."""
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def _is_plain(sign: str) -> bool:
    if sign in _PLAIN:
        return True
    return sign not in _MARKS and (not sign.isascii() or sign.isalnum())


def heading(text: object) -> str:
    """Give the front matter that titles a diagram: a YAML text, quoted."""
    quoted = json.dumps(readable(text), ensure_ascii=False)
    safe = _UNSAFE_IN_HEADINGS.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
    return f"---\ntitle: {safe}\n---"


def node_name(text: str) -> str:
    """Give a name for a state that is no word of the language."""
    return "s_" + re.sub(r"[^A-Za-z0-9_]", "__", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """One drawn definition; ``definition`` is its ``kind/id``, ``text`` the Mermaid source."""

    definition: str
    title: str
    text: str

    def document(self) -> dict[str, object]:
        """Give it as ``draw --format json`` prints it."""
        return {"definition": self.definition, "title": self.title, "mermaid": self.text}


def diagram_text(title: str, kind: str, lines: Iterable[str]) -> str:
    """Give the source of a diagram of a ``kind`` such as ``flowchart TD``."""
    return "\n".join([heading(title), kind, *(f"    {line}" for line in lines)]) + "\n"


def page_text(diagrams: Iterable[Diagram]) -> str:
    """Give several diagrams as one page of Markdown."""
    parts = [
        f"## {_markdown(each.title)}\n\n`{each.definition}`\n\n```mermaid\n{each.text}```\n"
        for each in diagrams
    ]
    return "\n".join(parts)


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#&|~!$])", r"\\\1", readable(text))
