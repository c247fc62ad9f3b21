"""Every action of a flow, with the definition it stands in and the record it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from orderloom.definition.action import Action, Actions, Choose
from orderloom.definition.flow import Flow


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """An action and whose record it acts on."""

    record: str
    action: Action


def all_acting(flow: Flow) -> tuple[Acting, ...]:
    """Give every action of all machines and rules, those inside ``else`` and ``choose`` too."""
    found: list[Acting] = []
    for machine in flow.machines.values():
        lists = [actions for s in machine.states.values() for actions in (s.enter, s.leave)]
        lists += [transition.do for transition in machine.transitions]
        for actions in lists:
            found += [Acting(record=machine.record, action=each) for each in within(actions)]
    for rule in flow.rules.values():
        found += [Acting(record=rule.record, action=each) for each in within(rule.do)]
    return tuple(found)


def within(actions: Actions) -> Iterator[Action]:
    """Give actions and all those inside them, in file order."""
    for action in actions:
        yield action
        if isinstance(action, Choose):
            for branch in action.branches:
                yield from within(branch.do)
        yield from within(action.otherwise or ())
