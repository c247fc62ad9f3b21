"""``unhold``: lift a hold by hand."""

from pathlib import Path

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
    "unhold",
    en="Lift a hold of a record by hand.\nWhat waited for it goes on at once.",
    zh="手工解除一条记录的冻结。\n等待它的事随即继续。",
)
@click.argument("record", metavar="RECORD")
@click.argument("hold", metavar="HOLD")
@actor_option
@option(
    "--why", metavar="TEXT", required=True, en="The reason, for the journal.", zh="原因，记入日志。"
)
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def unhold(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    hold: str,
    *,
    who: str,
    why: str,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Lift a hold."""
    with opened(terminal, folder, store, environment) as app:
        by = acting.actor(app, who)
        tell_decision(acting.unhold(app, record, hold, why, by), app, terminal, by)
