"""Compiling a connector that stands alone, outside any flow."""

from dataclasses import dataclass
from pathlib import Path

from orderloom.compiler.build.connector import build_connector
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.findings import Findings
from orderloom.compiler.resolve.outline import Declaration, Outline
from orderloom.compiler.schema import check
from orderloom.compiler.yaml_tree import compose
from orderloom.definition.connector import Connector
from orderloom.diagnostics import Diagnostic, Place

_LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedConnector:
    """A connector unless there is an error, and every finding."""

    connector: Connector | None
    diagnostics: tuple[Diagnostic, ...]


def check_connector(file: Path) -> CheckedConnector:
    """Compile the one connector of a file; its id must be the file's name.

    Raises:
        OSError: It cannot be read.
        UnicodeDecodeError: It is no UTF-8.
    """
    documents, found = compose(file.read_text(encoding="utf-8"), str(file))
    roots = [document.root for document in documents]
    named = reading.text(roots[0], "id") if len(roots) == 1 else ""
    if named != file.stem:
        facts = {"plugin": file.stem, "distribution": file.parent.name, "id": named}
        wrong = Diagnostic(code="OL603", place=Place(str(file), 1), facts=facts)
        return CheckedConnector(connector=None, diagnostics=(*found, wrong))
    found += check(documents[0])
    if any(each.severity == "error" for each in found):
        return CheckedConnector(connector=None, diagnostics=tuple(found))
    findings = Findings()
    declaration = Declaration(
        kind="connector",
        id=file.stem,
        place=_place(documents[0].root, file),
        document=documents[0],
        sound=True,
    )
    draft = Draft(outline=_nowhere(declaration), findings=findings, events={})
    connector = build_connector(draft, declaration)
    diagnostics = (*found, *findings.all())
    is_wrong = any(each.severity == "error" for each in diagnostics)
    return CheckedConnector(connector=None if is_wrong else connector, diagnostics=diagnostics)


def _place(root: MapNode, file: Path) -> Place:
    key = reading.scalar(root, "id")
    return Place(str(file), 1) if key is None else key.place


def _nowhere(declaration: Declaration) -> Outline:
    """Give the outline of a flow that has this connector and nothing else."""
    return Outline(
        zone="UTC",
        currency="CNY",
        languages=_LANGUAGES,
        environment="",
        declarations={"connector": {declaration.id: declaration}},
        records={},
        connectors={},
        complete=True,
    )
