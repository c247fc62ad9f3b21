"""``reference``: the pages of the language's reference."""

from pathlib import Path

import click

from orderloom.cli.bilingual import command
from orderloom.cli.options import format_option, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.errors import OrderloomError
from orderloom.reference.pages import all_pages


@command(
    "reference",
    en="Write the reference of the language into DIR, in English and Chinese.\n"
    "Every kind, key, action, event, function and code; values in examples are worked out.",
    zh="把语言参考手册写入 DIR，中英文各一份。\n"
    "包含所有种类、键、动作、事件、函数与代码；示例中的值均为实际求值结果。",
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@format_option
@pass_terminal
def reference(terminal: Terminal, folder: Path) -> None:
    """Write the pages over those there."""
    pages = all_pages()
    try:
        for name, text in pages.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or "–"
        raise OrderloomError("OL674", folder=str(folder), reason=reason) from error
    if terminal.wants_json:
        terminal.document({"folder": str(folder), "files": list(pages)})
        return
    for name in pages:
        terminal.show(str(folder / name))
