"""``replay``: try what was quarantined once more, from the raw messages."""

from pathlib import Path

import click

from orderloom.app.raw import Replayed
from orderloom.app.raw import replay as replay_raw
from orderloom.cli.bilingual import command, option
from orderloom.cli.failures import PROBLEM, error_document, error_text
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

_TOLD = Wording(
    "{applied} applied, {stale} stale, {quarantined} quarantined again, {parked} parked",
    "已应用 {applied}，过期 {stale}，再次隔离 {quarantined}，暂存 {parked}",
)


@command(
    "replay",
    en="Try what was quarantined once more, from the raw messages as they were received.\n"
    "What was taken is not worked again, so that nothing is doubled.",
    zh="用收到时的原始报文，重新处理被隔离的条目。\n已接收的条目不会再次处理，因此不会重复。",
)
@flow_argument
@option("--message", metavar="ID", en="Only this message.", zh="仅此报文。")
@option("--connection", metavar="ID", en="Of this connection only.", zh="仅限该连接。")
@option(
    "--dry-run",
    is_flag=True,
    en="Only say what would become of them; nothing is written.",
    zh="只显示结果，不写入任何内容。",
)
@store_option()
@environment_option
@format_option
@pass_terminal
def replay(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    folder: Path,
    *,
    message: str | None,
    connection: str | None,
    dry_run: bool,
    store: str | None,
    environment: str | None,
) -> None:
    """Replay the raw messages of the flow in ``folder``."""
    with opened(terminal, folder, store, environment) as app:
        found = replay_raw(app, message=message, connection=connection, for_real=not dry_run)
    tell_replayed(found, terminal, dry_run=dry_run)


def tell_replayed(found: Replayed, terminal: Terminal, *, dry_run: bool) -> None:
    """Say what became of what was tried again; what was lost is a problem.

    Raises:
        Exit: Bytes of a message are gone.
    """
    if terminal.wants_json:
        terminal.document(_document(found, terminal, dry_run=dry_run))
    else:
        counts = {name: f"{count:,}" for name, count in found.tally.messages().items()}
        terminal.show(terminal.words(_TOLD, **counts))
        for error in found.lost:
            terminal.say(error_text(error, terminal))
    if found.lost:
        raise click.exceptions.Exit(PROBLEM)


def _document(found: Replayed, terminal: Terminal, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "messages": found.tally.messages(),
        "lost": [error_document(error, terminal) for error in found.lost],
    }
