"""Every action of a flow, with the definition it stands in and the record it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from orderloom.compiler.resolve.built_in import CASE
from orderloom.definition.action import Action, Actions, Choose, Later, OpenCase
from orderloom.definition.flow import Flow
from orderloom.definition.tree import every_branch


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """An action and whose record it acts on."""

    record: str
    action: Action


def all_acting(flow: Flow) -> tuple[Acting, ...]:
    """Give every action of machines, rules and trees, those inside others and for later too."""
    found: list[Acting] = []
    for machine in flow.machines.values():
        lists = [actions for s in machine.states.values() for actions in (s.enter, s.leave)]
        lists += [transition.do for transition in machine.transitions]
        for actions in lists:
            found += [Acting(record=machine.record, action=each) for each in within(actions)]
    for record, later in _laters(flow):
        found += [Acting(record=record, action=each) for each in within(later.do)]
    for rule in flow.rules.values():
        found += [Acting(record=rule.record, action=each) for each in within(rule.do)]
    for tree in flow.trees.values():
        for branch in every_branch(tree):
            found += [Acting(record=tree.record, action=each) for each in within(branch.do)]
    return tuple(found)


def _laters(flow: Flow) -> Iterator[tuple[str, Later]]:
    """Give every later with the record type it acts on; those of a case act on the case."""
    for machine in flow.machines.values():
        for state in machine.states.values():
            yield from ((machine.record, later) for later in state.later)
    for opening in flow.openings.values():
        yield from ((CASE, later) for later in opening.later)


def within(actions: Actions) -> Iterator[Action]:
    """Give actions and all those inside them, in file order."""
    for action in actions:
        yield action
        if isinstance(action, Choose):
            for branch in action.branches:
                yield from within(branch.do)
        if isinstance(action, OpenCase):
            yield from within(action.then)
        yield from within(action.otherwise or ())
