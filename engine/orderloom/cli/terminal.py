"""Where commands speak: answers on stdout, everything else on stderr."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click

from orderloom.codes.model import Wording
from orderloom.settings import Settings


@dataclass(slots=True, kw_only=True)
class Terminal:
    """One call of the command line.

    Attributes:
        settings: The installation's; its language is the one that was asked for.
        wants_json: Whether ``--format json`` was given, known once options are read.
    """

    settings: Settings
    wants_json: bool = False

    @property
    def language(self) -> str:
        """Give ``en`` or ``zh``."""
        return self.settings.language

    def words(self, wording: Wording, **facts: object) -> str:
        """Fill a sentence in, in the reader's language."""
        return wording.fill({name: str(fact) for name, fact in facts.items()}, self.language)

    def show(self, text: str) -> None:
        """Print a line of the answer."""
        click.echo(text)

    def say(self, text: str) -> None:
        """Print a line beside the answer."""
        click.echo(text, err=True)

    def document(
        self, document: Mapping[str, object] | Sequence[object], *, indent: int | None = 2
    ) -> None:
        """Print an answer as JSON, with ``indent`` None on one line."""
        click.echo(json.dumps(document, ensure_ascii=False, indent=indent))
