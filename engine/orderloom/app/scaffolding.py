"""A new connector's package, which passes its own tests before a line of it was changed."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from orderloom.errors import OrderloomError
from orderloom.names import is_name

_SUFFIX = ".txt"
MODULE = "module"


def scaffold(name: str, folder: Path) -> list[Path]:
    """Write the package of a new connector, and give its files.

    Args:
        name: The connector's id.
        folder: Where to; may be there already.

    Raises:
        OrderloomError: The name is none (OL783), something is there that would be overwritten
            (OL660), or the folder cannot be written (OL674).
    """
    if not is_name(name):
        raise OrderloomError("OL783", name=name)
    found = files("orderloom.app") / "scaffold"
    texts = {folder / path: text for path, text in _filled(found, PurePosixPath(), name).items()}
    there = [str(path.relative_to(folder)) for path in texts if path.exists()]
    if there:
        raise OrderloomError("OL660", folder=str(folder), files=", ".join(sorted(there)))
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        reason = error.strerror or "–"
        raise OrderloomError("OL674", folder=str(folder), reason=reason) from error
    return sorted(texts)


def _filled(folder: Traversable, below: PurePosixPath, name: str) -> Mapping[PurePosixPath, str]:
    texts: dict[PurePosixPath, str] = {}
    for each in folder.iterdir():
        if each.is_dir():
            own = f"orderloom_{name}" if each.name == MODULE else each.name
            texts |= _filled(each, below / own, name)
        elif each.name.endswith(_SUFFIX):
            text = each.read_text(encoding="utf-8")
            filled = text.replace("@NAME@", name).replace("@DASHED@", name.replace("_", "-"))
            texts[below / each.name.removesuffix(_SUFFIX)] = filled
    return texts
