"""Commands and options whose help is in both languages."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

_USAGE = Wording("Usage: ", "用法：")
_OPTIONS = Wording("Options", "选项")
_COMMANDS = Wording("Commands", "命令")
_HELP = Wording("Show this text.", "显示本说明。")
_PIECES = {
    "OPTIONS": Wording("OPTIONS", "选项"),
    "COMMAND [ARGS]": Wording("COMMAND [ARGS]", "命令 [参数]"),
}

Function = TypeVar("Function", bound=Callable[..., object])


def language_of(context: click.Context) -> str:
    """Give the reader's language: that of the terminal, else English."""
    terminal = context.find_object(Terminal)
    return "en" if terminal is None else terminal.language


class BilingualOption(click.Option):
    """An option with help in both languages."""

    def __init__(self, *args: Any, words: Wording, **settings: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*args, **settings)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Give name and help for the table of options."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        name, extra = record
        return name, f"{self.words.fill({}, language_of(ctx))} {extra}".strip()


class Speaking(click.Command):
    """What commands and the group of them share: headings in the reader's language."""

    def __init__(self, *args: Any, words: Wording, **settings: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*args, **settings)
        self.words = words

    def summary(self, language: str) -> str:
        """Give the first sentence of the help."""
        return self.words.fill({}, language).partition("\n")[0]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        for english in ("OPTIONS", "COMMAND [ARGS]"):
            pieces = pieces.replace(english, _PIECES[english].fill({}, language_of(ctx)))
        formatter.write_usage(ctx.command_path, pieces, _USAGE.fill({}, language_of(ctx)))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does."""
        formatter.write_paragraph()
        with formatter.indentation():
            for paragraph in self.words.fill({}, language_of(ctx)).split("\n"):
                formatter.write_text(paragraph)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of options."""
        language = language_of(ctx)
        help_option = self.get_help_option(ctx)
        records = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and parameter is help_option:
                record = (record[0], _HELP.fill({}, language))
            if record is not None:
                records.append(record)
        with formatter.section(_OPTIONS.fill({}, language)):
            formatter.write_dl(records)


class SpeakingGroup(Speaking, click.Group):
    """A group of commands."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the tables of options and of commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands, each with its first sentence."""
        language = language_of(ctx)
        rows = []
        for name in self.list_commands(ctx):
            found = self.get_command(ctx, name)
            if isinstance(found, Speaking):
                rows.append((name, found.summary(language)))
            elif found is not None:
                rows.append((name, found.get_short_help_str()))
        with formatter.section(_COMMANDS.fill({}, language)):
            formatter.write_dl(rows)


def command(name: str, *, en: str, zh: str) -> Callable[[Callable[..., object]], click.Command]:
    """Make a function a command; the first line of the help is its summary."""
    return click.command(name, cls=Speaking, words=Wording(en, zh))


def option(*names: str, en: str, zh: str, **settings: Any) -> Callable[[Function], Function]:  # noqa: ANN401 - click's
    """Give a command an option; ``settings`` are click's."""
    return click.option(*names, cls=BilingualOption, words=Wording(en, zh), **settings)
