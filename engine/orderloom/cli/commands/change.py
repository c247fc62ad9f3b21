"""``change``: type fields of a record by hand."""

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
    "change",
    en="Type fields of a record by hand.\nA refusal gives every reason and changes nothing.",
    zh="手工修改一条记录的字段。\n被拒绝时给出全部原因，且不作任何改变。",
)
@click.argument("record", metavar="RECORD")
@option(
    "--set",
    "pairs",
    metavar="NAME=VALUE",
    multiple=True,
    required=True,
    en="A field and its new value; nothing after the sign clears it.",
    zh="字段及其新值；等号后为空表示清空。",
)
@actor_option
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def change(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    *,
    pairs: Sequence[str],
    who: str,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Write fields."""
    values = typed_values(pairs)
    with opened(terminal, folder, store, environment) as app:
        by = acting.actor(app, who)
        tell_decision(acting.change(app, record, values, by), app, terminal, by)
