"""``undo``: take back what a decision did."""

from pathlib import Path

import click

from orderloom.app import acting
from orderloom.app.application import open_application
from orderloom.app.undoing import Undoing
from orderloom.app.undoing import undo as take_back
from orderloom.cli.acting import acting_store, tell_decision
from orderloom.cli.bilingual import command, option
from orderloom.cli.options import (
    actor_option,
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.terminal import Terminal


@command(
    "undo",
    en="Take back what the newest decision did to a record, or the one that --entry names.\n"
    "Fields are set back if unchanged since, transitions by their undo, tags and holds taken off,\n"
    "cases withdrawn, calls by their operation's undo. If anything has no inverse nothing is\n"
    "done, unless --partly.",
    zh="撤回对一条记录的最近一次决定，或 --entry 指定的决定。\n"
    "字段若此后未变则恢复，转换按其 undo 退回，标签与冻结取消，\n"
    "工单撤回，调用由其操作的 undo 撤回。\n"
    "若有任何一项无法撤回，则什么也不做，除非使用 --partly。",
)
@click.argument("record", metavar="RECORD")
@actor_option
@option("--entry", metavar="NUMBER", type=int, en="Its number in the journal.", zh="日志中的编号。")
@option(
    "--partly",
    is_flag=True,
    en="Take back what can be, and leave the rest.",
    zh="能撤回的撤回，其余保留。",
)
@option(
    "--dry-run",
    is_flag=True,
    en="Only say what would be done.",
    zh="只显示将要做的事。",
)
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def undo(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    *,
    who: str,
    entry: int | None,
    partly: bool,
    dry_run: bool,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Take a decision back."""
    url = acting_store(terminal, store, folder)
    environment = environment or terminal.settings.environment
    with open_application(folder, url, environment=environment) as app:
        by = acting.actor(app, who)
        decision = take_back(app, record, by, Undoing(entry, partly=partly, for_real=not dry_run))
        tell_decision(decision, app, terminal, done=not dry_run)
