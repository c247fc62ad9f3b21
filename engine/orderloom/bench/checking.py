"""How long ``orderloom check`` takes over a large flow, from its first import to its end."""

import sys
from pathlib import Path
from subprocess import PIPE, run
from tempfile import TemporaryDirectory
from time import perf_counter

from orderloom.bench.large_flow import DEFINITIONS, write_large_flow
from orderloom.bench.timing import agree


def check_seconds(definitions: int, rounds: int) -> list[float]:
    """Give how many seconds a check of so many definitions takes, round by round."""
    with TemporaryDirectory() as folder:
        write_large_flow(Path(folder), max(1, definitions // DEFINITIONS))
        _seconds(folder)  # compiles the program's own modules, where that was not done yet
        return [_seconds(folder) for _ in range(rounds)]


def _seconds(folder: str) -> float:
    command = (sys.executable, "-m", "orderloom.cli.main", "check", folder)
    started = perf_counter()
    child = run(command, stdout=PIPE, check=True)  # noqa: S603 - this very program
    seconds = perf_counter() - started
    agree(child.stdout, b"")
    return seconds
