"""How long ``orderloom check`` takes over a large flow, from its first import to its end."""

import os
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
        flow, code = Path(folder, "flow"), Path(folder, "code")
        flow.mkdir()
        write_large_flow(flow, max(1, definitions // DEFINITIONS))
        _seconds(flow, code)  # compiles the program's own modules, as installing it does
        return [_seconds(flow, code) for _ in range(rounds)]


def _seconds(flow: Path, code: Path) -> float:
    command = (sys.executable, "-m", "orderloom.cli.main", "check", flow)
    # Whoever measures may have told Python not to keep compiled modules; who installs has them.
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(code), "PYTHONDONTWRITEBYTECODE": ""}
    started = perf_counter()
    child = run(command, stdout=PIPE, check=True, env=environment)  # noqa: S603 - this very program
    seconds = perf_counter() - started
    agree(child.stdout, b"")
    return seconds
