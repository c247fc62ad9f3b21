"""Files of rows beside the definitions: found below the flow's folder, never outside it.

How their bytes are read is not the compiler's business: whoever calls it hands in a ``ReadSheet``.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeAlias

MAX_SHEET_BYTES = 5_000_000

SUFFIXES = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row of a file, its cells as text by their column's name; blank ones are absent.

    ``line`` counts from 1 in the file, ``columns`` are the cells' numbers from 1; ``fault`` is a
    code with its facts when the row cannot be read.
    """

    line: int
    cells: Mapping[str, str]
    columns: Mapping[str, int] = field(default_factory=dict)
    fault: tuple[str, Mapping[str, str]] | None = None


ReadSheet: TypeAlias = Callable[[PurePosixPath, bytes, tuple[str, ...]], Iterable[SheetRow]]
"""Reads a file's rows, given its name, its bytes and the columns that must be there.

Raises ``MessageRejected`` when it cannot.
"""


class SheetUnusable(Exception):
    """A file cannot be had: ``code`` with its ``facts`` says why."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """The files of rows of one flow; ``taken`` gathers the bytes of each that was read."""

    folder: Path
    read: ReadSheet
    taken: dict[PurePosixPath, bytes] = field(default_factory=dict)

    def rows(self, name: str, columns: tuple[str, ...]) -> Iterable[SheetRow]:
        """Read the rows of a file.

        Raises:
            SheetUnusable: It is no file of the flow, or cannot be opened.
            MessageRejected: Its bytes cannot be read as rows with these columns.
        """
        path = self.path(name)
        if path not in self.taken:
            self.taken[path] = self._bytes(path)
        return self.read(path, self.taken[path], columns)

    def sources(self) -> dict[PurePosixPath, str]:
        """Give what was read as texts that hold every byte: a version keeps them as its own."""
        return {path: b64encode(raw).decode() for path, raw in self.taken.items()}

    def path(self, name: str) -> PurePosixPath:
        """Give the path of a file that stays in the folder, whatever links lie there.

        Raises:
            SheetUnusable: It leads elsewhere, or is no file of rows.
        """
        path = PurePosixPath(name)
        steps = [self.folder.joinpath(*path.parts[: n + 1]) for n in range(len(path.parts))]
        is_strange = path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name
        if is_strange or path.suffix not in SUFFIXES or any(each.is_symlink() for each in steps):
            raise SheetUnusable("OL297", file=name)
        return path

    def _bytes(self, path: PurePosixPath) -> bytes:
        if (self.folder / path).exists() and not (self.folder / path).is_file():
            raise SheetUnusable("OL297", file=str(path))  # a pipe would never end
        try:
            with (self.folder / path).open("rb") as file:
                raw = file.read(MAX_SHEET_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "no such file"
            raise SheetUnusable("OL003", reason=reason) from None
        if len(raw) > MAX_SHEET_BYTES:
            raise SheetUnusable("OL298", limit=f"{MAX_SHEET_BYTES // 1_000_000} MB")
        return raw


def no_sheets(path: PurePosixPath, body: bytes, columns: tuple[str, ...]) -> Iterable[SheetRow]:
    """Read nothing: for those who compile flows that consist of definitions alone.

    Raises:
        SheetUnusable: Always.
    """
    del path, body, columns
    raise SheetUnusable("OL003", reason="nobody here reads files of rows")
