"""``fetch``: save a file that is attached to a record."""

from pathlib import Path

import click

from orderloom.app import acting
from orderloom.app.attaching import fetch as fetch_file
from orderloom.cli.bilingual import command, option
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    actor_option,
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.errors import OrderloomError

_SAVED = Wording("saved {file} ({size} bytes)", "已保存 {file}（{size} 字节）")


@command(
    "fetch",
    en="Save a file that is attached to a record.\nNothing that is there is written over.",
    zh="保存记录上附加的文件。\n不会覆盖已有文件。",
)
@click.argument("record", metavar="RECORD")
@click.argument("field", metavar="FIELD")
@option(
    "--name",
    metavar="NAME",
    en="Which of several files; without it the newest.",
    zh="多个文件中的哪一个；省略则为最新的。",
)
@option(
    "--to",
    "target",
    metavar="FILE",
    type=click.Path(path_type=Path),
    en="Where to save it; without it under its own name, here.",
    zh="保存到何处；省略则以原名存于当前目录。",
)
@actor_option
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def fetch(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    field: str,
    *,
    name: str | None,
    target: Path | None,
    who: str,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Save an attached file."""
    with opened(terminal, folder, store, environment) as app:
        fetched = fetch_file(app, record, field, acting.actor(app, who), name)
    file = target or Path(str(fetched.known["name"]))
    _save(file, fetched.body)
    if terminal.wants_json:
        known = {key: fetched.known[key] for key in ("name", "type", "size", "hash")}
        terminal.document({"record_id": fetched.record_id, "file": str(file), **known})
    else:
        facts = {"file": str(file), "size": str(len(fetched.body))}
        terminal.show(_SAVED.fill(facts, terminal.language))


def _save(file: Path, body: bytes) -> None:
    try:
        with file.open("xb") as opened:
            opened.write(body)
    except OSError as error:
        reason = error.strerror or "–"
        raise OrderloomError("OL964", file=str(file), reason=reason) from error
