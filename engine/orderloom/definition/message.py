"""Messages: texts for people, per medium and language."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderloom.definition.common import Title
from orderloom.diagnostics import Place
from orderloom.expression.template import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What one medium carries: a body, and a subject where the medium has one.

    Both are keyed by language.
    """

    body: Mapping[str, Template]
    subject: Mapping[str, Template] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message; ``media`` keeps file order: the first that the addressee has is used."""

    id: str
    place: Place
    media: Mapping[str, Text]
    record: str | None = None
    title: Title | None = None
    note: str | None = None
