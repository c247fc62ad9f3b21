"""The program ``orderloom``: finds out the language, runs one command, ends with its code."""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import TextIOWrapper

import click

from orderloom.cli import failures
from orderloom.cli.group import run_commands
from orderloom.cli.logs import JSON, start_logging
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import LANGUAGES
from orderloom.errors import OrderloomError
from orderloom.settings import LOG, read_settings

_LANGUAGE = "--lang"
_LOG = "--log"


def main() -> None:
    """Run the program and leave Python with its exit code."""
    _speak_utf8()
    if take_option(sys.argv[1:], _LOG)[0] == JSON:
        os.environ[LOG] = JSON  # what is started from here logs alike
    start_logging()
    code = run_command_line(sys.argv[1:], os.environ)
    gc.freeze()  # all goes at once now; nobody need look for what is garbage
    sys.exit(code)


def run_command_line(arguments: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run one call.

    Args:
        arguments: What follows the program's name.
        variables: Environment variables.

    Returns:
        0 fine, 1 problems found, 2 a wrong call, 130 interrupted, 141 the reader went away.
    """
    terminal = Terminal(settings=read_settings(variables))
    try:
        language, rest = take_language(arguments)
        if language is not None:
            terminal.settings = replace(terminal.settings, language=language)
        rest = without_log(rest)
        refuse_unreadable(rest)
        code = run_commands(rest, terminal)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_stdout_go()
        return failures.CLOSED_PIPE
    except (KeyboardInterrupt, click.Abort):
        return failures.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the outermost handler
        return _report(error, terminal)
    return code


def _report(error: Exception, terminal: Terminal) -> int:
    """Say what went wrong, unless nobody listens any more."""
    try:
        if isinstance(error, OrderloomError):
            return failures.report_known(error, terminal)
        if isinstance(error, click.ClickException):
            return failures.report_usage(error, terminal)
        return failures.report_unknown(error, terminal)
    except BrokenPipeError:
        _let_stdout_go()
        return failures.CLOSED_PIPE


def take_language(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Split ``--lang en`` or ``--lang=en`` off, wherever it stands before a ``--``.

    Raises:
        OrderloomError: It is neither ``en`` nor ``zh``.
    """
    language, rest = take_option(arguments, _LANGUAGE)
    if language is not None and language not in LANGUAGES:
        raise OrderloomError("OL676", language=language)
    return language, rest


def take_option(arguments: Sequence[str], option: str) -> tuple[str | None, list[str]]:
    """Split an option and its value off, wherever it stands before a ``--``; None: not there."""
    rest = list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    for place, argument in enumerate(rest[:end]):
        name, has_value, value = argument.partition("=")
        if name == option:
            width = 1 if has_value else 2
            given = value if has_value else "".join(rest[place + 1 : place + 2])
            return given, rest[:place] + rest[place + width :]
    return None, rest


def without_log(arguments: Sequence[str]) -> list[str]:
    """Take ``--log json`` off, which was heeded before.

    Raises:
        OrderloomError: It names no kind of log.
    """
    kind, rest = take_option(arguments, _LOG)
    if kind not in {None, JSON}:
        raise OrderloomError("OL095", log=str(kind))
    return rest


def refuse_unreadable(arguments: Sequence[str]) -> None:
    """Let only text pass: other bytes could be neither stored nor printed.

    Raises:
        OrderloomError: An argument is not UTF-8.
    """
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError as error:
            raise OrderloomError("OL682", text=argument) from error


def _speak_utf8() -> None:
    """Print UTF-8 whatever the locale says; what cannot be encoded is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _let_stdout_go() -> None:
    """Point stdout at nothing, so that Python's own last flush does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
