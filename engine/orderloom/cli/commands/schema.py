"""``schema``: the JSON Schemas of definitions, and of what the commands print."""

import json
from importlib.resources import files
from pathlib import Path

import click

from orderloom.cli.bilingual import command, option
from orderloom.cli.options import format_option, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.compiler.modeline import write_schemas
from orderloom.compiler.schema_files import read_schemas
from orderloom.errors import OrderloomError
from orderloom.names import nearest

# Commands that print what another prints too.
_SAME_AS = {"demo": "run", "schema": "init", "reference": "init", "rollback": "deploy"}
_SAME_AS |= dict.fromkeys(("fire", "change", "unhold", "decide"), "act")


@command(
    "schema",
    en="Write the JSON Schemas of definitions into DIR, or print them.\n"
    "Editors that know YAML complete and check definitions with them. --output gives the schema "
    "of what a command prints with --format json.",
    zh="把定义的 JSON Schema 写入 DIR，或直接输出。\n"
    "支持 YAML 的编辑器可据此补全和检查定义。--output 给出某命令 --format json 输出的模式。",
)
@click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@option("--kind", metavar="K", en="Print that of one kind.", zh="输出某一种类的模式。")
@option("--output", metavar="COMMAND", en="Print that of an output.", zh="输出某命令的输出模式。")
@format_option
@pass_terminal
def schema(terminal: Terminal, folder: Path | None, kind: str | None, output: str | None) -> None:
    """Write or print schemas."""
    if folder is not None:
        _write(folder, terminal)
    elif kind is not None:
        terminal.document(_named(dict(read_schemas()), kind))
    elif output is not None:
        terminal.document(_named(output_schemas(), _SAME_AS.get(output, output)))
    else:
        terminal.document(
            {name.removesuffix(".json"): each for name, each in read_schemas().items()}
        )


def output_schemas() -> dict[str, object]:
    """Give the schema of each command's JSON output, by file name."""
    folder = files("orderloom.cli") / "output"
    return {
        file.name: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda each: each.name)
        if file.name.endswith(".json")
    }


def _named(schemas: dict[str, object], name: str) -> dict[str, object]:
    found = schemas.get(f"{name}.json")
    if not isinstance(found, dict):
        known = [each.removesuffix(".json") for each in schemas]
        near = nearest(name, known) or ""
        raise OrderloomError("OL669", schema=name, nearest=near, schemas=", ".join(known))
    return found


def _write(folder: Path, terminal: Terminal) -> None:
    try:
        written = write_schemas(folder)
    except OSError as error:
        reason = error.strerror or "–"
        raise OrderloomError("OL674", folder=str(folder), reason=reason) from error
    if terminal.wants_json:
        terminal.document({"folder": str(folder), "files": [file.name for file in written]})
        return
    for file in written:
        terminal.show(str(file))
