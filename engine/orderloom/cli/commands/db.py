"""``db``: the schema of a store, looked at and brought up to date."""

from pathlib import Path

from orderloom.app.application import open_application
from orderloom.app.backups import back_up, lacking, place_of
from orderloom.cli.bilingual import SpeakingGroup, command, option
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import existing_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.runtime.clock import SystemClock

_IS = Wording("{path}: schema {schema}", "{path}：模式 {schema}")
_LACKS = Wording("would apply {id}: {about}", "将应用 {id}：{about}")
_DID = Wording("applied {id}: {about}", "已应用 {id}：{about}")
_NONE = Wording("nothing to apply", "无需升级")

db = SpeakingGroup("db", words=Wording("Look after the store's schema.", "维护存储的模式。"))


@command(
    "upgrade",
    en="Bring the store of the flow in DIR to this program's schema, all in one transaction.\n"
    "Whatever opens the store does so too; here it can be seen before, and backed up.",
    zh="将 DIR 中流程的存储升级到本程序的模式，全部在一个事务内完成。\n"
    "任何打开存储的命令也会升级；此命令可事先查看并备份。",
)
@flow_argument
@option(
    "--dry-run",
    is_flag=True,
    en="Only list what would be applied.",
    zh="只列出将应用的内容。",
)
@option(
    "--backup",
    "file",
    metavar="FILE",
    en="Back the store up to this file first.",
    zh="先将存储备份到此文件。",
)
@store_option()
@environment_option
@format_option
@pass_terminal
def upgrade(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    folder: Path,
    *,
    dry_run: bool,
    file: str | None,
    store: str | None,
    environment: str | None,
) -> None:
    """Upgrade the store of the flow in ``folder``."""
    url = existing_store(store or terminal.settings.store, folder)
    place = place_of(url)
    stored, missing = lacking(place)
    if not dry_run:
        if file is not None:
            back_up(place, Path(file), SystemClock().now())
        wanted = environment or terminal.settings.environment
        with open_application(folder, url, environment=wanted):
            pass  # whatever opens a store brings it up to date
    if terminal.wants_json:
        listed = [each._asdict() for each in missing]
        told = {"path": str(place.file), "schema": stored, "dry_run": dry_run}
        terminal.document({**told, "revisions": listed})
        return
    terminal.show(terminal.words(_IS, path=place.file, schema=stored or "–"))
    for each in missing:
        terminal.show(terminal.words(_LACKS if dry_run else _DID, **each._asdict()))
    if not missing:
        terminal.show(terminal.words(_NONE))


db.add_command(upgrade)
