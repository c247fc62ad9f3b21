"""``fire``: fire a transition by hand."""

from collections.abc import Sequence
from pathlib import Path

import click

from orderloom.app import acting
from orderloom.cli.acting import tell_decision, typed_values
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
    "fire",
    en="Fire a transition of a record by hand.\nA refusal gives every reason and changes nothing.",
    zh="手工执行一条记录的转换。\n被拒绝时给出全部原因，且不作任何改变。",
)
@click.argument("record", metavar="RECORD")
@click.argument("transition", metavar="TRANSITION")
@actor_option
@option(
    "--with",
    "inputs",
    metavar="NAME=VALUE",
    multiple=True,
    en="An input that the transition asks for.",
    zh="转换所需的输入项。",
)
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def fire(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    transition: str,
    *,
    who: str,
    inputs: Sequence[str],
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Fire a transition."""
    values = typed_values(inputs)
    with opened(terminal, folder, store, environment) as app:
        by = acting.actor(app, who)
        tell_decision(acting.fire(app, record, transition, values, by), app, terminal, by)
