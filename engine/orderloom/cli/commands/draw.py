"""``draw``: machines and trees as Mermaid diagrams."""

from pathlib import Path

import click

from orderloom.app.checking import check_folder
from orderloom.app.drawing import drawn
from orderloom.app.mermaid import Diagram, page_text
from orderloom.cli.bilingual import command, option
from orderloom.cli.options import environment_option, flow_argument, note_format, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.errors import DefinitionInvalid, OrderloomError


@command(
    "draw",
    en="Draw a flow's machines and trees as Mermaid diagrams.\n"
    "NAME is an id or kind/id, such as machine/order_status. One diagram is printed as it is, "
    "several as a page of Markdown.",
    zh="把流程的状态机和异常树画成 Mermaid 图。\n"
    "NAME 为 id 或 种类/id，如 machine/order_status。单张图原样输出，多张图输出为 Markdown 页面。",
)
@flow_argument
@click.argument("name", metavar="[NAME]", required=False)
@option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    en="Write into FILE instead of printing.",
    zh="写入文件而不输出。",
)
@option(
    "--format",
    type=click.Choice(["mermaid", "json"]),
    default="mermaid",
    is_eager=True,
    expose_value=False,
    callback=note_format,
    en="The diagrams alone, or JSON for programs.",
    zh="只输出图（mermaid）或供程序读取（json）。",
)
@environment_option
@pass_terminal
def draw(
    terminal: Terminal,
    folder: Path,
    name: str | None,
    *,
    output: Path | None,
    environment: str | None,
) -> None:
    """Draw machines and trees."""
    checked = check_folder(folder, environment or terminal.settings.environment)
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    diagrams = drawn(checked.flow, terminal.language, name)
    if output is not None:
        _write(output, _text(diagrams))
    if terminal.wants_json:
        terminal.document({"diagrams": [each.document() for each in diagrams]})
    elif output is None:
        terminal.show(_text(diagrams).rstrip("\n"))


def _text(diagrams: list[Diagram]) -> str:
    return diagrams[0].text if len(diagrams) == 1 else page_text(diagrams)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or "–"
        raise OrderloomError("OL684", file=str(file), reason=reason) from error
