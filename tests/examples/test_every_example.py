"""Every example compiles without a single finding."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
FLOWS = sorted(str(path.parent.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("flow.yaml"))
PRODUCTION = ("all-channel-shop", "--environment", "production")


@pytest.mark.parametrize("arguments", [*((flow,) for flow in FLOWS), PRODUCTION], ids=" ".join)
def test_an_example_has_no_findings(arguments):
    line = [sys.executable, "-m", "orderloom.cli.main", "check", *arguments]
    done = subprocess.run(line, cwd=EXAMPLES, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
