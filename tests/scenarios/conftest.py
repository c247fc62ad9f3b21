"""The command line, driven as people drive it: one process a command."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
OUTCOMES = ("applied", "duplicate", "stale", "quarantined", "parked")


@dataclass(frozen=True)
class Terminal:
    """A flow's folder and a store of its own."""

    folder: Path
    store: str

    def orderloom(self, command, *args):
        """Run a command to its end, whatever its exit code."""
        line = [sys.executable, "-m", "orderloom.cli.main", command, *map(str, args)]
        env = dict(os.environ, PYTHONIOENCODING="utf-8")
        return subprocess.run(
            line, cwd=self.folder, env=env, capture_output=True, encoding="utf-8", check=False
        )

    def run(self, file, mapping):
        """Work one file and give the summary."""
        done = self.orderloom(
            "run",
            self.folder,
            *("--input", self.folder / file),
            *("--mapping", mapping),
            *("--store", self.store),
            *("--format", "json"),
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def outcomes(self, file, mapping):
        """Work one file and say what became of its items."""
        return self.run(file, mapping)["messages"]

    def sent(self):
        """Give the texts of all messages that left, oldest first."""
        lines = (self.folder / "outbox" / "outbox.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines]

    def unhold(self, record, hold, *, by, why):
        """Lift a hold in somebody's name."""
        return self.orderloom(
            "unhold",
            *(record, hold),
            *("--as", by),
            *("--why", why),
            *("--flow", self.folder),
            *("--store", self.store),
        )


@pytest.fixture
def counts():
    """Spell out every outcome of a run; those not given are 0."""

    def spelt_out(**found):
        return {"accepted": sum(found.values())} | dict.fromkeys(OUTCOMES, 0) | found

    return spelt_out


@pytest.fixture
def terminal_at(tmp_path):
    """Copy an example, so that nothing is written beside the original."""

    def open_terminal(example):
        folder = tmp_path / "flow"
        shutil.copytree(EXAMPLES / example, folder)
        return Terminal(folder, f"sqlite:///{tmp_path / 'orders.sqlite'}")

    return open_terminal
