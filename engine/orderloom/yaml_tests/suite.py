"""All tests of one flow or of every flow below a folder."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from orderloom.app.checking import check_with
from orderloom.app.library import load_library
from orderloom.compiler.files import MAIN_FILE
from orderloom.definition.test import Play, Test
from orderloom.diagnostics import Diagnostic
from orderloom.errors import OrderloomError
from orderloom.testing.clock import FrozenClock
from orderloom.yaml_tests.coverage import Coverage, nothing_reached
from orderloom.yaml_tests.failing import Failure
from orderloom.yaml_tests.player import Player
from orderloom.yaml_tests.stage import House, Stage, house_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """One test, all its examples; passed when ``failures`` is empty.

    ``file`` holds the test's definition, ``milliseconds`` is the time that all plays took.
    """

    __test__ = False  # test runners collect by this name

    id: str
    file: str
    failures: tuple[Failure, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowResult:
    """One flow's tests in file order; with errors in its definitions none could run.

    ``coverage`` is None then.
    """

    folder: Path
    tests: tuple[TestResult, ...] = ()
    coverage: Coverage | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


def flows_below(folder: Path) -> list[Path]:
    """Give the folders of flows: this one, or all below it; a flow's own folders are its parts.

    Raises:
        OrderloomError: There is none.
    """
    if (folder / MAIN_FILE).is_file():
        return [folder]
    mains = sorted(folder.rglob(MAIN_FILE))
    found = [main.parent for main in mains if not _is_hidden(main.relative_to(folder))]
    flows = [each for each in found if not any(other in each.parents for other in found)]
    if not flows:
        raise OrderloomError("OL809", folder=str(folder))
    return flows


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def run_flow(folder: Path, environment: str | None = None, only: str | None = None) -> FlowResult:
    """Run every test of the flow in ``folder``, or ``only`` one, each over an empty store."""
    plugins = load_library()
    checked = check_with(plugins, folder, environment)
    if checked.flow is None:
        errors = tuple(each for each in checked.diagnostics if each.severity == "error")
        return FlowResult(folder=folder, diagnostics=errors)
    coverage = nothing_reached(checked.flow)
    house = house_of(checked.flow, folder.resolve(), plugins)
    wanted = (test for test in checked.flow.tests.values() if only in (None, test.id))
    tests = tuple(_run(house, test, coverage) for test in wanted)
    return FlowResult(folder=folder, tests=tests, coverage=coverage)


def _run(house: House, test: Test, coverage: Coverage) -> TestResult:
    started = perf_counter()
    failures: list[Failure] = []
    for play in test.plays:
        failures += _play(house, test, play, coverage)
    return TestResult(
        id=test.id,
        file=test.place.file,
        failures=tuple(failures),
        milliseconds=round((perf_counter() - started) * 1000, 1),
    )


def _play(house: House, test: Test, play: Play, coverage: Coverage) -> Iterator[Failure]:
    with Stage(house, FrozenClock(test.at)) as stage:
        failures = Player(test, play, stage).play()
        coverage.note(stage.flow, stage.chronicle.decisions)
    return (replace(failure, example=play.number) for failure in failures)
