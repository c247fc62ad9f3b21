"""``purge``: take away raw messages whose time is over."""

from pathlib import Path

from orderloom.app.raw import purge as purge_raw
from orderloom.cli.bilingual import command, option
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

_GONE = Wording(
    "{connection}: {count} raw messages gone", "{connection}：已清除 {count} 条原始报文"
)
_WOULD = Wording(
    "{connection}: {count} raw messages would go", "{connection}：将清除 {count} 条原始报文"
)


@command(
    "purge",
    en="Take away raw messages older than their connection's keep_raw, for ever.\n"
    "What is quarantined, parked or not worked to its end stays.\n"
    "'run', 'serve' and 'intake serve' do so once a day by themselves.",
    zh="永久清除超过连接 keep_raw 期限的原始报文。\n"
    "隔离、暂存或尚未处理完的报文保留。run、serve 与 intake serve 每天会自动执行一次。",
)
@flow_argument
@option(
    "--dry-run",
    is_flag=True,
    en="Only say how many would go.",
    zh="只显示将清除多少条。",
)
@store_option()
@environment_option
@format_option
@pass_terminal
def purge(
    terminal: Terminal,
    folder: Path,
    *,
    dry_run: bool,
    store: str | None,
    environment: str | None,
) -> None:
    """Purge the raw messages of the flow in ``folder``."""
    with opened(terminal, folder, store, environment) as app:
        gone = purge_raw(app, for_real=not dry_run)
    if terminal.wants_json:
        terminal.document({"dry_run": dry_run, "purged": dict(gone)})
        return
    for connection, count in gone.items():
        words = _WOULD if dry_run else _GONE
        terminal.show(terminal.words(words, connection=connection, count=f"{count:,}"))
