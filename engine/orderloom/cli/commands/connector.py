"""``connector``: begin a connector in code, record and replay one."""

from pathlib import Path

import click

from orderloom.app.scaffolding import scaffold
from orderloom.cli.bilingual import SpeakingGroup, command
from orderloom.cli.commands.cassette import record, replay
from orderloom.cli.options import format_option, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

_NEXT = Wording(
    "next: pip install -e {folder}, then python -m pytest {folder}",
    "下一步：pip install -e {folder}，然后 python -m pytest {folder}",
)

connector = SpeakingGroup(
    "connector", words=Wording("Make, record and replay connectors.", "编写、录制与重放连接器。")
)


@command(
    "new",
    en="Begin a package with the connector NAME in DIR; nothing that is there is overwritten.\n"
    "It comes with a strict peer and with the contract that every connector keeps.",
    zh="在 DIR 中新建含连接器 NAME 的软件包；绝不覆盖已有文件。\n"
    "附带严格的对端，以及所有连接器都须遵守的契约测试。",
)
@click.argument("name", metavar="NAME")
@click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@format_option
@pass_terminal
def new(terminal: Terminal, name: str, folder: Path | None) -> None:
    """Begin the connector ``name``."""
    folder = folder or Path(f"orderloom-{name.replace('_', '-')}")
    written = scaffold(name, folder)
    if terminal.wants_json:
        names = [each.relative_to(folder).as_posix() for each in written]
        terminal.document({"folder": str(folder), "files": names})
        return
    for each in written:
        terminal.show(str(each))
    terminal.say(terminal.words(_NEXT, folder=folder))


connector.add_command(new)
connector.add_command(record)
connector.add_command(replay)
