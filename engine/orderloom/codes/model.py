"""A code's wording, and how facts are put into it."""

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence in both languages, with ``{fact}`` places."""

    en: str
    zh: str

    def needs(self) -> frozenset[str]:
        """Name the facts that the sentence mentions."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.en) if name)

    def fill(self, facts: Mapping[str, str], language: str) -> str:
        """Give the sentence in ``language`` (``en`` or ``zh``) with its facts.

        A fact that has a wording itself stands among ``facts`` once a language: ``reason_en``.
        """
        ending = "_zh" if language == "zh" else "_en"
        own = {name[:-3]: text for name, text in facts.items() if name.endswith(ending)}
        return (self.zh if language == "zh" else self.en).format_map({**facts, **own})


@dataclass(frozen=True, slots=True)
class Code:
    """A stable code: its message, and hints of which the first whose facts are known is shown."""

    id: str
    message: Wording
    hints: tuple[Wording, ...] = ()

    def hint(self, facts: Mapping[str, str], language: str) -> str | None:
        """Give the fitting hint, or None."""
        for hint in self.hints:
            if all(facts.get(name) for name in hint.needs()):
                return hint.fill(facts, language)
        return None


def code(identifier: str, en: str, zh: str, *hints: tuple[str, str]) -> Code:
    """Make a code; each hint is a pair (en, zh)."""
    return Code(identifier, Wording(en, zh), tuple(Wording(*hint) for hint in hints))


def table(codes: Iterable[Code]) -> dict[str, Code]:
    """Index codes by their id, refusing two of one id."""
    found: dict[str, Code] = {}
    for entry in codes:
        if entry.id in found:
            raise ValueError(f"code {entry.id} is declared twice")
        found[entry.id] = entry
    return found
