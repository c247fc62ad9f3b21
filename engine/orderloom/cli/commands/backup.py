"""``backup``: copy a store to one file while it works."""

from pathlib import Path

import click

from orderloom.app.backups import back_up, place_of
from orderloom.cli.bilingual import command
from orderloom.cli.failures import notice_text
from orderloom.cli.options import flow_option, format_option, pass_terminal, store_option
from orderloom.cli.stores import existing_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.expression.literals import format_time
from orderloom.runtime.clock import SystemClock
from orderloom.store.backup import Stamp

_DONE = Wording(
    "{file}: {flow} in '{environment}', {rows} rows, schema {schema}; read back and whole",
    "{file}：{flow}（环境“{environment}”），{rows} 行，模式 {schema}；已读回校验，完整",
)


@command(
    "backup",
    en="Copy the flow's store to FILE, as it is at one instant, while others write to it.\n"
    "The copy is read back before it gets its name. The master key is not inside.",
    zh="将流程的存储按某一时刻的状态复制到 FILE；其他进程可同时写入。\n"
    "副本经读回校验后才定名。主密钥不在其中。",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@flow_option
@store_option()
@format_option
@pass_terminal
def backup(terminal: Terminal, file: Path, *, folder: Path, store: str | None) -> None:
    """Back the store of the flow in ``folder`` up."""
    place = place_of(existing_store(store or terminal.settings.store, folder))
    stamp = back_up(place, file, SystemClock().now())
    terminal.say(notice_text("OL089", {"source": place.key_source}, terminal))
    if terminal.wants_json:
        terminal.document({"file": str(file), **stamp_document(stamp)})
        return
    rows = f"{sum(stamp.rows.values()):,}"
    terminal.show(terminal.words(_DONE, file=file, **told_of(stamp), rows=rows))


def told_of(stamp: Stamp) -> dict[str, str]:
    """Give what a sentence names of a stamp."""
    return {
        "flow": stamp.flow,
        "environment": stamp.environment,
        "schema": stamp.revision,
        "at": format_time(stamp.at),
    }


def stamp_document(stamp: Stamp) -> dict[str, object]:
    """Give a stamp as commands print it."""
    return {**told_of(stamp), "rows": dict(stamp.rows)}
