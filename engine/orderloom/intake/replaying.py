"""Taking what was refused, once the reason is mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderloom.app.application import Application
from orderloom.errors import WebhookRefused
from orderloom.flow.webhook import Refusal
from orderloom.intake.doors import Porter, doors_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """How it went with one of them; ``error`` None: it is taken."""

    refusal: Refusal
    error: WebhookRefused | None


def replay(app: Application, connection: str | None) -> Sequence[Replay]:
    """Check what was refused anew, and accept what is believed now; it is worked at once.

    The replay window is judged by when it arrived. Durable first, then let go: killed in between,
    the next replay finds the message known.
    """
    doors = {(each.connection.id, each.stream.name): each for each in doors_of(app).values()}
    porter, found = Porter(app), []
    worker = app.worker(app.live_desk())
    for refusal in app.stores.refusals.kept(connection):
        door = doors.get((refusal.connection, refusal.stream))
        if door is None:
            continue
        try:
            heard = porter.hear(door, refusal.arrival)
        except WebhookRefused as error:
            found.append(Replay(refusal=refusal, error=error))
            continue
        if heard.greeting is None and not heard.is_skipped:
            worker.take(porter.message(door, refusal.arrival, heard))
        app.stores.refusals.drop(refusal.id)
        found.append(Replay(refusal=refusal, error=None))
    return found
