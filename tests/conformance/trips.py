"""Trips: a flow at work over sockets, by a clock that only the trip moves; what is seen of it.

What a test of a flow cannot see, a request on the wire, the pause before the next, a title in an
output, is seen here. ``trips/FLOW.yaml`` says what happens::

    now: "2026-03-01T12:00+08:00"
    secrets: {shop: s3cret}                     # or parts by name
    answers:                                    # of the one server behind all addresses, in order
      - {to: /orders, has: page=2, body: {rows: []}, status: 200, headers: {}, times: 1}
      - {to: /seals, cut: no answer}
      - {to: /ask, awaits: 2}                   # answered when so many are there, or soon after
    earlier: {flow: "kind: flow …", steps: […], as: clerk}      # put in force before
    steps:
      - {take: orders, body: '{"no": "A"}'}     # through a mapping
      - {pass: 10m, each: 1m}                   # all that is due, at the beginning and each step
      - {post: /webhooks/shop/orders, headers: {}, query: "", body: {}}
      - {deliverers: 2}                         # so many at once deliver what waits
      - {due: walk, during: A-1, after: 1h}     # a schedule, while its last round is at a record
      - {play: freeze, of: A-1, as: clerk}      # by a person
      - {undo: A-1, entry: 7, as: clerk}
      - {say: explain, with: [A-1]}             # a command of ``orderloom``
      - {page: zh}                              # the status page, and the flow's connectors

Every scalar is a text; a body of other types is a text of JSON. What is seen are lines, the same
ones each time.
"""

import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta
from os import environ, utime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition
from typing import Any

import yaml
from tests.cli.program import call
from tests.conformance.knocking import Knocker
from tests.conformance.rounds import due_during

from orderloom.app import acting
from orderloom.app.application import Application, open_application
from orderloom.app.deploying import deploy
from orderloom.app.inputs import Inputs
from orderloom.app.keeping import Keeper
from orderloom.app.library import described
from orderloom.app.running import deliver, run
from orderloom.app.secrets import variable_of
from orderloom.app.standing import standing_of
from orderloom.app.undoing import Undoing, undo
from orderloom.errors import DefinitionInvalid
from orderloom.flow.decision import Decision
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import Seen, answer, serving
from orderloom_ui.view import view_of

TRIPS = Path(__file__).parent / "trips"
_ADDRESS = re.compile(r"127\.0\.0\.1:88\d\d")
_PORT = re.compile(r"127\.0\.0\.1:\d+")
_COLUMN = re.compile(r"(\.ya?ml:\d+):\d+")
_TOOK = re.compile(r"\d+ (ms|毫秒)")
_MOST_LINES = 300
_SOON = 1.0
"""Seconds for which a request waits for others."""
_UNTOLD = {"host", "user-agent", "accept-encoding", "connection", "content-length", "accept"}
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Refused(Exception):
    """The check refuses the flow."""


def seen_on_trip(folder: Path, name: str) -> list[str]:
    """Make the trip of a flow with its definitions as they stand in ``folder``, which is changed.

    Raises:
        Refused: The check does not let the flow begin.
    """
    script = _script(name)
    other = _Other(script.get("answers", []))
    with ExitStack() as stack:
        port = stack.enter_context(serving(other)).port
        stack.enter_context(_secrets(script.get("secrets", {})))
        for file in folder.rglob("*.y*ml"):
            text = file.read_text("utf-8")
            file.write_text(_ADDRESS.sub(f"127.0.0.1:{port}", text), "utf-8")
        trip = _Trip(folder, script, other)
        try:
            trip.go()
        except DefinitionInvalid as error:
            raise Refused from error
    return [_told(line, folder) for line in other.lines]


def _script(name: str) -> Any:
    """Read what happens on a trip, every scalar as text."""
    text = (TRIPS / f"{name}.yaml").read_text("utf-8")
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and maps only


