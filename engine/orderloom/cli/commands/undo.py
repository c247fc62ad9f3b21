"""``undo``: take back what a decision did, or all that a job did."""

from pathlib import Path

import click

from orderloom.app import acting
from orderloom.app.jobs import Undone, undo_job
from orderloom.app.narrative import reason_text
from orderloom.app.undoing import Undoing
from orderloom.app.undoing import undo as take_back
from orderloom.app.viewing import Eyes, looking_on
from orderloom.cli.acting import tell_decision
from orderloom.cli.bilingual import command, option
from orderloom.cli.failures import PROBLEM
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    actor_option,
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.errors import OrderloomError

_UNDONE = Wording("taken back at {number} records", "已在 {number} 条记录上撤回")
_WOULD_UNDO = Wording("would be taken back at {number} records", "将在 {number} 条记录上撤回")
_CANNOT = Wording("not at {number}: {reason}", "{number} 条不能撤回：{reason}")
_NONE = Wording(
    "nothing was taken back; --partly takes back the rest", "未撤回；--partly 撤回其余部分"
)
_BEFORE = Wording("{number} were taken back before", "另有 {number} 条此前已撤回")


@command(
    "undo",
    en="Take back what the newest decision did to a record, or the one that --entry names; with\n"
    "--job all that a job did. Fields are set back if unchanged since, transitions by their undo,\n"
    "tags and holds taken off, cases withdrawn, calls by their operation's undo. If anything has\n"
    "no inverse nothing is done, unless --partly.",
    zh="撤回对一条记录的最近一次决定，或 --entry 指定的决定；使用 --job 撤回整个任务。\n"
    "字段若此后未变则恢复，转换按其 undo 退回，标签与冻结取消，\n"
    "工单撤回，调用由其操作的 undo 撤回。\n"
    "若有任何一项无法撤回，则什么也不做，除非使用 --partly。",
)
@click.argument("record", metavar="[RECORD]", required=False)
@actor_option
@option("--entry", metavar="NUMBER", type=int, en="Its number in the journal.", zh="日志中的编号。")
@option("--job", metavar="JOB", en="All that this job did.", zh="该任务所做的全部。")
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
    record: str | None,
    *,
    who: str,
    entry: int | None,
    job: str | None,
    partly: bool,
    dry_run: bool,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Take a decision back."""
    if (record is None) == (job is None) or (entry is not None and record is None):
        raise OrderloomError("OL798")
    with opened(terminal, folder, store, environment) as app:
        by = acting.actor(app, who)
        wish = Undoing(entry, partly=partly, for_real=not dry_run)
        if job is not None:
            undone = undo_job(app, job, by, wish)
            with looking_on(app, by) as eyes:
                _tell(undone, eyes, terminal, dry_run=dry_run)
        elif record is not None:
            tell_decision(take_back(app, record, by, wish), app, terminal, by, done=not dry_run)


def _tell(undone: Undone, eyes: Eyes, terminal: Terminal, *, dry_run: bool) -> None:
    """Print what became of a job's turns.

    Raises:
        Exit: Something could not be taken back.
    """
    number = len(undone.taken_back)
    if terminal.wants_json:
        terminal.document(_document(undone, eyes))
    else:
        if undone.done or dry_run:
            wording = _WOULD_UNDO if dry_run else _UNDONE
            terminal.show(terminal.words(wording, number=f"{number:,}"))
        if undone.before:
            terminal.show(terminal.words(_BEFORE, number=f"{undone.before:,}"))
        for each in undone.refused:
            [why] = eyes.reasons([each.why], each.record_id)
            reason = reason_text(why, terminal.language)
            terminal.say(terminal.words(_CANNOT, number=f"{each.number:,}", reason=reason))
        if not (undone.done or dry_run):
            terminal.say(terminal.words(_NONE))
    if undone.refused:
        raise click.exceptions.Exit(PROBLEM)


def _document(undone: Undone, eyes: Eyes) -> dict[str, object]:
    return {
        "done": undone.done,
        "records": len(undone.taken_back),
        "before": undone.before,
        "refused": [
            {
                "number": each.number,
                "reason": eyes.reasons([each.why], each.record_id)[0],
                "record_id": each.record_id,
            }
            for each in undone.refused
        ],
    }
