"""Whether a flow's tests notice what was done to one of its definitions."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from orderloom.yaml_tests.suite import run_flow

Verdict = Literal["checked", "tested", "unseen"]
"""Refused by the check; refused by a test; nobody noticed."""


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """Give a copy of a flow's folder that may be changed."""
    with TemporaryDirectory(prefix="orderloom-conformance-") as scratch:
        place = Path(scratch, folder.name)
        shutil.copytree(folder, place)
        yield place


def verdict(folder: Path, file: Path, text: str) -> Verdict:
    """Say who notices that ``file`` of the flow in ``folder`` reads ``text``."""
    with copied(folder) as copy:
        (copy / file.relative_to(folder)).write_text(text, "utf-8")
        result = run_flow(copy)
    if result.diagnostics:
        return "checked"
    return "tested" if any(test.failures for test in result.tests) else "unseen"
