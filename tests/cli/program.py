"""The command line as tests call it: in this process, and as a program of its own."""

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from orderloom.cli.main import run_command_line

CHECKOUT = Path(__file__).parents[2]
SHOP = CHECKOUT / "examples" / "all-channel-shop"


@dataclass(frozen=True)
class Answer:
    """What a call printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self):
        return json.loads(self.out)


def call(*arguments, lang="en", **variables):
    """Call the command line in this process, with no environment variables but these."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run_command_line(
            [str(each) for each in arguments], {"ORDERLOOM_LANG": lang, **variables}
        )
    return Answer(code, out.getvalue(), err.getvalue())


def start(*arguments, stdin=b"", **variables):
    """Start the program by itself.

    It hears Ctrl-C even when the tests were started in the background, where shells ignore it:
    what an ignoring process starts ignores it too, unless a handler stands at that moment.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "orderloom.cli.main",
            *(each if isinstance(each, bytes) else str(each) for each in arguments),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **variables},
    )
