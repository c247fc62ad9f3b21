"""Small shapes that several kinds share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from orderloom.diagnostics import Place
from orderloom.expression.compiled import Compiled

Title: TypeAlias = Mapping[str, str]
"""Language to text; a bare text stands under the flow's first language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A ``value`` of the language: a literal, or an expression when it started with ``=``."""

    place: Place
    constant: Any = None
    compiled: Compiled | None = None

    def of(self, s: Mapping[str, Any], e: object) -> Any:  # noqa: ANN401 - the flow's own types
        """Give the value over a record's names ``s`` and the surroundings ``e``."""
        return self.constant if self.compiled is None else self.compiled.evaluate(s, e)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """An expression that must be true, with the title that says why it is asked."""

    place: Place
    compiled: Compiled
    why: Title | None = None


def title_text(title: Title | None, language: str, fallback: str = "") -> str:
    """Give ``title`` in ``language``, else in any language it has, else ``fallback``."""
    if not title:
        return fallback
    return title.get(language) or next(iter(title.values()))
