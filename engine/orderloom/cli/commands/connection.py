"""``connection test``: try a connection out without taking anything."""

from collections.abc import Sequence
from pathlib import Path

import click

from orderloom.app.application import open_application
from orderloom.app.probing import Probe, probe
from orderloom.cli.bilingual import SpeakingGroup, command
from orderloom.cli.failures import PROBLEM, error_document, error_text
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import readable_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

_NOTHING = Wording(
    "{stream}: answers; nothing is there at the moment", "{stream}：有应答，目前没有内容"
)
_FOUND = Wording(
    "{stream}: '{name}', {size} bytes, {items} items", "{stream}：“{name}”，{size} 字节，{items} 条"
)
_NO_STREAM = Wording(
    "'{connection}' has no stream; its address and secret are there, and nothing was sent",
    "“{connection}”没有数据流；地址与密钥均已找到，未发送任何内容",
)


connection = SpeakingGroup("connection", words=Wording("Try connections out.", "试用连接。"))


@command(
    "test",
    en="Ask a connection of the flow in DIR for its first answer and read it; nothing is taken.\n"
    "It goes the very way that a run goes: address, secret, signature, page, mapping.",
    zh="向 DIR 中流程的连接索取第一份应答并读取；不收取任何内容。\n"
    "所走的路径与运行完全相同：地址、密钥、签名、分页、映射。",
)
@flow_argument
@click.argument("name", metavar="CONNECTION")
@store_option()
@environment_option
@format_option
@pass_terminal
def test(
    terminal: Terminal, folder: Path, name: str, *, store: str | None, environment: str | None
) -> None:
    """Try the connection ``name``."""
    environment = environment or terminal.settings.environment
    with (
        readable_store(store or terminal.settings.store, folder) as url,
        open_application(folder, url, environment=environment) as app,
    ):
        found = probe(app, name)
    if terminal.wants_json:
        terminal.document(_document(name, found, terminal))
    else:
        _tell(name, found, terminal)
    if not all(each.is_fine for each in found):
        raise click.exceptions.Exit(PROBLEM)


connection.add_command(test)


def _document(name: str, found: Sequence[Probe], terminal: Terminal) -> dict[str, object]:
    return {
        "connection": name,
        "streams": [
            {
                "stream": each.stream,
                "name": each.name,
                "bytes": each.size,
                "items": each.items,
                "faults": [error_document(fault, terminal) for fault in each.faults],
                "error": None if each.error is None else error_document(each.error, terminal),
            }
            for each in found
        ],
    }


def _tell(name: str, found: Sequence[Probe], terminal: Terminal) -> None:
    if not found:
        terminal.show(terminal.words(_NO_STREAM, connection=name))
    for each in found:
        if each.error is not None:
            terminal.say(error_text(each.error, terminal))
        elif each.name is None:
            terminal.show(terminal.words(_NOTHING, stream=each.stream))
        else:
            facts = {"stream": each.stream, "name": each.name}
            numbers = {"size": f"{each.size:,}", "items": f"{each.items:,}"}
            terminal.show(terminal.words(_FOUND, **facts, **numbers))
        for fault in each.faults:
            terminal.say(error_text(fault, terminal))
