"""``definitions``: what a flow is made of, by title."""

from collections.abc import Iterator
from pathlib import Path

import click

from orderloom.app.checking import check_folder
from orderloom.app.definitions import Listed, Part, listed
from orderloom.app.naming import readable
from orderloom.app.phrases_of_rules import SEVERE, SEVERITIES
from orderloom.cli.bilingual import command
from orderloom.cli.options import environment_option, flow_argument, format_option, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.errors import DefinitionInvalid

_SHOWN = Wording("; customers read: {shown}", "；客户看到：{shown}")


@command(
    "definitions",
    en="List what the flow in DIR is made of, or its definitions of one KIND: titles, notes, the\n"
    "lines where they stand, titles of states and columns, and what customers read of a state.",
    zh="列出 DIR 中流程的全部定义，或某一 KIND 的定义：标题、备注、所在位置，\n"
    "状态与列的标题，以及客户看到的状态名。",
)
@flow_argument
@click.argument("kind", metavar="[KIND]", required=False)
@environment_option
@format_option
@pass_terminal
def definitions(
    terminal: Terminal, folder: Path, kind: str | None, *, environment: str | None
) -> None:
    """List definitions."""
    checked = check_folder(folder, environment or terminal.settings.environment)
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    found = listed(checked.flow, terminal.language, kind)
    if terminal.wants_json:
        terminal.document({"definitions": [_document(each) for each in found]})
        return
    for each in found:
        for line in _lines(each, terminal):
            terminal.show(line)


def _document(each: Listed) -> dict[str, object]:
    return {
        "kind": each.kind,
        "id": each.id,
        "title": each.title,
        "note": each.note,
        "severity": each.severity,
        "file": str(each.place.file),
        "line": each.place.line,
        "parts": [
            {"name": part.name, "title": part.title, "shown": part.shown} for part in each.parts
        ],
    }


def _lines(each: Listed, terminal: Terminal) -> Iterator[str]:
    severity = ""
    if each.severity is not None:
        told = SEVERITIES[each.severity].fill({}, terminal.language)
        severity = terminal.words(SEVERE, severity=told)
    place = f"{each.place.file}:{each.place.line}"
    yield f"{each.kind}/{each.id}  {readable(each.title)}{severity}  {place}"
    if each.note is not None:
        yield from (f"  {readable(line)}" for line in each.note.splitlines())
    for part in each.parts:
        yield _part(part, terminal)


def _part(part: Part, terminal: Terminal) -> str:
    shown = ""
    if part.shown is not None:
        shown = terminal.words(_SHOWN, shown=readable(part.shown))
    return f"  {part.name}  {readable(part.title)}{shown}"
