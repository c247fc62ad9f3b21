"""Running a flow over inputs, for real or dry."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import Any, Protocol

from orderloom.app.application import Application
from orderloom.app.failed_calls import POLL, keep_failed
from orderloom.app.inputs import Inputs, connection_named, messages
from orderloom.app.raw import purge_daily
from orderloom.app.session import Notebooks
from orderloom.definition.connection import Retry
from orderloom.errors import DeliveryFailed
from orderloom.flow.command import Announce
from orderloom.flow.decision import Batch
from orderloom.flow.effect import Call
from orderloom.flow.message import Message
from orderloom.foresight.dry_desk import DryDesk
from orderloom.foresight.dry_notes import DryNotebook
from orderloom.ports import Connector, ReceivedFile, Session, Switch
from orderloom.runtime.alarms import Watch
from orderloom.runtime.answered import AnswerReader
from orderloom.runtime.answers import Listener
from orderloom.runtime.breaker import Breakers
from orderloom.runtime.delivery import Deliverer
from orderloom.runtime.poller import Acknowledge, Poller
from orderloom.runtime.tally import Tally
from orderloom.runtime.worker import Progress, Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did: items of this run, and records as they stand now."""

    tally: Tally
    records: dict[str, int]
    states: dict[str, dict[str, int]]
    seconds: float

    def document(self) -> dict[str, Any]:
        """Give the summary as ``run --format json`` prints it."""
        speed = self.tally.accepted / self.seconds if self.seconds else 0.0
        return {
            "messages": self.tally.messages(),
            "records": self.records,
            "states": self.states,
            "alerts": self.tally.alerts,
            "cases": self.tally.cases,
            "orders_per_s": round(speed, 1),
        }


def run(app: Application, inputs: list[Inputs], progress: Progress = lambda _: None) -> Summary:
    """Take inputs in, decide and commit; what an earlier run left comes first."""
    started = perf_counter()
    worker = app.worker(app.live_desk(), progress)
    _work(app, worker, inputs, _acknowledge, app.stores.notes)
    purge_daily(app)
    seconds = perf_counter() - started
    records, states = _standing(app)
    return Summary(tally=worker.tally, records=records, states=states, seconds=seconds)


def attend(app: Application, progress: Progress = lambda _: None) -> None:
    """Work what waits: jobs, messages, what was parked for too long; no timer by the clock."""
    worker = app.worker(app.live_desk(), progress)
    worker.resume()
    worker.expire(app.clock.now())


def ring(app: Application, progress: Progress = lambda _: None) -> None:
    """Ring what is due by now, and take away raw messages that are old."""
    worker = app.worker(app.live_desk(), progress)
    worker.fire_due(app.clock.now())
    purge_daily(app)


def restated(app: Application, summary: Summary) -> Summary:
    """Give a summary with the records as they stand now: answers may have moved them on."""
    records, states = _standing(app)
    return replace(summary, records=records, states=states)


def _standing(app: Application) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    with app.stores.reader() as reader:
        states = {name: dict(counts) for name, counts in reader.states().items()}
        return dict(reader.types()), states


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a run would do; ``batches`` are those it would commit, in order."""

    tally: Tally
    batches: list[Batch]


def preview(app: Application, inputs: list[Inputs]) -> Rehearsal:
    """Do what ``run`` does at a desk that cannot write; nothing is acknowledged or sent."""
    desk = DryDesk(app.stores)
    if app.entry is not None:
        app.entry.rehearse(desk)
    worker = app.worker(desk)
    notebooks: dict[str, DryNotebook] = {}

    def dry_notes(connection: str) -> DryNotebook:
        return notebooks.setdefault(connection, DryNotebook(app.stores.notes(connection)))

    _work(app, worker, inputs, _keep_quiet, dry_notes)
    return Rehearsal(tally=worker.tally, batches=desk.batches)


class Hearer(Listener, Protocol):
    """Decides what comes of calls."""

    def announce(self, command: Announce) -> None:
        """Tell rules what happened to a connection."""
        ...

    def take(self, message: Message) -> None:
        """Take what a call answered as a message."""
        ...


def deliver(
    app: Application,
    hearer: Hearer | None = None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> dict[str, int]:
    """Send what waits in the outbox unless that is stopped; give the numbers sent and failed.

    Args:
        app: The flow.
        hearer: Decides what comes of calls; None: a worker under the application's version.
        is_stopping: Whether no further call shall begin.
    """

    def retry_of(connection: str | None) -> Retry:
        known = app.flow.connections.get(connection or "")
        return Retry() if known is None else known.retry

    worker = hearer or app.worker(app.live_desk())

    def watch(name: str) -> Watch | None:
        known = app.flow.connections.get(name)
        return None if known is None else Watch(known, app.stores.notes(name), worker.announce)

    deliverer = Deliverer(
        app.stores.outbox,
        app.switchboard.route,
        app.clock,
        _Until(app.switch, is_stopping),
        worker,
        retry_of=retry_of,
        read=AnswerReader(app.flow.connections, worker.take).read,
        breakers=Breakers(app.stores.notes, watch),
        report=partial(_report, app),
    )
    return dict(deliverer.deliver())


class _Until:
    """Stops all outgoing calls also where the process shall end; those under way go on."""

    def __init__(self, switch: Switch, is_stopping: Callable[[], bool]) -> None:
        self._switch = switch
        self._is_stopping = is_stopping

    def is_stopped(self) -> bool:
        """Say whether nothing may begin to leave."""
        return self._is_stopping() or self._switch.is_stopped()


def _report(app: Application, call: Call, session: Session, error: DeliveryFailed) -> None:
    keep_failed(app, session, error, call.operation, call)


def _work(
    app: Application,
    worker: Worker,
    inputs: list[Inputs],
    acknowledge: Acknowledge,
    notebooks: Notebooks,
) -> None:
    worker.begin(app.clock.now())
    worker.resume()
    worker.fire_due(app.clock.now())
    worker.expire(app.clock.now())
    for each in inputs:
        if each.connection is not None and not each.files:
            connection = connection_named(app.flow, each.connection)
            connector, session = app.switchboard.route(connection.id, notebooks)
            try:
                Poller(worker, app.clock, acknowledge).poll(connection, connector, session)
            except DeliveryFailed as error:
                keep_failed(app, session, error, POLL)
                raise
        else:
            worker.take_all(messages(app.flow, each, app.clock))
    worker.fire_due(app.clock.now())


def _acknowledge(connector: Connector, session: Session, stream: str, file: ReceivedFile) -> None:
    connector.taken(session, stream, file)


def _keep_quiet(_: Connector, __: Session, ___: str, ____: ReceivedFile) -> None:
    """Leave the file where it is: a dry run changes nothing at the source either."""
