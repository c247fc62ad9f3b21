"""Systems of a house over real sockets: strict about who asks and by which key, and moody."""

import json
import os
import re
import shutil
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orderloom.app.application import open_application
from orderloom.app.keeping import Keeper
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

SCENARIOS = Path(__file__).parents[2] / "examples" / "scenarios"
NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
SECRET = "s3cret-of-the-house"


class System:
    """Takes what it is sent, once for each key; what it took it also tells, as an echo."""

    def __init__(self):
        self.taken = {}
        self.knocks = 0
        self.is_down = False
        self.tells = []
        self.faults = []
        self.number = 0

    def __call__(self, seen, wire):
        self.knocks += 1
        try:
            self._serve(seen, wire)
        except ValueError as error:
            self.faults.append(repr(error))
            answer(400, b"{}")(seen, wire)

    def _serve(self, seen, wire):
        if self.is_down:
            answer(503, b'{"said": "not now"}')(seen, wire)
        elif seen.headers.get("authorization") != f"Bearer {SECRET}":
            self.faults.append(f"who is {seen.headers.get('authorization')}")
            answer(401, b"{}")(seen, wire)
        elif seen.target == "/changes":
            answer(200, json.dumps({"rows": self.tells}).encode())(seen, wire)
        else:
            self._take(seen, wire)

    def _take(self, seen, wire):
        key = seen.headers.get("idempotency-key")
        if not key:
            self.faults.append("a call without its key")
        said = json.loads(seen.body)
        if self.taken.setdefault(key, said) != said:
            self.faults.append(f"the key {key} says two things")
        self.number += 1
        answer(200, json.dumps({"number": f"N-{len(self.taken)}"}).encode())(seen, wire)

    @property
    def orders(self):
        """Give what was taken, in order, each once."""
        return [
            said["order"] if isinstance(said.get("order"), dict) else said
            for said in self.taken.values()
        ]


class House:
    """A scenario's flow over real systems, and a clock that only tests move."""

    def __init__(self, folder, systems):
        self.folder = folder
        self.systems = systems
        self.clock = FrozenClock(NOW)
        self._messages = 0

    def drop(self, order):
        """Let a file arrive from the shop."""
        self._messages += 1
        inbox = self.folder / "inbox"
        inbox.mkdir(exist_ok=True)
        file = inbox / f"{self._messages}.json"
        file.write_text(json.dumps(order), encoding="utf-8")
        then = (self.clock.now() - timedelta(minutes=5)).timestamp()
        os.utime(file, (then, then))  # whole: nobody has written to it for a while

    @contextmanager
    def open(self):
        """Run the application; each time a process of its own would begin."""
        url = f"sqlite:///{self.folder.parent / 'store.db'}"
        with open_application(self.folder, url, clock=self.clock) as app:
            yield app, Keeper(app)

    def pass_time(self, lasting, step=timedelta(seconds=30)):
        """Let time pass, with the application at work."""
        with self.open() as (_, keeper):
            keeper.tick()
            until = self.clock.now() + lasting
            while self.clock.now() < until:
                self.clock.advance(step)
                keeper.tick()

    def records(self, record_type):
        """Give the values of all records of a type."""
        with self.open() as (app, _), app.stores.reader() as reader:
            return [record.values for record in reader.all(record_type)]

    def sent(self):
        """Give the texts of the messages that left."""
        file = self.folder / "outbox" / "outbox.jsonl"
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        return [json.loads(line)["text"] for line in lines]


@contextmanager
def house(tmp_path, monkeypatch, scenario, *names):
    """Run a scenario as it stands, with its addresses those of servers of this machine."""
    folder = tmp_path / "flow"
    shutil.copytree(SCENARIOS / scenario, folder)
    systems = {name: System() for name in names}
    with ExitStack() as stack:
        text = (folder / "flow.yaml").read_text(encoding="utf-8")
        for name, system in systems.items():
            monkeypatch.setenv(f"ORDERLOOM_SECRET_{name.upper()}", SECRET)
            port = stack.enter_context(serving(system)).port
            text = re.sub(rf"127\.0\.0\.1:\d+(\", secret: {name}\b)", rf"127.0.0.1:{port}\1", text)
        (folder / "flow.yaml").write_text(text, encoding="utf-8")
        yield House(folder, systems)
        assert [fault for system in systems.values() for fault in system.faults] == []
