"""The intake as people start it: a process of its own, called over real sockets."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

FLOW = Path(__file__).parent / "shop"
STANDARD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SECRETS = {
    "standard_test": {"webhook": STANDARD},
    "shopify_test": {"webhook": "hush"},
    "woo_test": {"webhook": "hush"},
}


class Running:
    """A running intake; ``addresses`` by connection."""

    def __init__(self, folder, process, told):
        self.folder = folder
        self.process = process
        self.addresses = {
            urlsplit(each["address"]).path.split("/")[2]: each["address"]
            for each in told["webhooks"]
        }
        self.host = urlsplit(next(iter(self.addresses.values()))).netloc

    def send(self, connection, delivery, *, path=None, headers=None):
        """Make one request; give status, headers and body."""
        address = urlsplit(self.addresses[connection]).path if path is None else path
        wire = http.client.HTTPConnection(self.host, timeout=30)
        try:
            target = address + (f"?{delivery.query}" if delivery.query else "")
            given = delivery.headers if headers is None else headers
            wire.request(delivery.method, target, body=delivery.body, headers=given)
            response = wire.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            wire.close()

    def stop(self):
        """Ask it to end, and wait."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def kill(self):
        """End it at once."""
        self.process.kill()
        self.process.wait(60)


def copied(home):
    """Give the flow in a folder of its own."""
    return Path(shutil.copytree(FLOW, home / "shop"))


def variables(secrets):
    """Give the environment variables of an installation with these secrets."""
    named = {f"ORDERLOOM_SECRET_{name.upper()}": json.dumps(each) for name, each in secrets.items()}
    return {**os.environ, **named, "ORDERLOOM_LANG": "en"}


def orderloom(folder, *arguments, secrets=SECRETS):
    """Run a command on the flow; give its code and what it printed as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "orderloom.cli.main", *arguments, str(folder), "--format", "json"],
        env=variables(secrets), capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr.decode()


@contextmanager
def serving(folder, *more, secrets=SECRETS):
    """Start the intake and end it."""
    command = [sys.executable, "-m", "orderloom.cli.main", "intake", "serve", str(folder)]
    command += ["--listen", "127.0.0.1:0", "--format", "json", *more]
    process = subprocess.Popen(command, env=variables(secrets), stdout=subprocess.PIPE)
    try:
        line = process.stdout.readline()
        assert line, "the intake ended before it answered"
        yield Running(folder, process, json.loads(line))
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(60)
        process.stdout.close()
