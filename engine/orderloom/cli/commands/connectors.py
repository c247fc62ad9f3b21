"""``connectors``: list what flows can speak to."""

from collections.abc import Mapping
from typing import Any

from orderloom.app.library import described
from orderloom.cli.bilingual import command
from orderloom.cli.failures import error_text
from orderloom.cli.options import format_option, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

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
    en="List the connectors that every flow finds, and where their facts are from.",
    zh="列出所有流程可用的连接器，以及各项事实的依据。",
)
@format_option
@pass_terminal
def connectors(terminal: Terminal) -> None:
    """List connectors."""
    found, broken = described(terminal.language)
    for error in broken:
        terminal.say(error_text(error, terminal))
    if terminal.wants_json:
        terminal.document(found)
    else:
        for each in found:
            _tell(each, terminal)


def _tell(each: Mapping[str, Any], terminal: Terminal) -> None:
    operations = ", ".join(each["operations"]) or terminal.words(_READ_ONLY)
    kind = terminal.words(_KINDS[each["kind"]])
    terminal.show(terminal.words(_LINE, name=each["name"], kind=kind, operations=operations))
    if each["evidence"]:
        terminal.show(f"  {each['evidence']}")
