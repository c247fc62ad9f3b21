"""``connectors``: list what flows can speak to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from orderloom.app.checking import check_folder
from orderloom.app.library import all_described
from orderloom.cli.bilingual import command
from orderloom.cli.failures import error_text
from orderloom.cli.options import format_option, pass_terminal
from orderloom.cli.paths import ExistingFolder
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.declarative.connector import DeclaredConnector
from orderloom.errors import DefinitionInvalid
from orderloom.ports import Connector

_LINE = Wording("{name} ({kind}): {operations}", "{name}（{kind}）：{operations}")
_READ_ONLY = Wording("reads only", "只读取")
_KINDS: Mapping[str, Wording] = {
    "channel": Wording("channel", "渠道"),
    "courier": Wording("courier", "快递"),
    "payment": Wording("payment", "支付"),
    "messages": Wording("messages", "消息"),
    "system": Wording("system", "系统"),
}


@command(
    "connectors",
    en="List the connectors that every flow finds, and those of the flow in DIR, and where their\n"
    "facts are from.",
    zh="列出所有流程可用的连接器，以及 DIR 中流程自带的连接器，并说明各项事实的依据。",
)
@click.argument("folder", metavar="[DIR]", type=ExistingFolder(), required=False)
@format_option
@pass_terminal
def connectors(terminal: Terminal, folder: Path | None) -> None:
    """List connectors."""
    own = () if folder is None else _own(folder, terminal)
    found, broken = all_described(terminal.language, own)
    for error in broken:
        terminal.say(error_text(error, terminal))
    if terminal.wants_json:
        terminal.document(found)
    else:
        for each in found:
            _tell(each, terminal)


def _own(folder: Path, terminal: Terminal) -> list[Connector]:
    """Give the connectors that a flow defines itself.

    Raises:
        DefinitionInvalid: The flow has errors.
    """
    checked = check_folder(folder, terminal.settings.environment)
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    return [DeclaredConnector(each) for each in checked.flow.connectors.values()]


def _tell(each: Mapping[str, Any], terminal: Terminal) -> None:
    operations = ", ".join(each["operations"]) or terminal.words(_READ_ONLY)
    kind = terminal.words(_KINDS[each["kind"]])
    name = each["name"] if each["title"] == each["name"] else f"{each['name']} · {each['title']}"
    terminal.show(terminal.words(_LINE, name=name, kind=kind, operations=operations))
    if each["evidence"]:
        terminal.show(f"  {each['evidence']}")
