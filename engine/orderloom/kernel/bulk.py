"""A playbook on many records: who may, which records, and the turn of each.

A bulk leaves a job behind. Each record's turn is a decision of its own, in which the playbook
takes place or is refused as a whole; the playbook's brake counts them like any definition's.
"""

from typing import Any

from orderloom.definition.playbook import Playbook
from orderloom.definition.select import Select
from orderloom.diagnostics import Cause
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.command import Bulk, Steer
from orderloom.flow.effect import PlaybookRun, Spread, Why
from orderloom.flow.job import Job, JobChange
from orderloom.flow.job_effect import Steered
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.action_list import note_refusal, tell_refusals
from orderloom.kernel.actions.run import inputs_of
from orderloom.kernel.actions.table import act
from orderloom.kernel.brakes import Piece, run
from orderloom.kernel.commands import not_allowed
from orderloom.kernel.creation import fitted
from orderloom.kernel.deploying import MIGRATION
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import reason_of
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import PLAYBOOK, Program
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.selection import choose
from orderloom.ports import View
from orderloom.sight.seeing import Sight


def chosen(
    program: Program, view: View, select: Select, command: Bulk, around: Surroundings
) -> tuple[str, ...] | Why:
    """Give the ids of the records that a selection chooses now, or why it cannot be said.

    Args:
        program: The flow.
        view: Records as they are.
        select: What is asked for; ``take`` is left to the job.
        command: By whom, when; its own ``ids`` mean nothing yet. A person chooses among what they
            see, and by what they see in the clear.
        around: What its expressions see.
    """
    work = Overlay(program, view, command, "choice", act)
    around.user = work.user
    actor = command.origin.actor
    sight = None if actor is None else Sight(program.flow, actor.roles)
    if sight is not None and not sight.sees(select.record):
        return why("OL990", record=select.record)
    try:
        return tuple(choose(work, select, None, around, "", sight=sight))
    except TROUBLE as trouble:
        return reason_of(trouble, None)


def playbook_of(program: Program, job: str) -> Playbook | None:
    """Give the playbook that a job runs on each of its records, None for other jobs."""
    kind, _, name = job.partition("/")
    return program.flow.playbooks.get(name) if kind == PLAYBOOK else None


def apply_bulk(work: Overlay, command: Bulk) -> Reasons:
    """Leave a job behind for all records, if the person may and the playbook is for many."""
    playbook = work.program.flow.playbooks.get(command.playbook)
    if playbook is None:
        known = ", ".join(sorted(work.program.flow.playbooks)) or "–"
        return (why("OL790", playbook=command.playbook, known=known),)
    if not playbook.bulk:
        return (why("OL791", cause_of(playbook), playbook=playbook.id),)
    refusal = not_allowed(command.origin.actor, playbook.by, playbook.id)
    reasons = (refusal,) if refusal is not None else _against_inputs(playbook, command)
    if reasons:
        return reasons
    job = Job(
        id=work.ids.next("job"),
        name=f"{PLAYBOOK}/{playbook.id}",
        record=playbook.record,
        ids=command.ids,
        now=work.now,
        event=dict(command.inputs),
        results={},
        user=work.user,
        take=command.take,
        path=(f"{PLAYBOOK}/{playbook.id}",),
    )
    work.effects.append(
        Spread(
            record=playbook.record,
            record_id=None,
            cause=cause_of(playbook),
            of=job.record,
            number=len(job.ids),
            job=job.id,
            most=job.take,
        )
    )
    if job.ids:
        work.jobs.append(JobChange(job=job))
    return GRANTED


def _against_inputs(playbook: Playbook, command: Bulk) -> Reasons:
    """Say what of the input fits no record at all."""
    unknown = tuple(
        why("OL731", cause_of(playbook), playbook=playbook.id, input=name)
        for name in command.inputs
        if name not in playbook.input
    )
    given = {name: value for name, value in command.inputs.items() if name in playbook.input}
    _, unfit = fitted(playbook.input, given, cause_of(playbook))
    lacking = tuple(
        why("OL732", cause_of(playbook), playbook=playbook.id, input=name)
        for name, field in playbook.input.items()
        if field.required and field.default is None and given.get(name) is None
    )
    return unknown + unfit + lacking


def play_next(work: Overlay, draft: Draft, playbook: Playbook, given: dict[str, Any]) -> bool:
    """Run a bulk's playbook on a record whose turn has come; say whether it was not refused."""
    cause = cause_of(playbook)
    inputs, reasons = inputs_of(work, draft, playbook, given, cause)
    if reasons:
        note_refusal(work, draft, playbook.id, reasons, playbook.do)
        return False
    piece = Piece(
        list=cause.definition,
        name=playbook.id,
        cause=cause,
        draft=draft,
        actions=playbook.do,
        event=inputs,
        touches=draft.ref,
    )
    place = len(work.effects)
    outcome = run(work, piece)
    if outcome == "done":
        ran = PlaybookRun(
            record=draft.program.id, record_id=draft.ref, cause=cause, playbook=playbook.id
        )
        work.effects.insert(place, ran)
    tell_refusals(work)
    return outcome != "refused"


def apply_steer(work: Overlay, command: Steer) -> Reasons:
    """Pause a job, let it go on or leave its rest, if the person may.

    A bulk is steered by who may run its playbook, any other job by who may publish. The turns of
    a deploy are neither held up nor left: records would be worked that had none.
    """
    progress = command.progress
    job = progress.job
    flow = work.program.flow
    playbook = playbook_of(work.program, job.name)
    roles = flow.environments[flow.environment].publish if playbook is None else playbook.by
    if (refusal := not_allowed(command.origin.actor, roles, job.name)) is not None:
        return (refusal,)
    if command.to == progress.state:
        return GRANTED
    if job.name == MIGRATION and command.to != "waiting":
        return (why("OL054", job=job.id),)
    work.jobs.append(progress.steered(command.to))
    work.effects.append(
        Steered(
            record=job.record,
            record_id=None,
            job=job.id,
            definition=job.name,
            to=command.to,
            number=progress.cursor,
            all=len(job.ids),
        )
    )
    return GRANTED


def cause_of(playbook: Playbook) -> Cause:
    """Give the cause of what a playbook does when a person runs it."""
    return Cause(definition=f"{PLAYBOOK}/{playbook.id}", path="", place=playbook.place)
