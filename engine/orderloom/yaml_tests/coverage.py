"""What of a flow its tests have reached: states, transitions, branches, and what acts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from orderloom.compiler.checks.acting import all_acting
from orderloom.definition.action import Choose
from orderloom.definition.flow import Flow
from orderloom.definition.tree import every_branch
from orderloom.diagnostics import Cause
from orderloom.flow.decision import Decision
from orderloom.flow.effect import AnyEffect, Judged, Moved, PlaybookRun, Ticked
from orderloom.flow.record import Record
from orderloom.flow.rule_effect import Lasted
from orderloom.flow.tree_effect import BranchBegan

KINDS = ("states", "transitions", "branches", "rules", "playbooks", "schedules")


@dataclass(slots=True)
class Coverage:
    """What there is to reach, by kind, and what was reached."""

    all: Mapping[str, frozenset[str]]
    reached: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})

    def note(self, flow: Flow, decisions: Iterable[Decision]) -> None:
        """Take in what a play's decisions did."""
        for decision in decisions:
            for change in decision.changes:
                self.reached["states"] |= _states(flow, change.after)
            for effect in decision.effects:
                self._note_effect(effect)

    def _note_effect(self, effect: AnyEffect) -> None:
        match effect:
            case Moved(machine=machine):
                self.reached["states"].add(f"{machine}.{effect.state}")
                self.reached["transitions"].add(f"{machine}.{effect.transition}")
            case Lasted(rule=rule, step="started"):
                self.reached["rules"].add(rule)
            case Judged(cause=Cause() as cause):
                self._note_judged(effect, cause)
            case BranchBegan(cause=Cause() as cause):
                self.reached["branches"].add(_branch(cause))
            case PlaybookRun(playbook=name):
                self.reached["playbooks"].add(name)
            case Ticked(schedule=name, missed=False):
                self.reached["schedules"].add(name)
            case _:
                pass

    def _note_judged(self, effect: Judged, cause: Cause) -> None:
        if effect.branch is not None:
            self.reached["branches"].add(_branch(cause))
        kind, _, name = cause.definition.partition("/")
        if kind == "rule":
            self.reached["rules"].add(name)

    def missing(self, kind: str) -> list[str]:
        """Name what was not reached."""
        return sorted(self.all[kind] - self.reached[kind])

    def document(self) -> dict[str, object]:
        """Give, by kind, ``all`` and ``reached`` as numbers and ``missing`` as names."""
        return {
            kind: {
                "all": len(self.all[kind]),
                "reached": len(self.all[kind] & self.reached[kind]),
                "missing": self.missing(kind),
            }
            for kind in KINDS
        }


def nothing_reached(flow: Flow) -> Coverage:
    """Give what there is to reach in a flow; what is built in does not count."""
    machines = [each for each in flow.machines.values() if not flow.records[each.record].built_in]
    branches = {
        _branch(branch.cause)
        for each in all_acting(flow)
        if isinstance(each.action, Choose)
        for branch in each.action.branches
    }
    for tree in flow.trees.values():
        branches |= {_branch(branch.cause) for branch in every_branch(tree)}
    return Coverage(
        {
            "states": frozenset(
                f"{each.id}.{state}"
                for each in machines
                for state in each.states
                if state not in each.beginnings
            ),
            "transitions": frozenset(
                f"{each.id}.{name}" for each in machines for name in each.named
            ),
            "branches": frozenset(branches),
            "rules": frozenset(flow.rules),
            "playbooks": frozenset(flow.playbooks),
            "schedules": frozenset(flow.schedules),
        }
    )


def _states(flow: Flow, record: Record) -> set[str]:
    fields = flow.records[record.type].state_fields
    return {f"{machine}.{record.values.get(name)}" for name, machine in fields.items()}


def _branch(cause: Cause) -> str:
    return f"{cause.definition} {cause.path}"
