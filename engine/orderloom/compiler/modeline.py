"""What editors need to help with definitions: the schemas as files, and a line that names them."""

import os
from pathlib import Path

from orderloom.compiler.schema_files import ANY_DEFINITION, schema_texts


def modeline(file: Path, schema_folder: Path) -> str:
    """Give the line that tells editors which schema a definition follows.

    It stands first in ``file`` and names the schema relative to it.
    """
    schema = os.path.relpath(schema_folder / ANY_DEFINITION, file.parent)
    return f"# yaml-language-server: $schema={Path(schema).as_posix()}"


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write all schemas into ``folder``, over those there, and give the files written.

    Raises:
        OSError: The folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, text in schema_texts().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        written.append(folder / name)
    return tuple(written)
