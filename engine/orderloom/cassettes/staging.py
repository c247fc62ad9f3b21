"""Asking a connector what a cassette is about: the same way recorded, disguised and replayed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from msgspec import structs

from orderloom.app.application import Application
from orderloom.app.session import ConnectionSession, Ways, session_of
from orderloom.cassettes.cassette import Head, Outcome, Step
from orderloom.cassettes.ways import GivenNotes, NoReach, Player
from orderloom.definition.connection import Connection
from orderloom.egress.connector_log import MaskedLog
from orderloom.egress.masking import Mask
from orderloom.errors import MessageRejected, OrderloomError, OutgoingStopped
from orderloom.flow.effect import Call
from orderloom.flow.message import MappedItem, Message, SplitItem, message_id
from orderloom.names import nearest
from orderloom.ports import Connector, Http, Notebook, ReceivedFile
from orderloom.runtime.delivery import BROKE
from orderloom.testing.clock import FrozenClock

_KEY = "cassette"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What steps came to.

    Attributes:
        outcomes: One for each step.
        items: What the mappings made of the streams' answers.
        errors: With facts, those that ended a step; they quote what was answered.
    """

    outcomes: list[Outcome]
    items: list[MappedItem]
    errors: list[OrderloomError]


def play(
    app: Application, connector: Connector, session: ConnectionSession, steps: Sequence[Step]
) -> Played:
    """Ask for every step in turn; nothing is taken.

    Raises:
        OutgoingStopped: All outgoing calls are stopped.
    """
    played = Played(outcomes=[], items=[], errors=[])
    for number, step in enumerate(steps):
        outcome, items = Outcome(), []
        try:
            if step.stream is not None:
                files = islice(connector.poll(session, step.stream), step.most)
                for file in files:
                    found = list(_split(app, session, step.stream, file))
                    items += [each for each in found if isinstance(each, MappedItem)]
                    outcome = _more(outcome, found)
            else:
                connector.perform(session, _call(session, step, number))
        except OutgoingStopped:
            raise
        except OrderloomError as error:
            played.errors.append(error)
            outcome = structs.replace(outcome, error=error.code)
        except Exception:  # noqa: BLE001 - a plugin may raise anything
            outcome = structs.replace(outcome, error=BROKE)
        played.items.extend(items)
        played.outcomes.append(outcome)
    return played


def demand_steps(connection: Connection, connector: Connector, steps: Sequence[Step]) -> None:
    """See that there is what is to be asked for.

    Raises:
        OrderloomError: A stream or an operation is unknown (OL841).
    """
    operations = [each.name for each in connector.operations]
    for step in steps:
        name, known = step.stream, sorted(connection.streams)
        if step.call is not None:
            name, known = step.call, sorted(operations)
        if name not in known:
            facts = {"connection": connection.id, "name": name or "", "known": ", ".join(known)}
            raise OrderloomError("OL841", nearest=nearest(name or "", known) or "", **facts)


def _more(outcome: Outcome, found: Sequence[SplitItem | MessageRejected]) -> Outcome:
    codes = Counter(outcome.faults)
    for each in found:
        if isinstance(each, MessageRejected):
            codes[each.code] += 1
        elif not isinstance(each, MappedItem):
            codes.update(fault.code for fault in each.faults[:1])
    items = outcome.items + sum(not isinstance(each, MessageRejected) for each in found)
    return Outcome(files=outcome.files + 1, items=items, faults=dict(sorted(codes.items())))


def _split(
    app: Application, session: ConnectionSession, stream: str, file: ReceivedFile
) -> Iterator[SplitItem | MessageRejected]:
    """Give the items of an answer as its stream's mapping reads them, and why it reads no more."""
    mapping = app.flow.connections[session.connection].streams[stream].mapping
    name = message_id(mapping, session.connection, file.name, file.body)
    now, zone = session.clock.now(), session.zone
    message = Message(name, mapping, file.name, file.body, now, session.connection, zone)
    try:
        yield from app.splitter.split(message, 0)
    except MessageRejected as error:
        yield error


def _call(session: ConnectionSession, step: Step, number: int) -> Call:
    return Call(
        id=f"{_KEY}-{number}",
        at=session.clock.now(),
        connection=session.connection,
        operation=step.call or "",
        payload=dict(step.input),
        key=f"{_KEY}-{number}-{session.clock.now():%Y%m%dT%H%M%SZ}",
        irreversible=False,
        record_id=None,
    )


def replayed(app: Application, connection: Connection, head: Head, player: Player) -> Played:
    """Play a cassette's steps over what it has, with its fakes and its clock.

    Raises:
        OrderloomError: The connection or its connector has no such stream or operation (OL841).
    """
    demand_steps(connection, app.connectors[connection.connector], head.steps)
    ways = Ways(
        folder=None,
        url=head.url,
        clock=FrozenClock(head.at),
        http=player,
        reach=NoReach(connection.id),
        notes=GivenNotes(head.notes),
        log=MaskedLog(connection.id, Mask(())),
        secret=head.secret,
        cancelled=lambda: False,
    )
    session = session_of(connection, ways)
    return play(app, app.connectors[connection.connector], session, head.steps)


def taped(session: ConnectionSession, http: Http, notes: Notebook) -> ConnectionSession:
    """Give a real session whose clock stands still, and whose ways are kept."""
    clock, reach = FrozenClock(session.clock.now()), NoReach(session.connection)
    return replace(session, clock=clock, http=http, notes=notes, reach=reach)
