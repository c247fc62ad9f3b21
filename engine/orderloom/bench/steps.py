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
"""So many steps are in one round of a test."""
_TESTS = 10


def virtual_steps(steps: int, rounds: int) -> list[float]:
    """Give how many steps are played in a second, round by round.

    Args:
        steps: About so many are played in each round, by ten tests.
        rounds: How often all are played.
    """
    turns = max(1, steps // STEPS // _TESTS)
    with TemporaryDirectory() as folder:
        copyfile(FLOW / "flow.yaml", Path(folder, "flow.yaml"))
        Path(folder, "tests.yaml").write_text(_tests(turns), encoding="utf-8")
        return [_played(Path(folder), turns) for _ in range(rounds)]


def _tests(turns: int) -> str:
    return "---\n".join(
        f"kind: test\nid: played_{number}\nat: 2026-01-05T10:00+08:00\n"
        "given: {o: {record: order, no: A, amount: CNY 1}}\nsteps:\n"
        + "".join(_ROUND.replace("%", str(100 + 7 * turn)) for turn in range(turns))
        for number in range(_TESTS)
    )


def _played(folder: Path, turns: int) -> float:
    """Play all tests; what a flow takes to be read is not counted."""
    command = (sys.executable, "-m", "orderloom.cli.main", "test", str(folder), "--format", "json")
    child = run(command, stdout=PIPE, check=True)  # noqa: S603 - this very program
    tests = json.loads(child.stdout)["tests"]
    agree([each["passed"] for each in tests], [True] * _TESTS)
    return turns * STEPS * _TESTS / (sum(float(each["ms"]) for each in tests) / 1000)
