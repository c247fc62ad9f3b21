"""``attach``: attach a file to a record."""

from pathlib import Path

import click

from orderloom.app import acting
from orderloom.app.attaching import Attachment
from orderloom.app.attaching import attach as attach_file
from orderloom.app.file_kinds import MOST_BYTES
from orderloom.cli.acting import tell_decision
from orderloom.cli.bilingual import command
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
from orderloom.errors import OrderloomError


@command(
    "attach",
    en="Attach FILE to a field of a record.\n"
    "The field is of type 'file', or a list of such. The file is kept as it is, never opened,\n"
    "and destroyed with what is sensitive of the record.",
    zh="把文件 FILE 附加到记录的字段。\n"
    "字段类型为 file，或其列表。文件原样保存，不会被打开，\n并随记录的敏感数据一并销毁。",
)
@click.argument("record", metavar="RECORD")
@click.argument("field", metavar="FIELD")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@actor_option
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def attach(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    field: str,
    file: Path,
    *,
    who: str,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Attach a file."""
    body = _read(file)
    with opened(terminal, folder, store, environment) as app:
        by = acting.actor(app, who)
        decision = attach_file(app, record, field, Attachment(file.name, body), by)
        tell_decision(decision, app, terminal, by)


def _read(file: Path) -> bytes:
    """Read a file up to what may be attached and one byte more, which says that it is too big."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise OrderloomError("OL643", file=str(file), reason=reason) from error
