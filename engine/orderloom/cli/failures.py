"""How a command ends that cannot go on: a message, an exit code, never a traceback."""

import os
import tempfile
import traceback
from collections.abc import Mapping

import click

from orderloom.app.narrative import code_text
from orderloom.cli.findings import findings_document, findings_text
from orderloom.cli.terminal import Terminal
from orderloom.cli.usage import usage_text
from orderloom.codes.catalogue import all_codes
from orderloom.codes.model import Wording
from orderloom.errors import DefinitionInvalid, OrderloomError

PROBLEM = 1
USAGE = 2
INTERRUPTED = 130
CLOSED_PIPE = 141

# What the caller named does not exist or leaves a choice open: the call is to be changed.
_USAGE_CODES = frozenset(
    (
        *(
            "OL620",
            "OL643",
            "OL644",
            "OL645",
            "OL646",
            "OL647",
            "OL648",
            "OL649",
            "OL650",
            "OL076",
            "OL078",
            "OL079",
            *("OL082", "OL083", "OL085", "OL086", "OL087", "OL090"),
        ),
        *("OL651", "OL652", "OL660", "OL661", "OL662", "OL663", "OL669", "OL671", "OL673"),
        *("OL675", "OL676", "OL680", "OL681", "OL682", "OL683", "OL809", "OL831"),
        *(
            "OL841",
            "OL844",
            "OL845",
            "OL790",
            "OL793",
            "OL795",
            "OL796",
            "OL797",
            "OL798",
            "OL800",
            "OL728",
        ),
    )
)
_ERROR = Wording("error[{code}]: {message}", "错误[{code}]：{message}")
_HINT = Wording("  hint: {hint}", "  提示：{hint}")
_WRONG_CALL = Wording("error: {message}", "错误：{message}")
_TRY_HELP = Wording("  try '{command} --help'", "  请看 {command} --help")


def report_known(error: OrderloomError, terminal: Terminal) -> int:
    """Say what a known error is, on stderr; as JSON on stdout when that was asked for."""
    if isinstance(error, DefinitionInvalid):
        return _report_definitions(error, terminal)
    if terminal.wants_json:
        terminal.document({"error": error_document(error, terminal)})
    else:
        terminal.say(error_text(error, terminal))
    return USAGE if error.code in _USAGE_CODES else PROBLEM


def error_document(error: OrderloomError, terminal: Terminal) -> dict[str, str | None]:
    """Give a known error as JSON has it."""
    message = code_text(error.code, error.facts, terminal.language)
    return {"code": error.code, "message": message, "hint": hint_of(error, terminal.language)}


def error_text(error: OrderloomError, terminal: Terminal) -> str:
    """Give a known error's message and hint."""
    message = code_text(error.code, error.facts, terminal.language)
    lines = [terminal.words(_ERROR, code=error.code, message=message)]
    if hint := hint_of(error, terminal.language):
        lines.append(terminal.words(_HINT, hint=hint))
    return "\n".join(lines)


def notice_text(code: str, facts: Mapping[str, str], terminal: Terminal) -> str:
    """Give the wording of something that is no error but should be known, and its hint."""
    told = OrderloomError(code, **facts)
    lines = [f"{code}: {code_text(code, facts, terminal.language)}"]
    if hint := hint_of(told, terminal.language):
        lines.append(terminal.words(_HINT, hint=hint))
    return "\n".join(lines)


def hint_of(error: OrderloomError, language: str) -> str | None:
    """Give the hint that fits an error, or None."""
    entry = all_codes().get(error.code)
    return None if entry is None else entry.hint(error.facts, language)


def _report_definitions(error: DefinitionInvalid, terminal: Terminal) -> int:
    if terminal.wants_json:
        terminal.document(findings_document(error.diagnostics, terminal))
    else:
        terminal.say(findings_text(error.diagnostics, terminal.language))
    return PROBLEM


def report_usage(error: click.ClickException, terminal: Terminal) -> int:
    """Say what is wrong with the call."""
    message = usage_text(error, terminal.language)
    context = error.ctx if isinstance(error, click.UsageError) else None
    if terminal.wants_json:
        terminal.document({"error": {"code": None, "message": message, "hint": None}})
    else:
        terminal.say(terminal.words(_WRONG_CALL, message=message))
        if context is not None:
            terminal.say(terminal.words(_TRY_HELP, command=context.command_path))
    return USAGE


def report_unknown(error: Exception, terminal: Terminal) -> int:
    """Keep what nobody planned in a file, and name the file."""
    handle, file = tempfile.mkstemp(prefix="orderloom-", suffix=".log", text=True)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as log:
        log.write("".join(traceback.format_exception(error)))
    known = OrderloomError("OL668", error=type(error).__name__, file=file)
    return report_known(known, terminal)
