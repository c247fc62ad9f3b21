"""A round of a schedule that is not over when the next one is due."""

from orderloom.app.application import Application
from orderloom.app.finding import find_record
from orderloom.flow.command import Origin
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.job import Job, JobChange


def due_during(app: Application, schedule: str, record: str) -> None:
    """Let a schedule be due by now, while somebody else is still at a record for its last round."""
    now = app.clock.now()
    found = find_record(app, record)
    name = f"schedule/{schedule}"
    job = Job(
        id="left", name=name, record=found.type, ids=(found.id,), now=now, event={}, results={}
    )
    begun = Decision(
        command="tick",
        origin=Origin("left", where=schedule),
        now=now,
        outcome="applied",
        record="",
        jobs=[JobChange(job=job)],
    )
    app.stores.committer.commit([Batch(decisions=[begun])])
    app.worker(app.live_desk()).fire_due(now)
