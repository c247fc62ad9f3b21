"""Working jobs: one command for each record, in order, a group of them a commit.

The cursor of a job is moved by each record's own decision, so that a worker that died goes on
with the record after the last one it committed.
"""

import logging
from collections.abc import Callable, Iterable, Iterator

from orderloom.errors import RevisionConflict, StoreUnusable
from orderloom.flow.command import Actor, Each, Origin
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.effect import Why
from orderloom.flow.job import JobChange
from orderloom.kernel.interpreter import decide
from orderloom.kernel.program import Program
from orderloom.runtime.desk import Desk
from orderloom.runtime.picture import Picture
from orderloom.runtime.timers import ring_at_once

GROUP = 100
MOST_TRIES = 5

_log = logging.getLogger(__name__)


def leaves_jobs(decisions: Iterable[Decision]) -> bool:
    """Say whether decisions leave work behind that goes before anything else."""
    return any(
        change.state == "waiting"
        for decision in decisions
        if decision.jobs  # hardly any has one
        for change in decision.jobs
    )


class Foreman:
    """Works the jobs that are not at their end, first come first served.

    Args:
        desk: Where they wait, and where decisions go.
        program: The flow.
        commit: Takes each group's batch.
    """

    def __init__(self, desk: Desk, program: Program, commit: Callable[[Batch], None]) -> None:
        self._desk = desk
        self._program = program
        self._commit = commit

    def work(self) -> None:
        """Work all jobs that wait to their end, those that they lead to as well.

        Raises:
            RevisionConflict: Somebody else keeps changing a record; the job stays where it is.
        """
        while unfinished := self._desk.jobs.unfinished():
            for job_id in unfinished:
                self._finish(job_id)

    def _finish(self, job_id: str) -> None:
        progress = self._desk.jobs.read(job_id)
        while progress is not None and progress.state == "waiting":
            progress = self._next_group(progress)

    def _next_group(self, progress: JobChange) -> JobChange | None:
        """Work a group of records; give how far the job is then, None when it is over."""
        try:
            return self._group(progress, GROUP)
        except StoreUnusable:
            raise
        except Exception as error:  # noqa: BLE001 - one poison record must not stop the others
            return self._alone(progress.job.id, error)

    def _group(self, progress: JobChange, most: int) -> JobChange | None:
        with self._desk.picture() as picture:
            decisions: list[Decision] = []
            for _ in range(most):
                decisions += self._one(picture, progress)
                progress = _moved(decisions, progress)
                if progress.state == "over":
                    break
        self._commit(Batch(decisions=decisions))
        return progress if progress.state == "waiting" else None

    def _one(self, picture: Picture, progress: JobChange) -> Iterator[Decision]:
        """Decide one record, and the timers that are due as soon as it sets them."""
        decision = decide(self._program, picture, command_for(progress))
        picture.apply(decision)
        yield decision
        yield from ring_at_once(self._program, picture, decision)

    def _alone(self, job_id: str, error: Exception) -> JobChange | None:
        """Try the next record by itself; another process may have gone on meanwhile."""
        progress = self._desk.jobs.read(job_id)
        for _ in range(MOST_TRIES):
            if progress is None or progress.state != "waiting":
                return None
            try:
                return self._group(progress, 1)
            except RevisionConflict as conflict:
                error, before = conflict, progress
                progress = self._desk.jobs.read(job_id)
                if progress is not None and progress.cursor != before.cursor:
                    return progress  # another process works it, or did: go on from there
            except StoreUnusable:
                raise
            except Exception as broken:  # noqa: BLE001 - told below
                error = broken
                break
        if isinstance(error, RevisionConflict) or progress is None:
            raise error
        decision = _given_up(progress, error)
        self._commit(Batch(decisions=[decision]))
        moved = decision.jobs[0]
        return moved if moved.state == "waiting" else None


def command_for(progress: JobChange) -> Each:
    """Give the command for a job's next record."""
    job = progress.job
    return Each(_origin(progress), job.now, progress)


def _origin(progress: JobChange) -> Origin:
    """Give the origin of a record's turn: the person's, if somebody set the job off."""
    job = progress.job
    actor = None
    if job.user is not None:
        actor = Actor(str(job.user["id"]), frozenset(job.user["roles"]))
    return Origin(job.id, progress.cursor, job.name, actor=actor)


def _moved(decisions: list[Decision], before: JobChange) -> JobChange:
    """Give how far the job is that ``before`` tells of."""
    changes = (change for decision in decisions for change in decision.jobs)
    own = [change for change in changes if change.job.id == before.job.id]
    return own[-1]


def _given_up(progress: JobChange, error: Exception) -> Decision:
    """Give the journal's word on a record that the engine itself failed on."""
    job = progress.job
    record_id = job.ids[progress.cursor]
    facts = {"job": job.name, "record": record_id, "error": type(error).__name__}
    named = {"record": record_id, "job": job.id}
    _log.error("the job %s failed at %s", job.name, record_id, exc_info=error, extra=named)
    return Decision(
        command="each",
        origin=_origin(progress),
        now=job.now,
        outcome="refused",
        record=job.record,
        record_id=record_id,
        reasons=(Why("OL745", facts),),
        jobs=[progress.moved(succeeded=False)],
    )
