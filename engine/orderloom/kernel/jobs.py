"""A job at work: its actions upon the next of its records."""

from orderloom.flow.command import Each
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.draft import Draft
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
    round_ = work.program.rounds.get(job.name)
    if round_ is None:
        return draft, (why("OL744", job=job.name),)
    results = dict(job.results)
    if job.this is not None:
        results[THIS] = job.this
    if round_.item is not None:
        draft.own()
        results[round_.item] = draft.values
    went = run_separately(work, draft, round_.do, job.event, round_.path, results=results)
    work.jobs.insert(0, command.progress.moved(succeeded=went))
    return draft, GRANTED
