"""A playbook on many records: what it would do and take, and doing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import structs

from orderloom.app.application import Application
from orderloom.app.reckoning import Reckoning
from orderloom.definition.playbook import Playbook
from orderloom.definition.select import Select
from orderloom.errors import OrderloomError
from orderloom.flow.command import Bulk, Origin
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.effect import Spread, Why
from orderloom.flow.surroundings import Surroundings
from orderloom.foresight.dry_desk import DryDesk
from orderloom.kernel.bulk import chosen
from orderloom.kernel.interpreter import decide
from orderloom.names import nearest
from orderloom.runtime.desk import Desk
from orderloom.runtime.worker import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants done to many records.

    ``where`` says in words what ``select`` chooses; ``why`` is the person's reason, empty: none.
    ``around`` is what the selection's expressions see besides the record; None: nothing.
    """

    playbook: str
    select: Select
    inputs: Mapping[str, Any]
    where: str = ""
    why: str = ""
    around: Surroundings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a bulk would do, or did.

    Attributes:
        start: The decision that leaves the job behind, or refuses the bulk as a whole.
        job: Id of the job; None: it was refused.
        chosen: Number of records chosen.
        reckoning: What became of them, and what follows at once.
    """

    start: Decision
    job: str | None
    chosen: int
    reckoning: Reckoning


def bulk_playbook(app: Application, name: str) -> Playbook:
    """Give the playbook of that id.

    Raises:
        OrderloomError: There is none.
    """
    playbooks = app.flow.playbooks
    if name not in playbooks:
        near = nearest(name, playbooks) or ""
        known = ", ".join(sorted(playbooks)) or "–"
        raise OrderloomError("OL790", playbook=name, nearest=near, known=known)
    return playbooks[name]


def foresee(app: Application, wish: Wish, origin: Origin) -> Outlook:
    """Say what a bulk would do; nothing is written and nothing sent.

    Raises:
        OrderloomError: Which records are meant cannot be worked out.
    """
    return play_at(app, DryDesk(app.stores), wish, origin)


def play_many(
    app: Application, wish: Wish, origin: Origin, progress: Progress = lambda _: None
) -> Outlook:
    """Run a playbook on many records: each has a commit of its own, and its turn once.

    What a process that dies leaves is worked by the next that comes by.

    Raises:
        OrderloomError: Which records are meant cannot be worked out.
    """
    return play_at(app, app.live_desk(), wish, origin, progress)


def play_at(
    app: Application,
    desk: Desk,
    wish: Wish,
    origin: Origin,
    progress: Progress = lambda _: None,
) -> Outlook:
    """Do at a desk what is wished: a dry one forgets it.

    Args:
        app: The flow and its store.
        desk: Where it is done; what is due there goes first.
        wish: What is wanted.
        origin: Who wants it.
        progress: Called after each commit of the job.

    Raises:
        OrderloomError: Which records are meant cannot be worked out.
    """
    reckoning = Reckoning()
    job: str | None = None

    def note(batch: Batch) -> None:
        if job is not None:
            reckoning.add(batch, job)
            progress(batch)

    worker = app.worker(desk, note)
    worker.work_jobs()
    worker.fire_due(app.clock.now())
    command = _command(app, wish, origin)
    with desk.picture() as picture:
        around = wish.around or Surroundings(command.now)
        ids = chosen(app.program, picture, wish.select, command, around)
        if isinstance(ids, Why):
            raise OrderloomError(ids.code, **ids.facts)
        start = decide(app.program, picture, structs.replace(command, ids=ids))
    desk.commit([Batch(decisions=[start])])
    spread = next((each for each in start.effects if isinstance(each, Spread)), None)
    job = None if spread is None else spread.job
    worker.work_jobs()
    number = 0 if spread is None else spread.number
    return Outlook(start=start, job=job, chosen=number, reckoning=reckoning)


def _command(app: Application, wish: Wish, origin: Origin) -> Bulk:
    return Bulk(
        origin,
        app.clock.now(),
        wish.playbook,
        (),
        dict(wish.inputs),
        where=wish.where,
        take=wish.select.take,
        why=wish.why,
    )
