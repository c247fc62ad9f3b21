"""``versions``: which definitions a store works, and worked, under."""

from collections import Counter
from pathlib import Path

from orderloom.app.application import Application
from orderloom.cli.bilingual import command
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

_SHOWN = 12
_NONE = Wording("no version was ever in force", "尚无任何版本生效过")
_LINE = Wording("{number}  {at}  {digest}  {how}  {who}", "{number}  {at}  {digest}  {how}  {who}")
_FINISHING = Wording(
    "   {number} records finish under it",
    "   仍有 {number} 条记录按此版本走完",
)
_HOW = {
    "start": Wording("by a start", "随启动生效"),
    "deploy": Wording("deployed", "部署"),
    "rollback": Wording("rolled back", "退回"),
}


@command(
    "versions",
    en="List the versions of the definitions that were in force, the newest last.",
    zh="列出曾经生效的定义版本，最新的在最后。",
)
@flow_argument
@store_option()
@environment_option
@format_option
@pass_terminal
def versions(
    terminal: Terminal, folder: Path, *, store: str | None, environment: str | None
) -> None:
    """List the versions of the store of the flow in ``folder``."""
    with opened(terminal, folder, store, environment) as app:
        found = app.stores.versions.every()
        finishing = _finishing(app)
    if terminal.wants_json:
        listed = [
            {
                "number": each.number,
                "digest": each.digest,
                "at": each.at.isoformat(),
                "how": each.how,
                "who": each.who,
                "finishing": finishing[each.number],
            }
            for each in found
        ]
        terminal.document({"versions": listed})
        return
    for each in found:
        facts = {
            "number": str(each.number),
            "at": each.at.isoformat(timespec="seconds"),
            "digest": each.digest[:_SHOWN],
            "how": terminal.words(_HOW[each.how]),
            "who": each.who or "",
        }
        terminal.show(terminal.words(_LINE, **facts).rstrip())
        if finishing[each.number]:
            terminal.show(terminal.words(_FINISHING, number=f"{finishing[each.number]:,}"))
    if not found:
        terminal.show(terminal.words(_NONE))


def _finishing(app: Application) -> Counter[int]:
    """Count what finishes under each version's machines, by number."""
    found = Counter[int]()
    for name, records in app.stores.versions.finishing().items():
        found[int(name.rpartition("@")[2])] += records
    return found
