"""``evaluate``: the value of expressions over data."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

import click
import msgspec

from orderloom.app.checking import check_folder
from orderloom.app.naming import readable
from orderloom.app.narrative import code_text
from orderloom.cli.bilingual import command, option
from orderloom.cli.evaluating import Evaluator, Trouble
from orderloom.cli.failures import PROBLEM
from orderloom.cli.inputs import clock_at
from orderloom.cli.options import format_option, pass_terminal
from orderloom.cli.paths import ExistingFile, ExistingFolder
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.definition.flow import Flow
from orderloom.errors import DefinitionInvalid, OrderloomError
from orderloom.plugins import load_extensions
from orderloom.runtime.clock import SystemClock

_MISSING = Wording("missing", "缺失")
_TROUBLE = Wording(
    "error[{code}]: {message}, at column {column}", "错误[{code}]：{message}（第 {column} 列）"
)
_STEP = Wording("column {column}: {text} → {value}", "第 {column} 列：{text} → {value}")
_HINT = Wording("  hint: {hint}", "  提示：{hint}")


@command(
    "evaluate",
    en="Give the value of an expression over a JSON object.\n"
    'With --batch each line {{"id", "expr"}} is answered by one line '
    '{{"id", "value" or "error", "ms"}}; a bad line stops nothing.',
    zh="求表达式在一个 JSON 对象上的值。\n"
    '使用 --batch 时，每行 {{"id", "expr"}} 对应一行 '
    '{{"id", "value" 或 "error", "ms"}}；出错的行不影响其他行。',
)
@click.argument("expression", metavar="[EXPR]", required=False)
@option(
    "--data",
    metavar="FILE",
    type=ExistingFile(),
    required=True,
    en="A JSON object whose keys are the names in scope.",
    zh="一个 JSON 对象，其键即可用的名称。",
)
@option(
    "--batch",
    metavar="FILE.jsonl",
    type=click.File("rb"),
    en="Many expressions, one a line; - reads stdin.",
    zh="多个表达式，每行一个；- 表示标准输入。",
)
@option(
    "--flow",
    "folder",
    metavar="DIR",
    type=ExistingFolder(),
    en="A flow whose tables and settings the expression may use.",
    zh="一个流程，表达式可使用其中的表与设置。",
)
@option(
    "--zone",
    metavar="ZONE",
    en="Zone of wall-clock functions; the flow's, else UTC, unless said.",
    zh="涉及当地时间的函数所用时区，默认为流程的时区，没有流程则为 UTC。",
)
@option("--at", metavar="INSTANT", en="What 'now' is.", zh="“now”的时刻。")
@option(
    "--explain",
    is_flag=True,
    en="Say step by step how the value came about.",
    zh="逐步说明结果如何得出。",
)
@format_option
@pass_terminal
def evaluate(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    expression: str | None,
    *,
    data: Path,
    batch: BinaryIO | None,
    folder: Path | None,
    zone: str | None,
    at: str | None,
    explain: bool,
) -> None:
    """Evaluate one expression or many."""
    if (expression is None) == (batch is None):
        raise OrderloomError("OL675")
    now = (clock_at(at) or SystemClock()).now()
    flow = None if folder is None else _flow(folder, terminal.settings.environment)
    zone = zone or (flow.zone if flow is not None else "UTC")
    evaluator = Evaluator(
        data.read_bytes(),
        zone,
        now,
        terminal.language,
        flow=flow,
        extensions=load_extensions().extensions,
    )
    if batch is not None:
        for answer in _answers(evaluator, batch, terminal.language, explain=explain):
            terminal.document(answer, indent=None)
    elif expression is not None and not _answer(evaluator, expression, terminal, explain=explain):
        raise click.exceptions.Exit(PROBLEM)


def _flow(folder: Path, environment: str | None) -> Flow:
    """Compile a flow that has no errors.

    Raises:
        DefinitionInvalid: It has; all of them are inside.
    """
    checked = check_folder(folder, environment)
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    return checked.flow


def _answer(evaluator: Evaluator, expression: str, terminal: Terminal, *, explain: bool) -> bool:
    """Print the value of one expression and say whether there is one."""
    started = perf_counter()
    found = evaluator.evaluate(expression)
    ms = _milliseconds(started)
    steps = evaluator.steps(expression) if explain else None
    if terminal.wants_json:
        terminal.document({"id": None, **_outcome(found), **_steps(steps), "ms": ms})
        return not isinstance(found, Trouble)
    for step in steps or ():
        value = terminal.words(_MISSING) if step["value"] is None else readable(step["value"])
        terminal.show(terminal.words(_STEP, **step | {"value": value}))
    if isinstance(found, Trouble):
        facts = {"code": found.code, "message": found.message, "column": found.column}
        terminal.say(terminal.words(_TROUBLE, **facts))
        if found.hint:
            terminal.say(terminal.words(_HINT, hint=found.hint))
    else:
        terminal.show(terminal.words(_MISSING) if found is None else readable(found))
    return not isinstance(found, Trouble)


def _answers(
    evaluator: Evaluator, lines: BinaryIO, language: str, *, explain: bool
) -> Iterator[dict[str, object]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        started = perf_counter()
        asked = _asked(line)
        if asked is None:
            told = _not_asked(number, language)
        else:
            told = {"id": asked[0], **_outcome(evaluator.evaluate(asked[1]))}
        ms = _milliseconds(started)
        steps = evaluator.steps(asked[1]) if explain and asked is not None else None
        yield told | _steps(steps) | {"ms": ms}


def _asked(line: bytes) -> tuple[object, str] | None:
    """Read id and expression; None when the line does not hold them."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("expr"), str):
        return None
    return found.get("id"), found["expr"]


def _not_asked(number: int, language: str) -> dict[str, object]:
    """Say that a line of the batch is no question; ``line`` counts in the file."""
    message = code_text("OL664", {"line": str(number)}, language)
    trouble = Trouble(code="OL664", line=number, column=1, message=message, hint=None)
    return {"id": None, "error": trouble.document()}


def _outcome(found: object) -> dict[str, object]:
    return {"error": found.document()} if isinstance(found, Trouble) else {"value": found}


def _steps(steps: list[dict[str, object]] | None) -> dict[str, object]:
    return {} if steps is None else {"steps": steps}


def _milliseconds(started: float) -> float:
    return round((perf_counter() - started) * 1_000, 3)
