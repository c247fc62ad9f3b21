"""``init``: begin a flow from a starter that ships."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

import click

from orderloom.cli.bilingual import command, option
from orderloom.cli.options import format_option, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.compiler.modeline import modeline, write_schemas
from orderloom.errors import OrderloomError
from orderloom.names import nearest
from orderloom.settings import FOLDER

_NEXT = Wording("next: orderloom check {folder}", "下一步：orderloom check {folder}")


@command(
    "init",
    en="Begin a flow in DIR from a starter; nothing that is there is overwritten.\n"
    "The schemas come along, so that any editor that knows YAML completes keys.",
    zh="从起步流程在 DIR 中新建流程；绝不覆盖已有文件。\n"
    "同时写入模式文件，支持 YAML 的编辑器可据此补全。",
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@option(
    "--template",
    metavar="NAME",
    default="first_flow",
    en="Which starter; first_flow unless said.",
    zh="起步流程名，默认 first_flow。",
)
@format_option
@pass_terminal
def init(terminal: Terminal, folder: Path, template: str) -> None:
    """Copy a starter flow."""
    texts = _starter(template)
    there = [str(name) for name in texts if (folder / name).exists()]
    if there:
        raise OrderloomError("OL660", folder=str(folder), files=", ".join(there))
    try:
        _write(folder, texts)
    except OSError as error:
        reason = error.strerror or "–"
        raise OrderloomError("OL674", folder=str(folder), reason=reason) from error
    if terminal.wants_json:
        terminal.document({"folder": str(folder), "files": [str(name) for name in texts]})
        return
    for name in texts:
        terminal.show(str(folder / name))
    terminal.say(terminal.words(_NEXT, folder=folder))


def _starter(template: str) -> Mapping[PurePosixPath, str]:
    """Give a starter's texts by their path in the flow's folder, sorted.

    Raises:
        OrderloomError: There is no such starter.
    """
    library = files("orderloom_definitions") / "library"
    known = sorted(each.name for each in library.iterdir() if each.is_dir())
    if template not in known:
        near = nearest(template, known) or ""
        raise OrderloomError("OL661", template=template, templates=", ".join(known), nearest=near)
    return dict(sorted(_texts(library / template, PurePosixPath()).items()))


def _texts(folder: Traversable, below: PurePosixPath) -> dict[PurePosixPath, str]:
    texts: dict[PurePosixPath, str] = {}
    for each in folder.iterdir():
        if each.is_dir():
            texts |= _texts(each, below / each.name)
        else:
            texts[below / each.name] = each.read_text(encoding="utf-8")
    return texts


def _write(folder: Path, texts: Mapping[PurePosixPath, str]) -> None:
    schemas = folder / FOLDER / "schema"
    write_schemas(schemas)
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        head = f"{modeline(file, schemas)}\n" if name.suffix == ".yaml" else ""
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(head + text)
