"""``run``: take orders in, decide, commit, deliver."""

from collections.abc import Sequence
from pathlib import Path

import click

from orderloom.app.application import open_application
from orderloom.cli.bilingual import command
from orderloom.cli.failures import PROBLEM
from orderloom.cli.inputs import Typed, inputs_of
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    inputs_options,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import writable_store
from orderloom.cli.terminal import Terminal
from orderloom.cli.working import work


@command(
    "run",
    en="Take orders in, decide, write, send.\n"
    "Without --input and --connection every connection that has streams is polled. The same "
    "input a second time changes nothing.",
    zh="读入订单，作出决定，写入并发送。\n"
    "不给出 --input 和 --connection 时轮询所有带数据流的连接。重复读入同一内容不会改变任何东西。",
)
@flow_argument
@inputs_options
@store_option()
@environment_option
@format_option
@pass_terminal
def run(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    folder: Path,
    *,
    files: Sequence[Path],
    mapping: str | None,
    connections: Sequence[str],
    at: str | None,
    store: str | None,
    environment: str | None,
) -> None:
    """Run the flow in ``folder``."""
    typed = Typed(files=files, mapping=mapping, connections=connections, at=at)
    url = writable_store(store or terminal.settings.store, folder)
    environment = environment or terminal.settings.environment
    with open_application(folder, url, environment=environment, clock=typed.clock()) as app:
        summary = work(app, inputs_of(app, typed), terminal)
    if summary.tally.rejected:
        raise click.exceptions.Exit(PROBLEM)
