"""Jobs: what is left of them, steering them, and taking back all that one did."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orderloom.app.acting import origin_of
from orderloom.app.application import Application
from orderloom.app.reckoning import Refusal, refusals_of
from orderloom.app.undoing import Undoing, undoing_of
from orderloom.errors import OrderloomError, RevisionConflict
from orderloom.flow.command import Actor, Steer, Undo
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.job import JobChange, JobState
from orderloom.foresight.dry_desk import DryDesk
from orderloom.kernel.interpreter import decide
from orderloom.ports import JournalEntry
from orderloom.runtime.desk import Desk
from orderloom.runtime.jobs import MOST_TRIES
from orderloom.runtime.timers import ring_at_once
from orderloom.runtime.worker import Progress

RECENT = 20
"""So many bulks that are over are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStanding:
    """How a job stands.

    Attributes:
        name: The definition behind it, as ``kind/id`` or a path within one.
        who: Who set it off, None: nobody did.
        why: What they said of it.
        where: Which records, in words, of a bulk.
        worked, number: Records worked, and all that were chosen.
        refused: Those among the worked on which it was refused; None: not counted any more.
    """

    id: str
    name: str
    state: JobState
    at: datetime
    who: str | None
    where: str
    why: str
    worked: int | None
    number: int
    refused: int | None


def jobs_of(app: Application) -> list[JobStanding]:
    """Give every job that is not at its end, oldest first, then bulks that are, newest first."""
    started = {_spread(entry)["job"]: entry for entry in app.stores.journal.bulks(RECENT)}
    waiting = [app.stores.jobs.read(each) for each in app.stores.jobs.every()]
    found = [_standing(each, started.pop(each.job.id, None)) for each in waiting if each]
    return found + [_ended(entry) for entry in started.values() if entry.outcome == "applied"]


def _standing(progress: JobChange, entry: JournalEntry | None) -> JobStanding:
    job = progress.job
    asked = {} if entry is None else entry.entry.get("asked", {})
    return JobStanding(
        id=job.id,
        name=job.name,
        state=progress.state,
        at=job.now,
        who=None if job.user is None else str(job.user["id"]),
        where=asked.get("where", ""),
        why=asked.get("why", ""),
        worked=progress.cursor,
        number=len(job.ids),
        refused=progress.cursor - progress.succeeded,
    )


def _ended(entry: JournalEntry) -> JobStanding:
    asked, spread = entry.entry.get("asked", {}), _spread(entry)
    actor = entry.entry["origin"].get("actor") or {}
    return JobStanding(
        id=spread["job"],
        name=f"playbook/{asked.get('bulk')}",
        state="over",
        at=entry.at,
        who=actor.get("id"),
        where=asked.get("where", ""),
        why=asked.get("why", ""),
        worked=None,
        number=spread["number"],
        refused=None,
    )


def _spread(entry: JournalEntry) -> dict[str, Any]:
    """Give what a bulk's beginning tells of its job; one that was refused has none."""
    effects = entry.entry.get("effects", ())
    nothing = {"job": "", "number": 0}
    return next((each for each in effects if each["effect"] == "spread"), nothing)


def steer(app: Application, job_id: str, to: JobState, by: Actor) -> Decision:
    """Pause a job, let it go on or leave its rest; what waits is worked by whoever comes by.

    Raises:
        OrderloomError: There is no such job that is not over.
        RevisionConflict: Somebody else keeps changing it.
    """
    for last in (*(False,) * (MOST_TRIES - 1), True):
        progress = app.stores.jobs.read(job_id)
        if progress is None:
            raise OrderloomError("OL793", job=job_id)
        now = app.clock.now()
        origin = origin_of(app, by, "steer", job_id, to, str(progress.cursor))
        with app.live_desk().picture() as picture:
            decision = decide(app.program, picture, Steer(origin, now, progress, to))
        try:
            app.stores.committer.commit([Batch(decisions=[decision])])
        except RevisionConflict:
            if last:
                raise
        else:
            return decision
    raise AssertionError


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What became of the turns of a job.

    Attributes:
        taken_back: Decisions that took one back, newest turn first.
        refused: Why others cannot be, by reason, most first.
        before: Turns that were taken back earlier.
        done: Whether anything was: where one cannot be taken back, none is, unless ``partly``.
    """

    taken_back: Sequence[Decision]
    refused: Sequence[Refusal]
    before: int
    done: bool


def undo_job(
    app: Application,
    job_id: str,
    by: Actor,
    wish: Undoing,
    progress: Progress = lambda _: None,
) -> Undone:
    """Take back all that a job did, its last record first, each with a commit of its own.

    All are tried first where nothing is written. One that was interrupted goes on when it is
    asked for again.

    Raises:
        OrderloomError: There is no such job, it is not over, or nothing of it is left.
    """
    turns = _turns(app, job_id)
    open_turns = [each for each in turns if not _is_undone(app, each)]
    before = len(turns) - len(open_turns)
    if not open_turns:
        raise OrderloomError("OL799" if turns else "OL793", job=job_id)
    commands = [undoing_of(app, each, by, partly=wish.partly) for each in open_turns]
    tried = list(_undo(app, DryDesk(app.stores), commands))
    refusals = refusals_of(tried)
    done = wish.for_real and (wish.partly or not refusals)
    if done:
        desk = app.live_desk()
        tried = list(_undo(app, desk, commands, progress))
        refusals = refusals_of(tried)
        app.worker(desk).work_jobs()
    taken = [each for each in tried if each.outcome != "refused"]
    return Undone(taken_back=taken, refused=refusals, before=before, done=done)


def _turns(app: Application, job_id: str) -> list[JournalEntry]:
    """Give the turns of a job that is over at which anything was done, newest first.

    Raises:
        OrderloomError: It is not over.
    """
    progress = app.stores.jobs.read(job_id)
    if progress is not None:
        number = str(len(progress.job.ids))
        raise OrderloomError("OL794", job=job_id, worked=str(progress.cursor), number=number)
    found = [each for each in app.stores.journal.turns(job_id) if _did_anything(each)]
    return found[::-1]


def _did_anything(turn: JournalEntry) -> bool:
    effects = turn.entry.get("effects", ())
    return turn.outcome == "applied" and any(each["effect"] != "refused" for each in effects)


def _is_undone(app: Application, turn: JournalEntry) -> bool:
    return turn.record_id is not None and any(
        each.entry.get("asked", {}).get("undo") == turn.seq
        for each in app.stores.journal.story(turn.record_id)
        if each.command == "undo" and each.outcome == "applied"
    )


def _undo(
    app: Application,
    desk: Desk,
    commands: Iterable[Undo],
    progress: Progress = lambda _: None,
) -> Iterator[Decision]:
    for command in commands:
        batch = _commit(app, desk, command)
        progress(batch)
        yield batch.decisions[0]


def _commit(app: Application, desk: Desk, command: Undo) -> Batch:
    """Decide a command and commit it; again when somebody else was faster."""
    for last in (*(False,) * (MOST_TRIES - 1), True):
        with desk.picture() as picture:
            decision = decide(app.program, picture, command)
            picture.apply(decision)
            rung = list(ring_at_once(app.program, picture, decision))
        batch = Batch(decisions=[decision, *rung])
        try:
            desk.commit([batch])
        except RevisionConflict:
            if last:
                raise
        else:
            break
    return batch