class _Other:
    """The server behind all addresses; ``lines`` is what was asked of it, and what others add."""

    def __init__(self, answers: list[dict[str, Any]]) -> None:
        self.lines: list[str] = []
        self.most = 0
        self._there = 0
        self._coming = Condition()
        self._answers = [{**each, "times": int(each.get("times", -1))} for each in answers]

    def __call__(self, seen: Seen, wire: Any) -> None:
        headers = {name: text for name, text in seen.headers.items() if name not in _UNTOLD}
        body = seen.body.decode("utf-8", "replace")
        self.lines.append(f"> {seen.method} {seen.target} {sorted(headers.items())} {body}")
        given = self._given(f"{seen.target}\n{body}\n{headers}")
        with self._one_more(int(given.get("awaits", 0))):
            self._answer(given, seen, wire)

    @contextmanager
    def _one_more(self, awaited: int) -> Iterator[None]:
        """Count who is there, and wait for others if they are awaited."""
        with self._coming:
            self._there += 1
            self.most = max(self.most, self._there)
            self._coming.notify_all()
            self._coming.wait_for(lambda: self.most >= awaited, _SOON)
        try:
            yield
        finally:
            with self._coming:
                self._there -= 1

    def _answer(self, given: dict[str, Any], seen: Seen, wire: Any) -> None:
        if "cut" in given:
            raise ConnectionAbortedError
        said = given.get("body", {})
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        reply = answer(int(given.get("status", 200)), text.encode(), given.get("headers"))
        reply(seen, wire)

    def _given(self, asked: str) -> dict[str, Any]:
        if len(self.lines) > _MOST_LINES:
            return {"status": "500"}  # who never comes to an end is seen as well
        for each in self._answers:
            fits = asked.startswith(each["to"]) and each.get("has", "") in asked
            if fits and each["times"]:
                each["times"] -= 1
                return each
        return {"status": "404"}


