"""A job at work: its actions upon the next of its records."""

from typing import Any

from orderloom.flow.command import Each
from orderloom.kernel.brakes import Piece, run
from orderloom.kernel.bulk import play_next, playbook_of
from orderloom.kernel.deploying import MIGRATION
from orderloom.kernel.draft import Draft
from orderloom.kernel.migrating import migrate
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.selection import THIS


def apply_each(work: Overlay, command: Each) -> tuple[Draft | None, Reasons]:
    """Run a job's actions upon its next record; refused, they are undone and it is passed over."""
    job = command.progress.job
    record_id = job.ids[command.progress.cursor]
    work.job_path, work.user = job.path, job.user
    draft = work.get(record_id)
    if draft is None:
        return None, (why("OL715", record=record_id),)
    if job.name == MIGRATION:
        migrate(work, draft, job.event)
        work.jobs.insert(0, command.progress.moved(succeeded=True))
        return draft, GRANTED
    playbook = playbook_of(work.program, job.name)
    if playbook is not None:
        went = play_next(work, draft, playbook, job.event)
        work.jobs.insert(0, command.progress.moved(succeeded=went))
        return draft, GRANTED
    round_ = work.program.rounds.get(job.name)
    if round_ is None:
        return draft, (why("OL744", job=job.name),)
    results = dict(job.results)
    if job.this is not None:
        results[THIS] = job.this
    item: dict[str, Any] = {}
    if round_.item is not None:
        draft.own()
        item[round_.item] = draft.values
    piece = Piece(
        list=job.name,
        name=round_.path,
        cause=round_.cause,
        draft=draft,
        actions=round_.do,
        event=job.event,
        results=results,
        touches=draft.ref,
    )
    went = run(work, piece, results=item) != "refused"
    work.jobs.insert(0, command.progress.moved(succeeded=went))
    return draft, GRANTED
