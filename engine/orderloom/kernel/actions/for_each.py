"""``for_each``: actions for every part of a list, or for every record of a selection."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import ForEachItem, ForEachRecord
from orderloom.flow.effect import Spread
from orderloom.flow.job import Job, JobChange
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.action_list import run_list
from orderloom.kernel.draft import Draft
from orderloom.kernel.openers import kept, named
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.selection import choose

MOST = 1_000
"""So many parts of a list are worked in one decision; a longer list is refused, never cut."""


def for_each_item(
    work: Overlay, draft: Draft, action: ForEachItem, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Run the actions for one part after the other; all of them, or none."""
    parts = action.items.of(scope, around) or ()
    if len(parts) > MOST:
        return (why("OL743", action.cause, number=str(len(parts)), most=str(MOST)),)
    for part in parts:
        work.write(around.results, action.item, part)
        reasons = run_list(work, draft, action.do, around)
        if reasons:
            return reasons
    work.write(around.results, action.item, None)
    return GRANTED


def for_each_record(
    work: Overlay,
    draft: Draft,
    action: ForEachRecord,
    around: Surroundings,
    scope: Mapping[str, Any],
) -> Reasons:
    """Leave a job behind: each record chosen gets a command and a commit of its own."""
    path = (*work.job_path, action.name)
    if action.name in work.job_path:
        return (why("OL747", action.cause, cycle=" → ".join(path)),)
    ids = choose(work, action.select, draft, around, action.name)
    job = Job(
        id=work.ids.next("job"),
        name=action.name,
        record=action.select.record,
        ids=tuple(ids),
        now=work.now,
        event=kept(around.event, named(action.keeps_event)),
        results=kept(around.results, action.keeps_results),
        this=kept(scope, action.keeps_this),
        user=work.user,
        take=action.select.take,
        path=path,
    )
    work.effects.append(
        Spread(
            record=draft.program.id,
            record_id=draft.ref,
            cause=action.cause,
            of=job.record,
            number=len(ids),
            job=job.id,
            most=job.take,
        )
    )
    if ids:
        work.jobs.append(JobChange(job=job))
    return GRANTED
