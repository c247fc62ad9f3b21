"""``decide``: say yes or no to what is asked about a record, or withdraw it."""

from pathlib import Path
from typing import Literal

import click

from orderloom.app import acting
from orderloom.cli.acting import tell_decision
from orderloom.cli.bilingual import command, option
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


@command(
    "decide",
    en="Say yes or no to what is asked about a record.\n"
    "The last yes, or one no, decides; who asked may withdraw.",
    zh="对一条记录上的请示表示同意或拒绝。\n最后一票同意或任一票拒绝即为结论；发起人可撤回。",
)
@click.argument("record", metavar="RECORD")
@click.argument("verdict", metavar="yes|no|withdraw", type=click.Choice(["yes", "no", "withdraw"]))
@actor_option
@option(
    "--why", metavar="TEXT", default="", en="The reason, for the journal.", zh="原因，记入日志。"
)
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def decide(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    verdict: Literal["yes", "no", "withdraw"],
    *,
    who: str,
    why: str,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Decide on an approval."""
    with opened(terminal, folder, store, environment) as app:
        by = acting.actor(app, who)
        tell_decision(acting.decide_on(app, record, verdict, why, by), app, terminal, by)
