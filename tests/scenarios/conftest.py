"""The command line, driven as people drive it, in this process: a start costs a second each."""

import io
import json
import os
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from orderloom.cli.main import run_command_line

EXAMPLES = Path(__file__).parents[2] / "examples"
OUTCOMES = ("applied", "duplicate", "stale", "quarantined", "parked")


@dataclass(frozen=True)
class Terminal:
    """A flow's folder and a store of its own."""

    folder: Path
    store: str

    def orderloom(self, command, *args):
        """Run a command to its end, whatever its exit code."""
        line = [command, *map(str, args)]
        out, err = io.StringIO(), io.StringIO()
        with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
            code = run_command_line(line, os.environ)
        return CompletedProcess(line, code, out.getvalue(), err.getvalue())

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
