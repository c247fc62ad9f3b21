"""How many steps of a flow's tests are played in a second, in virtual time."""

import json
import sys
from pathlib import Path
from shutil import copyfile
from subprocess import PIPE, run
from tempfile import TemporaryDirectory

from orderloom.bench.timing import agree

FLOW = Path(__file__).parent / "steps_flow"
_ROUND = """\
  - {change: o, set: {amount: CNY %}}
  - {fire: pay, of: o, as: clerk/li}
  - {expect: {that: o.status == "paid"}}
  - {fire: reopen, of: o, as: clerk/li}
  - {wait: 30m}
"""
STEPS = _ROUND.count("  - ")
"""So many steps are in one turn of a test."""
_TURNS = 2
"""Tests that people write have about ten steps: what each of them opens weighs as it does there."""


def virtual_steps(steps: int, rounds: int) -> list[float]:
    """Give how many steps are played in a second, round by round.

    Args:
        steps: About so many are played in each round, by tests of ten steps.
        rounds: How often all are played.
    """
    tests = max(1, steps // STEPS // _TURNS)
    with TemporaryDirectory() as folder:
        copyfile(FLOW / "flow.yaml", Path(folder, "flow.yaml"))
        Path(folder, "tests.yaml").write_text(written(tests), encoding="utf-8")
        return [_played(Path(folder), tests) for _ in range(rounds)]


def written(tests: int) -> str:
    """Give so many tests."""
    return "---\n".join(
        f"kind: test\nid: played_{number}\nat: 2026-01-05T10:00+08:00\n"
        "given: {o: {record: order, no: A, amount: CNY 1}}\nsteps:\n"
        + "".join(_ROUND.replace("%", str(100 + 7 * turn)) for turn in range(_TURNS))
        for number in range(tests)
    )


def _played(folder: Path, tests: int) -> float:
    """Play all tests; what a flow takes to be read is not counted."""
    command = (sys.executable, "-m", "orderloom.cli.main", "test", str(folder), "--format", "json")
    child = run(command, stdout=PIPE, check=True)  # noqa: S603 - this very program
    played = json.loads(child.stdout)["tests"]
    agree([each["passed"] for each in played], [True] * tests)
    return tests * _TURNS * STEPS / (sum(float(each["ms"]) for each in played) / 1000)
