"""``timers``: those that were over before a new version came, about which a person decides."""

from pathlib import Path

import click

from orderloom.app import acting
from orderloom.app.documents import effects_of, why_document
from orderloom.app.narrative import reason_text
from orderloom.app.overdue import overdue, settle
from orderloom.cli.bilingual import SpeakingGroup, command
from orderloom.cli.failures import PROBLEM
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    actor_option,
    environment_option,
    flow_argument,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

_NONE = Wording("no timer waits for a person to decide", "没有等待人决定的定时")
_LINE = Wording("{due}  {record} {key}  {name}", "{due}  {record} {key}  {name}")
_SETTLED = Wording("{records} records settled", "已处理 {records} 条记录")

timers = SpeakingGroup(
    "timers",
    words=Wording(
        "See and settle timers that were over before a new version came.",
        "查看并处理新版本生效前已到时的定时。",
    ),
)


@command(
    "overdue",
    en="List the timers that by a new version were over before it came.\nThey did not run.",
    zh="列出按新版本在其生效前已到时的定时。它们没有执行。",
)
@flow_argument
@store_option()
@environment_option
@format_option
@pass_terminal
def list_overdue(
    terminal: Terminal, folder: Path, *, store: str | None, environment: str | None
) -> None:
    """List overdue timers."""
    with opened(terminal, folder, store, environment) as app:
        found = overdue(app)
    if terminal.wants_json:
        listed = [
            {
                "record": each.record,
                "record_id": each.record_id,
                "key": each.key,
                "name": each.name,
                "due": each.due.isoformat(),
            }
            for each in found
        ]
        terminal.document({"overdue": listed})
        return
    for each in found:
        due = each.due.isoformat(timespec="seconds")
        told = {"record": each.record, "key": each.key, "name": each.name, "due": due}
        terminal.show(terminal.words(_LINE, **told))
    if not found:
        terminal.show(terminal.words(_NONE))


def _settling(name: str, *, run: bool, en: str, zh: str) -> click.Command:
    """Make a command by which a person decides about overdue timers."""

    @command(
        name,
        en=f"{en} Without RECORD those of all records are meant.\n"
        "Those who may publish to the environment may.",
        zh=f"{zh}不给出 RECORD 时为全部记录。\n可发布到该环境的角色可以执行。",
    )
    @click.argument("record", metavar="[RECORD]", required=False)
    @actor_option
    @flow_option
    @store_option()
    @environment_option
    @format_option
    @pass_terminal
    def decide(  # noqa: PLR0913 - one parameter an option
        terminal: Terminal,
        record: str | None,
        *,
        who: str,
        folder: Path,
        store: str | None,
        environment: str | None,
    ) -> None:
        with opened(terminal, folder, store, environment) as app:
            found = settle(app, record, acting.actor(app, who), run=run)
        reasons = [why_document(reason) for each in found for reason in each.reasons]
        settled = sum(not each.reasons for each in found)
        if terminal.wants_json:
            effects = effects_of(found)
            terminal.document({"records": settled, "reasons": reasons, "effects": effects})
        else:
            terminal.show(terminal.words(_SETTLED, records=f"{settled:,}"))
            for reason in reasons:
                terminal.say(reason_text(reason, terminal.language))
        if reasons:
            raise click.exceptions.Exit(PROBLEM)

    return decide


for _command in (
    list_overdue,
    _settling(
        "run", run=True, en="Do what overdue timers would have done.", zh="执行已到时的定时。"
    ),
    _settling("drop", run=False, en="Leave what overdue timers do.", zh="放弃已到时的定时。"),
):
    timers.add_command(_command)
