"""The files of a flow: which are read, in which order, and what stands in the way."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from orderloom.compiler.node import Document
from orderloom.compiler.yaml_tree import compose
from orderloom.diagnostics import Diagnostic, Place, Severity

MAIN_FILE = "flow.yaml"
MAX_FILES = 2_000
MAX_FILE_BYTES = 1_000_000
MAX_FLOW_BYTES = 20_000_000

_SUFFIXES = frozenset({".yaml", ".yml"})
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowFiles:
    """What a flow's folder holds.

    Attributes:
        folder: As the user gave it; diagnostics' files are paths below it.
        documents: All documents, ``flow.yaml``'s first, then by path.
        sources: Path below the folder to text, in the same order, without byte order marks.
        diagnostics: What was found while reading, in the same order.
    """

    folder: Path
    documents: tuple[Document, ...]
    sources: Mapping[PurePosixPath, str]
    diagnostics: tuple[Diagnostic, ...]

    def text_of(self, file: str) -> str | None:
        """Give the text of a diagnostic's ``file``; None when it could not be read."""
        for path, text in self.sources.items():
            if str(self.folder / path) == file:
                return text
        return None


def read_flow(folder: Path) -> FlowFiles:
    """Read ``flow.yaml`` and every other YAML file below ``folder``.

    Hidden files and folders are left out, and links to folders; a link that leads out of the
    folder is reported. Nothing is raised: what cannot be read is a diagnostic.
    """
    reading = _Reading(folder)
    reading.read()
    return FlowFiles(
        folder=folder,
        documents=tuple(reading.documents),
        sources=MappingProxyType(reading.sources),
        diagnostics=tuple(reading.diagnostics),
    )


def given_flow(folder: Path, sources: Mapping[PurePosixPath, str]) -> FlowFiles:
    """Do as ``read_flow`` with texts that are at hand: nothing in ``folder`` is looked at."""
    order = sorted(sources, key=lambda path: (path.as_posix() != MAIN_FILE, path))
    composed = [compose(sources[path], str(folder / path)) for path in order]
    return FlowFiles(
        folder=folder,
        documents=tuple(document for documents, _ in composed for document in documents),
        sources=MappingProxyType({path: sources[path] for path in order}),
        diagnostics=tuple(each for _, diagnostics in composed for each in diagnostics),
    )


class _Reading:
    """One reading of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.documents: list[Document] = []
        self.sources: dict[PurePosixPath, str] = {}
        self.diagnostics: list[Diagnostic] = []
        self.size = 0

    def read(self) -> None:
        paths = sorted(self._find_files(), key=lambda path: (path.as_posix() != MAIN_FILE, path))
        if PurePosixPath(MAIN_FILE) not in paths:
            self._report("OL002", PurePosixPath(MAIN_FILE), folder=str(self.folder))
        for count, path in enumerate(paths):
            if count == MAX_FILES or self.size > MAX_FLOW_BYTES:
                megabytes = str(MAX_FLOW_BYTES // 1_000_000)
                self._report("OL006", path, files=f"{MAX_FILES:,}", megabytes=megabytes)
                return
            self._read_file(path)

    def _find_files(self) -> Iterator[PurePosixPath]:
        for top, folders, files in os.walk(self.folder, onerror=self._report_folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in folders:
                self._follows(Path(top, name))
            for name in files:
                path = Path(top, name)
                if path.suffix in _SUFFIXES and not name.startswith(".") and self._follows(path):
                    yield self._below(path)

    def _report_folder(self, error: OSError) -> None:
        folder = Path(error.filename)
        if folder != self.folder:  # that one is reported as missing its main file
            self._report("OL003", self._below(folder), reason=error.strerror or "")

    def _below(self, path: Path) -> PurePosixPath:
        return PurePosixPath(path.relative_to(self.folder).as_posix())

    def _follows(self, path: Path) -> bool:
        """Say whether ``path`` stays in the flow's folder; report a link that does not."""
        if not path.is_symlink() or path.resolve().is_relative_to(self.folder.resolve()):
            return True
        self._report("OL035", self._below(path), severity="warning")
        return False

    def _read_file(self, path: PurePosixPath) -> None:
        raw = self._read_bytes(path)
        text = None if raw is None else self._decode(path, raw)
        if text is None:
            return
        self.sources[path] = text
        documents, diagnostics = compose(text, str(self.folder / path))
        self.documents.extend(documents)
        self.diagnostics.extend(diagnostics)

    def _read_bytes(self, path: PurePosixPath) -> bytes | None:
        try:
            with (self.folder / path).open("rb") as file:
                raw = file.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            self._report("OL003", path, reason=error.strerror or "")
            return None
        self.size += len(raw)
        if len(raw) > MAX_FILE_BYTES:
            self._report("OL005", path, megabytes=str(MAX_FILE_BYTES // 1_000_000))
            return None
        return raw

    def _decode(self, path: PurePosixPath, raw: bytes) -> str | None:
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode("utf-8-sig")
            line = good.count("\n") + 1
            column = len(good) - good.rfind("\n")
            encoding = "UTF-16" if raw.startswith(_UTF16_MARKS) else _guess(raw)
            self._report("OL004", path, line, column, encoding=encoding)
            return None

    def _report(
        self,
        code: str,
        path: PurePosixPath,
        line: int = 1,
        column: int = 0,
        severity: Severity = "error",
        **facts: str,
    ) -> None:
        place = Place(str(self.folder / path), line, column, column + 1 if column else 0)
        self.diagnostics.append(Diagnostic(code=code, place=place, severity=severity, facts=facts))


def _guess(raw: bytes) -> str:
    """Name the encoding that Chinese editors write when they do not write UTF-8, if it fits."""
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030 (GBK)"
