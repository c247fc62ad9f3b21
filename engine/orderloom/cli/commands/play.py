"""``play``: run a playbook by hand."""

from collections.abc import Sequence
from pathlib import Path

import click

from orderloom.app import acting
from orderloom.app.application import open_application
from orderloom.cli.acting import acting_store, tell_decision, typed_values
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
    "play",
    en="Run a playbook on a record by hand.\n"
    "All of it takes place or nothing; a refusal gives every reason.",
    zh="对一条记录手工运行预案。\n要么全部生效，要么毫无改变；被拒绝时给出全部原因。",
)
@click.argument("record", metavar="RECORD")
@click.argument("playbook", metavar="PLAYBOOK")
@actor_option
@option(
    "--with",
    "inputs",
    metavar="NAME=VALUE",
    multiple=True,
    en="An input that the playbook asks for.",
    zh="预案所需的输入项。",
)
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def play(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    playbook: str,
    *,
    who: str,
    inputs: Sequence[str],
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Run a playbook."""
    values = typed_values(inputs)
    url = acting_store(terminal, store, folder)
    environment = environment or terminal.settings.environment
    with open_application(folder, url, environment=environment) as app:
        by = acting.actor(app, who)
        tell_decision(acting.play(app, record, playbook, values, by), app, terminal)
