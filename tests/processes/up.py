"""``up`` as people start it: a supervisor, and what it keeps alive."""

import http.client
import json
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.intake.process import SECRETS, Running, variables


class Up(Running):
    """A running ``up``; ``pids`` by the name of the process, as they were at the start."""

    def __init__(self, folder, process, told):
        super().__init__(folder, process, told)
        self.page = urlsplit(told["page"]).netloc
        self.pids = {each["name"]: each["pid"] for each in told["processes"]}

    def status(self):
        """Ask the page how the flow stands; what it answers, None while it is away."""
        wire = http.client.HTTPConnection(self.page, timeout=30)
        try:
            wire.request("GET", "/status.json")
            return json.load(wire.getresponse())
        except OSError:
            return None
        finally:
            wire.close()


@contextmanager
def up(folder, *more, secrets=SECRETS, **settings):
    """Start everything and end it."""
    command = [sys.executable, "-m", "orderloom.cli.main", "up", str(folder), "--port", "18700"]
    command += ["--listen", "127.0.0.1:0", "--format", "json", *more]
    process = subprocess.Popen(
        command,
        env={**variables(secrets), **settings},
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    try:
        line = process.stdout.readline()
        assert line, "it ended before it was ready"
        yield Up(folder, process, json.loads(line))
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(90)
        process.stdout.close()


def is_alive(pid):
    """Say whether there is such a process; one that ended and was not asked about is none."""
    return (found := _state(pid)) is not None and found[0] != "Z"


def children(pid):
    """Give the processes that a process started."""
    every = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal()]
    return {each for each in every if (_state(each) or ("", ""))[1] == str(pid)}


def _state(pid):
    """Give the state of a process and who started it, None when there is none."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return told.rpartition(")")[2].split()[:2]


def until(asked):
    """Ask again and again until it is so; the test's own limit ends it."""
    while not (found := asked()):
        threading.Event().wait(0.05)
    return found
