"""Putting a version of a flow in force by hand, going back to an earlier one, and what it does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from orderloom.app.acting import actor
from orderloom.app.application import Application
from orderloom.app.carriers import carriers_of
from orderloom.app.checking import check_folder
from orderloom.app.versions import Entry, How, way_back
from orderloom.definition.flow import Flow
from orderloom.errors import DefinitionInvalid, OrderloomError
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.deploy_effect import Finishes, Migrated, Renamed
from orderloom.flow.effect import FieldChanged
from orderloom.flow.timer_effect import TimerOverdue
from orderloom.flow.version import Version
from orderloom.foresight.dry_desk import DryDesk
from orderloom.governance.change import Change
from orderloom.kernel.deploying import MIGRATION
from orderloom.kernel.program import Program
from orderloom.runtime.desk import LiveDesk


@dataclass(slots=True)
class Deployment:
    """What a deployment did, or would do.

    Attributes:
        decision: What was decided; None: nothing had to be, for it is in force or the first.
        records: Number of records that had a turn.
        moves: Machine, state left and state entered to the number of records.
        renames: Record type, field that is gone and field that has its values to their number.
        finishing: Machine, state and version to the number of records that finish under it.
        overdue: Number of timers that are over by what the new version says, and did not run.
        sets: Record type and field to the number of records in which it got another value.
    """

    decision: Decision | None = None
    records: int = 0
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    renames: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    sets: Counter[tuple[str, str]] = field(default_factory=Counter)
    finishing: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    overdue: int = 0

    def add(self, batch: Batch) -> None:
        """Count what a batch makes of records."""
        for decision in batch.decisions:
            if decision.command != "each" or decision.origin.where != MIGRATION:
                continue
            self.records += 1
            told: set[tuple[str, str]] = set()
            for effect in decision.effects:
                match effect:
                    case Migrated(machine=machine, was=was, state=state):
                        self.moves[machine, was, state] += 1
                    case Renamed(record=record, field=name, into=into):
                        self.renames[record, name, into] += 1
                    case FieldChanged(record=record, field=name):
                        told.add((record, name))
                    case Finishes(machine=machine, state=state, version=number):
                        self.finishing[machine, state, number] += 1
                    case TimerOverdue():
                        self.overdue += 1
                    case _:
                        pass
            self.sets.update(told)


def deploy(app: Application, folder: Path, who: str, *, for_real: bool) -> Deployment:
    """Put a folder's definitions in force.

    Args:
        app: The store, under the version that is in force or the folder's.
        folder: The definitions.
        who: The person, as ``role`` or ``role/person``.
        for_real: Else nothing is written, and it is said what would be.

    Raises:
        DefinitionInvalid: They have errors, or records stand in the way.
        OrderloomError: There is no such role.
    """
    checked = check_folder(folder, app.flow.environment)
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    kept = _entry(app).kept
    step = _step(app, kept.ready(checked.flow, app.stores.versions))
    if step.is_over:
        actor(app, who)  # a role that there is not is said all the same
        return Deployment()
    return _put(app, step, step.change(), who, for_real=for_real)


def rollback(app: Application, number: int | None, who: str, *, for_real: bool) -> Deployment:
    """Put an earlier version's content in force again, as a new version.

    Args:
        app: The store, under the version that is in force.
        number: The version; None: the one before.
        who: The person, as ``role`` or ``role/person``.
        for_real: Else nothing is written, and it is said what would be.

    Raises:
        DefinitionInvalid: Records stand in the way.
        OrderloomError: There is no such version (OL728), or no such role.
    """
    entry = _entry(app)
    versions = app.stores.versions.every()
    target = _target(versions, number)
    flow = entry.kept.flow(app.stores.versions, target.digest)
    change = way_back(app.stores, entry.kept, target, flow)
    earlier = entry.kept.with_earlier(flow, change.keeps, app.stores.versions)
    return _put(app, _step(app, earlier), change, who, for_real=for_real)


def _target(versions: Sequence[Version], number: int | None) -> Version:
    """Choose the version to go back to: without a number the last with another content."""
    now = versions[-1].digest if versions else ""
    others = [each for each in versions if each.digest != now]
    fitting = [each for each in others if number in (None, each.number)]
    if not fitting:
        wanted = "–" if number is None else str(number)
        known = ", ".join(str(each.number) for each in others) or "–"
        raise OrderloomError("OL728", version=wanted, known=known)
    return fitting[-1]


def _step(app: Application, flow: Flow) -> Entry:
    """Give the step to another version of the flow in the application's store."""
    program = Program(flow, carriers_of(flow, app.connectors))
    return Entry(flow, program, app.stores.under(flow), _entry(app).kept, app.clock)


def _put(app: Application, step: Entry, change: Change, who: str, *, for_real: bool) -> Deployment:
    found = Deployment()
    desk = LiveDesk(step.stores) if for_real else DryDesk(step.stores)
    how: How = "rollback" if change.is_back else "deploy"
    found.decision = step.deploy(desk, change, how, actor(app, who), found.add)
    return found


def _entry(app: Application) -> Entry:
    assert app.entry is not None  # noqa: S101 - it was opened from a folder
    return app.entry