class _Trip:
    """One trip; lines are added to those of the server as things happen."""

    def __init__(self, folder: Path, script: dict[str, Any], other: _Other) -> None:
        self._folder = folder
        self._script = script
        self._other = other
        self._lines = other.lines
        self._clock = FrozenClock(datetime.fromisoformat(script["now"]))

    def go(self) -> None:
        with TemporaryDirectory(prefix="orderloom-trip-") as scratch:
            self._store = f"sqlite:///{scratch}/store.db"
            self._scratch = Path(scratch)
            if "earlier" in self._script:
                self._begin_with(self._script["earlier"])
            with open_application(self._folder, self._store, clock=self._clock) as app:
                self._all(app, self._script["steps"])
                self._lines += _left(app)

    def _begin_with(self, earlier: dict[str, Any]) -> None:
        """Work under an earlier version of the definitions, then put those of the flow in force."""
        folder = self._scratch / "earlier"
        folder.mkdir()
        (folder / "flow.yaml").write_text(earlier["flow"], "utf-8")
        with open_application(folder, self._store, clock=self._clock) as app:
            self._all(app, earlier["steps"])
        with open_application(self._folder, self._store, clock=self._clock) as app:
            self._lines.append(_deployed(app, self._folder, earlier["as"]))

    def _all(self, app: Application, steps: list[Any]) -> None:
        keeper = Keeper(app)
        with closing(Knocker(app)) as knocker:
            for number, step in enumerate(steps):
                self._lines.append(f"step {number}")
                self._do(step, app, keeper, knocker)

    def _do(self, step: Any, app: Application, keeper: Keeper, knocker: Knocker) -> None:
        match step:
            case {"take": mapping, "body": body}:
                file = self._scratch / "taken"
                file.write_text(body, "utf-8")
                run(app, [Inputs(files=[file], mapping=mapping)])
            case {"drop": name, "body": body}:
                self._drop(name, body)
            case {"pass": lasting, **more}:
                self._pass(keeper, _span(lasting), _span(more.get("each", lasting)))
            case {"post": path, **more}:
                self._lines.append(f"< {knocker.knock(path, **more)}")
            case {"play": playbook, "of": record, "as": role}:
                self._decided(acting.play(app, record, playbook, {}, acting.actor(app, role)))
            case {"undo": record, "entry": entry, "as": role}:
                wish = Undoing(int(entry))
                self._decided(undo(app, record, acting.actor(app, role), wish))
            case {"page": language}:
                self._lines.append(str(view_of(keeper.status(), language)))
                self._lines += (str(described(e, language)) for e in app.connectors.values())
            case {"say": command, **more}:
                self._say(command, more.get("with", []))
            case _:
                self._at_once(step, app)

    def _at_once(self, step: Any, app: Application) -> None:
        """Let happen what needs somebody else at the same time."""
        match step:
            case {"due": schedule, "during": record, "after": lasting}:
                self._clock.advance(_span(lasting))
                due_during(app, schedule, record)
            case {"deliverers": number}:
                with ThreadPoolExecutor() as pool:
                    list(pool.map(deliver, [app] * int(number)))
                self._lines.append(f"at most {self._other.most} at once")
            case _:
                raise ValueError(step)

    def _drop(self, name: str, body: str) -> None:
        file = self._folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(body, "utf-8")
        then = (self._clock.now() - timedelta(minutes=5)).timestamp()
        utime(file, (then, then))  # whole: nobody has written to it for a while

    def _pass(self, keeper: Keeper, lasting: timedelta, each: timedelta) -> None:
        until = self._clock.now() + lasting
        while True:
            keeper.tick()
            troubles = [(code, dict(facts)) for code, facts in keeper.status().troubles]
            self._lines.append(f"at {self._clock.now():%d %H:%M:%S} {troubles}")
            if self._clock.now() >= until:
                return
            self._clock.advance(each)

    def _decided(self, decision: Decision) -> None:
        told = [(each.code, sorted(each.facts.items())) for each in decision.reasons]
        self._lines.append(f"{decision.outcome} {told}")

    def _say(self, command: str, rest: list[str]) -> None:
        words = {"STORE": self._store, "FLOW": str(self._folder)}
        said = call(command, *(words.get(str(each), each) for each in rest))
        self._lines += [f"says {said.code}", *said.out.splitlines(), *said.err.splitlines()]


def _deployed(app: Application, folder: Path, who: str) -> str:
    """Put definitions in force; say what became of the records, or what stood in the way."""
    try:
        found = deploy(app, folder, who, for_real=True)
    except DefinitionInvalid as error:
        return f"not deployed: {error}"
    counted = (found.moves, found.renames, found.sets)
    return f"deployed {found.records} {[sorted(each.items()) for each in counted]}"


def _left(app: Application) -> Iterator[str]:
    """Tell of every record, and of how each connection stands."""
    with app.stores.reader() as reader:
        for name in sorted(reader.types()):
            for record in reader.all(name):
                values = sorted((key, str(value)) for key, value in record.values.items())
                yield f"{name} {values}"
    for each in standing_of(app):
        failed = [(one.what, one.code, one.tries) for one in each.failed_calls]
        cursors = [(stream.name, stream.cursor) for stream in each.streams]
        kept = len(app.stores.inbox.outdated(each.connection.id, app.clock.now()))
        told = (each.state, each.token_until, cursors, failed, each.traffic, kept)
        yield f"{each.connection.id} {told}"


@contextmanager
def _secrets(secrets: Mapping[str, Any]) -> Iterator[None]:
    known = {
        variable_of(name): text if isinstance(text, str) else json.dumps(text)
        for name, text in secrets.items()
    }
    environ.update(known)
    try:
        yield
    finally:
        for name in known:
            del environ[name]


def _span(text: str) -> timedelta:
    return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})


def _told(line: str, folder: Path) -> str:
    """Take out of a line what differs without meaning anything: ports, places, columns, spans."""
    plain = _PORT.sub("SERVER", line.replace(str(folder), "FLOW"))
    return _TOOK.sub(r"– \1", _COLUMN.sub(r"\1", plain))
