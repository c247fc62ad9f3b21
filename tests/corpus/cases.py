"""Reading the corpus."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.corpus.contract import Case


def read_cases(folder: Path) -> Iterator[Case]:
    """Give every case of the corpus in ``folder``, in the order of its index."""
    index = json.loads((folder / "INDEX.json").read_text("utf-8"))
    for entry in index["cases"]:
        yield Case(
            id=entry["id"],
            kind=entry["kind"],
            family=entry["family"],
            verdict=entry["verdict"],
            also_ok=tuple(entry.get("also_ok", ())),
            locus=entry.get("locus", {}),
            body=_body(folder, entry),
            suffix=Path(entry.get("file", "")).suffix,
            facts=entry,
            folder=folder,
        )


def _body(folder: Path, entry: dict[str, object]) -> bytes:
    """Read the case's file, or build it from its recipe."""
    if "file" in entry:
        return (folder / str(entry["file"])).read_bytes()
    recipe = entry["gen"]
    assert isinstance(recipe, dict)
    count = recipe["count"]
    pieces = (
        recipe.get("pre", ""),
        recipe.get("unit", "") * count,
        recipe.get("mid", ""),
        recipe.get("post", "") * count,
        recipe.get("suf", ""),
    )
    return "".join(pieces).encode()
