"""``up`` as people start it: a supervisor, and what it keeps alive."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
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
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children(pid):
    """Give the processes that a process started."""
    found = set()
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                    if int(file.read().rpartition(")")[2].split()[1]) == pid:
                        found.add(int(name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def until(asked):
    """Ask again and again until it is so; the test's own limit ends it."""
    while not (found := asked()):
        threading.Event().wait(0.05)
    return found
