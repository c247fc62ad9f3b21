"""Recording a cassette: real exchanges, disguised, replayed, searched, and only then written."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from orderloom.app.application import Application
from orderloom.app.inputs import connection_named
from orderloom.cassettes.cassette import (
    VERSION,
    Cassette,
    End,
    Exchange,
    Head,
    Step,
    asked,
    written,
)
from orderloom.cassettes.covering import Cover
from orderloom.cassettes.differing import differences
from orderloom.cassettes.guarding import demand_clean
from orderloom.cassettes.learning import Take, learnt
from orderloom.cassettes.replaying import replay
from orderloom.cassettes.staging import Played, demand_steps, play, replayed, taped
from orderloom.cassettes.ways import Player, ReadNotes, Tape
from orderloom.disguise.secrets import SHORT
from orderloom.errors import OrderloomError

_ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A cassette as it may be written, its bytes, and the real errors that ended its steps."""

    cassette: Cassette
    raw: bytes
    errors: Sequence[OrderloomError]


def record(app: Application, name: str, steps: Sequence[Step]) -> Recording:
    """Ask a connection for steps, for real, and give what went over it without anybody's data.

    The requests of the cassette are those that its fakes make: so what is signed is signed with
    them, and a replay asks the very same.

    Raises:
        OrderloomError: There is no such connection, stream or operation; nothing that can be kept
            went over it (OL839, OL840); the disguised answers lead elsewhere than the real ones
            (OL843); or something would leak (OL842).
    """
    take = _taken(app, name, steps)
    cover = learnt(take)
    cassette = _disguised(take, cover)
    demand_clean(cassette, cover)
    raw = written(cassette)
    again = replay(app, cassette, raw.decode(), name)
    if again.differences:
        facts = again.differences[0].facts
        raise _elsewhere(name, facts.get("part") or facts.get("step") or facts["path"])
    return Recording(cassette=cassette, raw=raw, errors=take.played.errors)


def _taken(app: Application, name: str, steps: Sequence[Step]) -> Take:
    connection = connection_named(app.flow, name)
    connector, real = app.switchboard.route(connection.id)
    demand_steps(connection, connector, steps)
    tape, notes = Tape(real.http), ReadNotes(real.notes)
    session = taped(real, tape, notes)
    played = play(app, connector, session, steps)
    below = next((each for each in played.errors if each.code == "OL840"), None)
    if below is not None:
        raise below
    if not tape.exchanges:
        refused = next(iter(played.errors), None)
        raise refused or OrderloomError("OL839", connection=connection.id)
    return Take(
        app=app,
        connection=connection,
        session=session,
        notes=notes,
        tape=tape,
        played=played,
        steps=steps,
    )


def _disguised(take: Take, cover: Cover) -> Cassette:
    """Give a cassette whose requests are made of fakes.

    What was made of a secret (a signature, a header) is known by standing where the fakes make
    another. An answer may repeat it, so that the answers are disguised anew until no more is found.
    """
    for _ in range(_ROUNDS):
        head = _head(take, cover)
        exchanges = [cover.exchange(each) for each in take.tape.exchanges]
        player = Player(exchanges)
        played = replayed(take.app, take.connection, head, player)
        if len(player.requests) != len(exchanges):
            raise _elsewhere(take.connection.id, f"{len(player.requests)} ≠ {len(exchanges)}")
        made = [
            structs.replace(each, request=asked(request))
            for each, request in zip(exchanges, player.requests, strict=True)
        ]
        if not _learn_proofs(take.tape.exchanges, made, cover):
            break
    _demand_same(take, played)
    end = End(exchanges=len(made), outcomes=played.outcomes)
    return Cassette(head=head, exchanges=made, end=end)


def _head(take: Take, cover: Cover) -> Head:
    session = take.session
    return Head(
        cassette=VERSION,
        connection=take.connection.id,
        at=session.clock.now(),
        url=cover.text(session.url or ""),
        secret=cover.parts(session.secret),
        notes=cover.texts(take.notes.read),
        steps=[structs.replace(each, input=cover.value(each.input)) for each in take.steps],
    )


def _learn_proofs(real: Sequence[Exchange], made: Sequence[Exchange], cover: Cover) -> bool:
    """Take in what stands in real requests where fakes make another; say whether any was new."""
    known = len(cover.secrets)
    for before, after in zip(real, made, strict=True):
        for each in differences(before.request, after.request):
            if each.found is not None and each.expected and len(each.expected) >= SHORT:
                cover.secret(each.expected, each.found)
    return len(cover.secrets) > known


def _demand_same(take: Take, played: Played) -> None:
    pairs = zip(take.steps, take.played.outcomes, played.outcomes, strict=True)
    for step, before, after in pairs:
        if before != after:
            raise _elsewhere(take.connection.id, step.stream or step.call or "")


def _elsewhere(connection: str, part: str) -> OrderloomError:
    return OrderloomError("OL843", connection=connection, part=part)
