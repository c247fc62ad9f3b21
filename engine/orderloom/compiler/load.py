"""Loading a flow: one way for check, test, dry run and run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from orderloom.compiler.build.calendars import build_calendars
from orderloom.compiler.build.metrics import build_metrics
from orderloom.compiler.build.tables import build_tables
from orderloom.compiler.build.whole import build_flow
from orderloom.compiler.checks.run import check_whole
from orderloom.compiler.files import MAIN_FILE, FlowFiles, given_flow, read_flow
from orderloom.compiler.node import Document
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.clashes import check_clashes
from orderloom.compiler.resolve.declare import Offering, Reading, declare
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import events
from orderloom.compiler.resolve.findings import Findings
from orderloom.compiler.resolve.outline import Kept, Outline
from orderloom.compiler.schema import check
from orderloom.compiler.sheets import ReadSheet, Sheets, no_sheets
from orderloom.compiler.taken_over import take_over, told_apart
from orderloom.definition.connector import ConnectorShape
from orderloom.definition.extensions import Extensions
from orderloom.definition.flow import Flow
from orderloom.diagnostics import Diagnostic, Place
from orderloom.errors import DefinitionInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFlow:
    """What a folder holds: the flow unless there is an error, and every finding in file order.

    ``sources`` is the text of every file, by the path that diagnostics name. ``draft`` is what
    more may be compiled against; it holds all that was read.
    """

    flow: Flow | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    draft: Draft | None = None


def load_flow(
    folder: Path,
    *,
    environment: str | None = None,
    connectors: Mapping[str, ConnectorShape],
    read_sheet: ReadSheet = no_sheets,
    extensions: Extensions | None = None,
) -> Flow:
    """Give the flow in ``folder``, compiled for ``environment``.

    Raises:
        DefinitionInvalid: There is at least one error; warnings alone do not matter here.
    """
    checked = check_flow(
        folder,
        environment=environment,
        connectors=connectors,
        read_sheet=read_sheet,
        extensions=extensions,
    )
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    return checked.flow


def check_flow(
    folder: Path,
    *,
    environment: str | None = None,
    connectors: Mapping[str, ConnectorShape],
    read_sheet: ReadSheet = no_sheets,
    extensions: Extensions | None = None,
) -> CheckedFlow:
    """Compile the flow in ``folder``, with every finding at once.

    Args:
        folder: Holds ``flow.yaml`` and whatever lies beside and below.
        environment: Whose settings are compiled in; None: the first that is not production,
            else the first.
        connectors: Connector id to its shape.
        read_sheet: Reads the files of rows that tables name.
        extensions: What installed packages add to the language; None: nothing.
    """
    return _checked(
        take_over(read_flow(folder)),
        Sheets(folder=folder, read=read_sheet),
        environment,
        Offering(connectors, extensions or Extensions()),
    )


def check_kept(  # noqa: PLR0913 - as check_flow, with what is compiled
    folder: Path,
    sources: Mapping[PurePosixPath, str],
    *,
    environment: str,
    connectors: Mapping[str, ConnectorShape],
    read_sheet: ReadSheet = no_sheets,
    extensions: Extensions | None = None,
    finishing: tuple[Kept, ...] = (),
) -> CheckedFlow:
    """Do as ``check_flow`` with the sources of a version as it was kept, not with files.

    Args:
        folder: Where the version's files are said to be.
        sources: As ``Flow.sources``.
        environment: Whose settings are compiled in.
        connectors: Connector id to its shape.
        read_sheet: Reads the files of rows that tables name.
        extensions: What installed packages add to the language; None: nothing.
        finishing: Machines of earlier versions that some records keep.
    """
    own, taken, sheets = told_apart(sources)
    return _checked(
        take_over(given_flow(folder, own), taken),
        Sheets(folder=folder, read=read_sheet, taken=sheets),
        environment,
        Offering(connectors, extensions or Extensions()),
        finishing,
    )


def kept_documents(folder: Path, sources: Mapping[PurePosixPath, str]) -> tuple[Document, ...]:
    """Give the documents of a version as it was kept, those of the flows it used among them.

    Args:
        folder: Where their files are said to be.
        sources: As ``Flow.sources``.
    """
    own, taken, _ = told_apart(sources)
    return take_over(given_flow(folder, own), taken).documents


def _checked(
    files: FlowFiles,
    sheets: Sheets,
    environment: str | None,
    known: Offering,
    finishing: tuple[Kept, ...] = (),
) -> CheckedFlow:
    folder = files.folder
    found = list(files.diagnostics)
    broken: set[int] = set()
    for index, document in enumerate(files.documents):
        shape = check(document)
        found += shape
        if any(each.severity == "error" for each in shape):
            broken.add(index)
    read = Reading(
        documents=files.documents,
        broken=frozenset(broken),
        complete=not any(each.severity == "error" for each in files.diagnostics),
    )
    findings = Findings()
    if not found and not any(_is_flow(document) for document in files.documents):
        findings.error("OL200", Place(str(folder / MAIN_FILE), 1))
    outline = declare(read, known, environment, findings)
    draft, flow = None, None
    if outline is not None:
        outline = replace(outline, finishing=finishing)
        draft, flow = _compile(outline, files, sheets, findings)
    diagnostics = _in_file_order(files, (*found, *findings.all()))
    is_wrong = any(each.severity == "error" for each in diagnostics)
    return CheckedFlow(
        flow=None if is_wrong else flow,
        diagnostics=diagnostics,
        sources={str(folder / path): text for path, text in files.sources.items()},
        draft=draft,
    )


def _compile(
    outline: Outline, files: FlowFiles, sheets: Sheets, findings: Findings
) -> tuple[Draft, Flow | None]:
    tables = build_tables(Draft(outline=outline, findings=findings, events={}), sheets)
    outline = replace(outline, tables=tables)
    calendars = build_calendars(Draft(outline=outline, findings=findings, events={}))
    outline = replace(outline, calendars=calendars)
    draft = Draft(outline=outline, findings=findings, events=events(outline))
    draft = replace(draft, outline=replace(outline, metrics=build_metrics(draft)))
    check_clashes(draft)
    sources = dict(files.sources) | sheets.sources()
    flow = build_flow(draft, MappingProxyType(sources), _digest(sources, outline.environment))
    if flow is not None:
        check_whole(draft, flow)
    return draft, flow


def _is_flow(document: Document) -> bool:
    return reading.text(document.root, "kind") == "flow"


def _digest(sources: Mapping[PurePosixPath, str], environment: str) -> str:
    """Hash all sources and the environment; every part is counted, so that none runs on."""
    digest = sha256()
    parts = [part for path in sorted(sources) for part in (str(path), sources[path])]
    for part in (environment, *parts):
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()


def _in_file_order(files: FlowFiles, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Sort by file as the flow was read, then by place; equal findings are told once."""
    order: dict[str, int] = {}
    for document in files.documents:
        order.setdefault(document.file, len(order))
    unique = {(each.code, each.place, tuple(each.facts.values())): each for each in diagnostics}
    return tuple(
        sorted(
            unique.values(),
            key=lambda each: (
                order.get(each.place.file, len(order)),
                each.place.file,
                each.place.line,
                each.place.column,
                each.code,
            ),
        )
    )
