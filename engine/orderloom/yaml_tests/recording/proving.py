"""Playing a test before it is handed over."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from orderloom.diagnostics import Diagnostic
from orderloom.yaml_tests.recording.retelling import Recorded
from orderloom.yaml_tests.suite import run_flow

_FILE = "recorded_test.yaml"
_COPIED = frozenset((".yaml", ".yml"))


def shortcomings(folder: Path, recorded: Recorded, environment: str | None) -> Sequence[Diagnostic]:
    """Give what a test fails on when it stands among the flow's own; empty: it passes."""
    with TemporaryDirectory(prefix="orderloom-recorded-") as scratch:
        flow = Path(scratch, "flow")
        shutil.copytree(
            folder.resolve(), flow, copy_function=_place, ignore=shutil.ignore_patterns(".*")
        )
        (flow / _FILE).write_text(recorded.text, encoding="utf-8")
        result = run_flow(flow, environment, only=recorded.id)
    failures = [failure.finding for test in result.tests for failure in test.failures]
    return [*result.diagnostics, *failures]


def _place(source: str, target: str) -> str:
    """Copy a definition; what lies beside the definitions may be big, and is only pointed at."""
    if Path(source).suffix in _COPIED:
        return str(shutil.copy(source, target))
    Path(target).symlink_to(source)
    return target
