"""``restore``: put a backup in the place of a store."""

from pathlib import Path

import click

from orderloom.app.backups import place_of
from orderloom.app.backups import restore as put_back
from orderloom.app.checking import check_folder
from orderloom.cli.bilingual import command, option
from orderloom.cli.commands.backup import stamp_document, told_of
from orderloom.cli.failures import notice_text
from orderloom.cli.options import (
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.paths import ExistingFile
from orderloom.cli.stores import writable_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.egress.switch import STOP_FILE
from orderloom.errors import DefinitionInvalid
from orderloom.runtime.clock import SystemClock

_DONE = Wording(
    "{path}: {flow} in '{environment}' as of {at}",
    "{path}：{flow}（环境“{environment}”），截至 {at}",
)
_KEPT = Wording("the store that was there lies at {path}", "原有存储现位于 {path}")


@command(
    "restore",
    en="Put the backup FILE in the place of the flow's store, which nobody may be using.\n"
    "One of another environment is refused unless --from names it. Where calls wait in it,\n"
    "all outgoing calls are stopped until a person has looked.",
    zh="用备份 FILE 取代流程的存储；此时不得有进程在使用该存储。\n"
    "来自其他环境的备份会被拒绝，除非用 --from 写明其环境。\n"
    "若其中有调用在等待，则停止所有对外调用，直至有人核对。",
)
@click.argument("file", metavar="FILE", type=ExistingFile())
@option(
    "--from",
    "source",
    metavar="ENVIRONMENT",
    en="The backup is of this environment, and that is meant.",
    zh="备份来自此环境，且确需如此。",
)
@option(
    "--replace",
    "replaces",
    is_flag=True,
    en="Keep the store that is there under another name.",
    zh="现有存储改名保留。",
)
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def restore(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    file: Path,
    *,
    source: str | None,
    replaces: bool,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Restore the store of the flow in ``folder``."""
    checked = check_folder(folder, environment or terminal.settings.environment)
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    place = place_of(writable_store(store or terminal.settings.store, folder))
    at = SystemClock().now()
    done = put_back(checked.flow, folder, place, file, at, source=source, replaces=replaces)
    if not place.opens():
        terminal.say(notice_text("OL092", {"path": str(place.file)}, terminal))
    if done.waiting:
        facts = {"waiting": f"{done.waiting:,}", "file": str(folder / STOP_FILE)}
        terminal.say(notice_text("OL091", facts, terminal))
    if terminal.wants_json:
        kept = None if done.kept is None else str(done.kept)
        told = {"path": str(place.file), "kept": kept, "waiting": done.waiting}
        terminal.document({**told, **stamp_document(done.stamp)})
        return
    terminal.show(terminal.words(_DONE, path=place.file, **told_of(done.stamp)))
    if done.kept is not None:
        terminal.show(terminal.words(_KEPT, path=done.kept))
