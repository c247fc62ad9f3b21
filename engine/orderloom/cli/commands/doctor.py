"""``doctor``: examine an installation, and say what is to be done."""

from collections.abc import Mapping
from pathlib import Path

import click

from orderloom.app.doctor import Examination, Finding, Level, examine
from orderloom.app.narrative import code_text
from orderloom.cli.bilingual import command, option
from orderloom.cli.failures import PROBLEM, hint_of
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import existing_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import LANGUAGES, Wording
from orderloom.errors import OrderloomError
from orderloom.runtime.clock import SystemClock

_LEVELS: Mapping[Level, Wording] = {
    "fine": Wording("fine", "正常"),
    "warning": Wording("warning", "警告"),
    "error": Wording("error", "错误"),
}
_LINE = Wording("{level}: {check}", "{level}：{check}")
_WRONG = Wording("{level}: {check}: {code}: {message}", "{level}：{check}：{code}：{message}")
_HINT = Wording("  hint: {hint}", "  提示：{hint}")
_TABLE = Wording(
    "{name}: {rows} rows, {size} MB, {daily} MB a day",
    "{name}：{rows} 行，{size} MB，每天 {daily} MB",
)
_CHECKS = {
    "configuration": Wording("configuration", "配置"),
    "database": Wording("database", "数据库"),
    "integrity": Wording("integrity", "完整性"),
    "schema": Wording("schema", "模式"),
    "master key": Wording("master key", "主密钥"),
    "clock": Wording("clock", "时钟"),
    "disk": Wording("disk", "磁盘"),
    "work": Wording("work", "等待的工作"),
    "outgoing": Wording("outgoing", "对外调用"),
    "connection": Wording("connection {name}", "连接 {name}"),
    "asked": Wording("connection {name}, asked", "连接 {name}（试取）"),
}
MOST_TOLD = 5
_MB = 1_000_000


@command(
    "doctor",
    en="Examine an installation: the flow in DIR, the database, its schema, its integrity, the\n"
    "master key, the clock, the disk, what waits, and connections. Ends with 1 if one is broken.",
    zh="检查一个安装：DIR 中的流程、数据库、模式、完整性、主密钥、时钟、磁盘、等待的工作与连接。\n"
    "有一项损坏时以 1 结束。",
)
@flow_argument
@option(
    "--ask",
    "asks",
    is_flag=True,
    en="Ask every connection for something too; nothing is taken.",
    zh="同时向每个连接试取数据；不采用任何内容。",
)
@store_option()
@environment_option
@format_option
@pass_terminal
def doctor(
    terminal: Terminal, folder: Path, *, asks: bool, store: str | None, environment: str | None
) -> None:
    """Examine the installation of the flow in ``folder``."""
    url = existing_store(store or terminal.settings.store, folder)
    wanted = environment or terminal.settings.environment
    found = examine(folder, url, wanted, SystemClock(), asks=asks)
    if terminal.wants_json:
        terminal.document(_document(found))
    else:
        _tell(found, terminal)
    if found.is_sick:
        raise click.exceptions.Exit(PROBLEM)


def _document(found: Examination) -> dict[str, object]:
    return {
        "findings": [_finding(each) for each in found.findings],
        "tables": [each._asdict() for each in found.tables],
    }


def _finding(finding: Finding) -> dict[str, object]:
    code, facts = finding.code, dict(finding.facts)
    told = None if code is None else OrderloomError(code, **facts)
    return {
        "check": finding.check,
        "name": finding.name or None,
        "level": finding.level,
        "code": code,
        "facts": facts,
        "says": None
        if code is None
        else {lang: code_text(code, facts, lang) for lang in LANGUAGES},
        "do": None if told is None else {each: hint_of(told, each) for each in LANGUAGES},
    }


def _tell(found: Examination, terminal: Terminal) -> None:
    for each in found.findings:
        level = terminal.words(_LEVELS[each.level])
        check = terminal.words(_CHECKS[each.check], name=each.name)
        if each.code is None:
            terminal.show(terminal.words(_LINE, level=level, check=check))
            continue
        message = code_text(each.code, each.facts, terminal.language)
        told = {"level": level, "check": check, "code": each.code, "message": message}
        terminal.show(terminal.words(_WRONG, **told))
        if hint := hint_of(OrderloomError(each.code, **each.facts), terminal.language):
            terminal.show(terminal.words(_HINT, hint=hint))
    for table in found.tables[:MOST_TOLD]:
        size, daily = (f"{number / _MB:,.2f}" for number in (table.bytes, table.daily))
        told = {"name": table.name, "rows": f"{table.rows:,}", "size": size, "daily": daily}
        terminal.show(terminal.words(_TABLE, **told))
