"""Another version of the definitions: it is put in force, and every record concerned has a turn.

The turns are a job, so that each record is gone through once, whatever dies meanwhile, and so
that nothing is decided about any record before all have had theirs.
"""

from typing import Any

from orderloom.diagnostics import Cause
from orderloom.flow.command import Deploy
from orderloom.flow.deploy_effect import Deployed
from orderloom.flow.job import Job, JobChange
from orderloom.kernel.commands import not_allowed
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons

MIGRATION = "deploy"
"""Name of the job in which records have their turns."""


def apply_deploy(work: Overlay, command: Deploy) -> Reasons:
    """Leave the turns of all records concerned behind, if the person may publish here."""
    flow = work.program.flow
    roles = flow.environments[flow.environment].publish
    if (refusal := not_allowed(command.origin.actor, roles, MIGRATION)) is not None:
        return (refusal,)
    work.effects.append(
        Deployed(
            record="",
            record_id=None,
            cause=Cause(definition=f"flow/{flow.id}", path="", place=flow.place),
            version=command.version,
            digest=flow.digest,
            how=command.how,
            number=sum(len(turns.ids) for turns in command.turns),
        )
    )
    for turns in command.turns:
        if turns.ids:
            work.jobs.append(JobChange(job=_job(work, turns.record, turns.ids, turns.plan)))
    return GRANTED


def _job(work: Overlay, record: str, ids: tuple[str, ...], plan: dict[str, Any]) -> Job:
    return Job(
        id=work.ids.next("job"),
        name=MIGRATION,
        record=record,
        ids=ids,
        now=work.now,
        event=plan,
        results={},
        user=work.user,
        path=(MIGRATION,),
    )
