"""``jobs``: work over many records: how far it is, and steering it."""

from pathlib import Path

import click

from orderloom.app import acting
from orderloom.app.application import Application
from orderloom.app.jobs import JobStanding, jobs_of, steer
from orderloom.app.naming import Naming, readable
from orderloom.cli.acting import tell_decision
from orderloom.cli.bilingual import command, option
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.progress import shown_turns
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.errors import OrderloomError
from orderloom.expression.literals import format_time
from orderloom.flow.job import JobState

_STATES: dict[str, JobState] = {"pause": "paused", "resume": "waiting", "cancel": "over"}
_TOLD = {
    "waiting": Wording("waiting", "等待处理"),
    "paused": Wording("paused", "已暂停"),
    "over": Wording("over", "已结束"),
}
_NONE = Wording("no jobs", "没有任务")
_LINE = Wording(
    "{job}  {state}  {name}: {progress}{who}", "{job}  {state}  {name}：{progress}{who}"
)
_PROGRESS = Wording(
    "{worked} of {number}, {refused} refused", "{number} 条中的 {worked} 条，被拒绝 {refused} 条"
)
_NUMBER = Wording("{number} records", "{number} 条记录")
_BY = Wording(", by {who}", "，{who}")
_WHERE = Wording("    {where}", "    {where}")
_WHY = Wording("    why: {why}", "    原因：{why}")


@command(
    "jobs",
    en="List the jobs that are not over, how far each is, and the newest bulks that are.\n"
    "With 'pause JOB', 'resume JOB' or 'cancel JOB' and --as: hold one up after the record it is\n"
    "at, let it go on, or leave the rest of it alone.",
    zh="列出未结束的任务及其进度，以及最近结束的批量任务。\n"
    "使用 pause、resume 或 cancel 加 JOB 及 --as：在当前记录之后暂停、继续，或放弃其余部分。",
)
@click.argument(
    "action", metavar="[pause|resume|cancel]", type=click.Choice([*_STATES]), required=False
)
@click.argument("job", metavar="[JOB]", required=False)
@option(
    "--as", "who", metavar="ROLE/PERSON", en="Who acts, in which role.", zh="以何角色、由何人操作。"
)
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def jobs(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    action: str | None,
    job: str | None,
    *,
    who: str | None,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """List jobs, or steer one."""
    if action is not None and (job is None or who is None):
        raise OrderloomError("OL800")
    with opened(terminal, folder, store, environment) as app:
        if action is None or job is None or who is None:
            _list(app, terminal)
            return
        by = acting.actor(app, who)
        decision = steer(app, job, _STATES[action], by)
        if action == "resume" and decision.outcome != "refused":
            with shown_turns(terminal) as progress:
                app.worker(app.live_desk(), progress).work_jobs()
        tell_decision(decision, app, terminal, by)


def _list(app: Application, terminal: Terminal) -> None:
    found = jobs_of(app)
    if terminal.wants_json:
        terminal.document({"jobs": [_document(each) for each in found]})
    elif not found:
        terminal.show(terminal.words(_NONE))
    else:
        naming = Naming(app.flow, terminal.language, "")
        for each in found:
            _show(each, naming, terminal)


def _show(each: JobStanding, naming: Naming, terminal: Terminal) -> None:
    who = "" if each.who is None else terminal.words(_BY, who=readable(each.who))
    facts = {
        "job": each.id,
        "state": terminal.words(_TOLD[each.state]),
        "name": naming.definition(each.name),
        "progress": _progress(each, terminal),
        "who": who,
    }
    terminal.show(terminal.words(_LINE, **facts))
    if each.where:
        terminal.show(terminal.words(_WHERE, where=readable(each.where)))
    if each.why:
        terminal.show(terminal.words(_WHY, why=readable(each.why)))


def _progress(each: JobStanding, terminal: Terminal) -> str:
    if each.worked is None:
        return terminal.words(_NUMBER, number=f"{each.number:,}")
    numbers = {"worked": each.worked, "number": each.number, "refused": each.refused or 0}
    return terminal.words(_PROGRESS, **{name: f"{number:,}" for name, number in numbers.items()})


def _document(each: JobStanding) -> dict[str, object]:
    return {
        "job": each.id,
        "name": each.name,
        "state": each.state,
        "at": format_time(each.at),
        "who": each.who,
        "where": each.where,
        "why": each.why,
        "worked": each.worked,
        "records": each.number,
        "refused": each.refused,
    }
