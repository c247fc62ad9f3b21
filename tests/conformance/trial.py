"""Whether anything notices what was done to one of a flow's definitions."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conformance.mutants import Definitions
from tests.conformance.trips import TRIPS, Refused, seen_on_trip

from orderloom.app.library import load_library
from orderloom.plugins import LoadedPlugins
from orderloom.yaml_tests.suite import FlowResult, run_flow

CHECK = "check"
TRIP = "trip"
UNSEEN = ""
"""What noticed: the check that refuses it, a trip on which other things are seen, nothing; else the
name of the test that fails."""


PACKAGE = Path(__file__).parent / "package"


@cache
def installed() -> LoadedPlugins:
    """Give all that is installed, and the package that adds an action."""
    sys.path.insert(0, str(PACKAGE))
    try:
        return load_library()
    finally:
        sys.path.remove(str(PACKAGE))


def played(folder: Path, only: str | None = None) -> FlowResult:
    """Run the tests of a flow, or one of them."""
    return run_flow(folder, only=only, plugins=installed())


@contextmanager
def copied(folder: Path, changed: Mapping[str, str]) -> Iterator[Path]:
    """Give a copy of a flow's folder in which some files read otherwise."""
    with TemporaryDirectory(prefix="orderloom-conformance-") as scratch:
        place = Path(scratch, folder.name)
        shutil.copytree(folder, place)
        for file, text in changed.items():
            (place / file).write_text(text, "utf-8")
        yield place


def noticed(folder: Path, changed: Mapping[str, str], only: str | None = None) -> str:
    """Say what notices that files of the flow in ``folder`` read otherwise.

    Args:
        folder: The flow; what its trip is compared with is the flow as it stands there.
        changed: Texts by file.
        only: Ask nobody else: the check, a test by its name, or the trip.
    """
    has_trip = (TRIPS / f"{folder.name}.yaml").is_file()
    if only != TRIP and (only is not None or not has_trip or _has_tests(folder)):
        with copied(folder, changed) as copy:
            result = played(copy, only)
        if result.diagnostics:
            return CHECK
        failed = (test.id for test in result.tests if test.failures)
        if (name := next(failed, None)) is not None:
            return name
    if only in (None, TRIP) and has_trip:
        with copied(folder, changed) as copy:
            try:
                return UNSEEN if seen_on_trip(copy, folder.name) == as_it_is(folder) else TRIP
            except Refused:
                return CHECK
    return UNSEEN


def _has_tests(folder: Path) -> bool:
    return any(place.kind == "test" for _, place in Definitions(folder).places())


@cache
def as_it_is(folder: Path) -> list[str]:
    """Give what is seen on the trip of a flow that nobody changed, but for where lines end."""
    with copied(folder, Definitions(folder).texts()) as copy:
        return seen_on_trip(copy, folder.name)
