"""A schedule at work: its instant has come, or has passed unused."""

from orderloom.definition.action import ForEachRecord
from orderloom.definition.schedule import Schedule
from orderloom.definition.select import Select
from orderloom.diagnostics import Cause
from orderloom.flow.command import Tick
from orderloom.flow.effect import Ticked
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.draft import Draft
from orderloom.kernel.metrics.clock import CLOCK
from orderloom.kernel.metrics.keeping import work_out
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons
from orderloom.kernel.rehearsal import nobody


def tick(work: Overlay, command: Tick) -> tuple[Draft | None, Reasons]:
    """Let a schedule run, or tell that its instant was missed."""
    if command.schedule == CLOCK:
        work_out(work)
        return None, GRANTED
    schedule = work.program.flow.schedules[command.schedule]
    path = "at" if schedule.every is None else "every"
    cause = Cause(definition=f"schedule/{schedule.id}", path=path, place=schedule.place)
    work.effects.append(
        Ticked(
            record="",
            record_id=None,
            cause=cause,
            schedule=schedule.id,
            due=work.now,
            missed=command.missed,
        )
    )
    event = {"due": work.now}
    name = f"schedule.{schedule.id}.{'missed' if command.missed else 'ran'}"
    work.emit(name, None, dict(event))
    if not command.missed:
        do = schedule.do if schedule.each is None else (_spread(schedule, schedule.each, cause),)
        run_separately(work, nobody(work, ""), do, event, f"schedule/{schedule.id}")
    return None, GRANTED


def _spread(schedule: Schedule, each: Select, cause: Cause) -> ForEachRecord:
    """Give what leaves a job behind for the records chosen at this instant."""
    name = f"schedule/{schedule.id}"
    return ForEachRecord(cause=cause, name=name, select=each, do=schedule.do, keeps_event=("due",))
