"""``quarantine``: what could not be taken, by the shape of its error; tried again by shape."""

from pathlib import Path

from orderloom.app.acting import viewer
from orderloom.app.naming import readable
from orderloom.app.narrative import fault_text
from orderloom.app.shapes import Shape, replay_shape, shapes
from orderloom.cli.bilingual import command, option
from orderloom.cli.commands.replay import tell_replayed
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
    viewer_option,
)
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

_SHAPE = Wording(
    "{id}  {count} × mapping {mapping}: {errors}", "{id}  {count} 条，映射 {mapping}：{errors}"
)
_EXAMPLE = Wording("    such as {where}: {fault}", "    例如 {where}：{fault}")
_NONE = Wording("nothing is in quarantine", "隔离区为空")


@command(
    "quarantine",
    en="List what could not be taken, grouped by the shape of its error, the most frequent first.\n"
    "Once the reason is mended, --replay tries all of one shape again; nothing is doubled.",
    zh="列出未能接收的条目，按错误形态分组，最多的在前。\n"
    "原因修复后，用 --replay 重试同一形态的全部条目；不会重复。",
)
@flow_argument
@option("--replay", "shape", metavar="SHAPE", en="Try this shape again.", zh="重试该形态。")
@option(
    "--dry-run",
    is_flag=True,
    en="Only say what would become of them; nothing is written.",
    zh="只显示结果，不写入任何内容。",
)
@viewer_option
@store_option()
@environment_option
@format_option
@pass_terminal
def quarantine(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    folder: Path,
    *,
    shape: str | None,
    dry_run: bool,
    who: str | None,
    store: str | None,
    environment: str | None,
) -> None:
    """List or replay what is in quarantine."""
    with opened(terminal, folder, store, environment) as app:
        by = viewer(app, who)
        if shape is not None:
            found = replay_shape(app, shape, by, for_real=not dry_run)
            tell_replayed(found, terminal, dry_run=dry_run)
            return
        known = shapes(app, by)
    if terminal.wants_json:
        terminal.document({"shapes": [_document(each, terminal) for each in known]})
        return
    for each in known:
        _tell(each, terminal)
    if not known:
        terminal.show(terminal.words(_NONE))


def _document(shape: Shape, terminal: Terminal) -> dict[str, object]:
    example = shape.example
    return {
        "shape": shape.id,
        "mapping": shape.mapping,
        "record": shape.record,
        "errors": [{"code": code, "field": field} for code, field in shape.errors],
        "count": shape.count,
        "example": {
            "message": example.message,
            "name": example.name,
            "where": example.where,
            "faults": [fault_text(dict(each), terminal.language) for each in example.faults],
        },
    }


def _tell(shape: Shape, terminal: Terminal) -> None:
    errors = ", ".join(code if field is None else f"{code} {field}" for code, field in shape.errors)
    facts = {"id": shape.id, "count": f"{shape.count:,}", "mapping": shape.mapping}
    terminal.show(terminal.words(_SHAPE, **facts, errors=errors))
    where = readable(" ".join(filter(None, (shape.example.name, shape.example.where))))
    for fault in shape.example.faults:
        told = fault_text(dict(fault), terminal.language)
        terminal.show(terminal.words(_EXAMPLE, where=where, fault=told))
