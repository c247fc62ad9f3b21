"""Jobs: actions over many records, each with a command and a place in a commit of its own."""

from datetime import datetime
from typing import Any, Literal, TypeAlias

from msgspec import Struct, structs

JobState: TypeAlias = Literal["waiting", "paused", "over"]


class Job(Struct, frozen=True, kw_only=True):
    """Work that a decision leaves behind: one command for every record, in order.

    Attributes:
        id: Unique for ever.
        name: The ``for_each``, schedule or playbook behind it; unique in the flow.
        record: Type of the records.
        ids: The records, in the order of the selection, as they were chosen at ``now``.
        now: The instant of every command: that of the decision, however late it is worked.
        event: Parts of ``event`` that the actions read; frozen.
        results: Results of earlier actions that they read, and loop items; frozen.
        this: Values of the outer record that they read; frozen; None without one.
        user: Who set it off, as ``user`` of expressions; None: nobody did.
        take: Stop when so many succeeded; None: all are worked.
        path: Names of the jobs that led here, this one last; none leads to itself.
    """

    id: str
    name: str
    record: str
    ids: tuple[str, ...]
    now: datetime
    event: dict[str, Any]
    results: dict[str, Any]
    this: dict[str, Any] | None = None
    user: dict[str, Any] | None = None
    take: int | None = None
    path: tuple[str, ...] = ()


class JobChange(Struct, frozen=True, kw_only=True):
    """How far a job is: ``cursor`` records are worked, of which ``succeeded`` were not refused.

    ``steers``: this changes nothing but the state, and it stays where it is.
    """

    job: Job
    cursor: int = 0
    succeeded: int = 0
    state: JobState = "waiting"
    steers: bool = False

    def moved(self, *, succeeded: bool) -> "JobChange":
        """Give the job after its next record was worked."""
        cursor = self.cursor + 1
        number = self.succeeded + succeeded
        enough = self.job.take is not None and number >= self.job.take
        is_over = enough or cursor >= len(self.job.ids)
        return JobChange(
            job=self.job,
            cursor=cursor,
            succeeded=number,
            state="over" if is_over else "waiting",
        )

    def steered(self, state: JobState) -> "JobChange":
        """Give the job where it is, in another state."""
        return structs.replace(self, state=state, steers=True)
