"""Every action of a flow, with the definition it stands in and the record it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from orderloom.definition.action import (
    AWAITED,
    Action,
    Actions,
    Ask,
    Call,
    Choose,
    ForEachItem,
    ForEachRecord,
    Later,
    OpenCase,
    Push,
    Use,
)
from orderloom.definition.flow import Flow
from orderloom.definition.tree import every_branch


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """An action and whose record it acts on, "" without one.

    ``is_own``: the record that the definition is about.
    """

    record: str
    action: Action
    is_own: bool = True


def all_acting(flow: Flow) -> tuple[Acting, ...]:
    """Give every action of all definitions, those inside others and those for later too."""
    found: list[Acting] = []
    for machine in flow.machines.values():
        lists = [actions for s in machine.states.values() for actions in (s.enter, s.leave)]
        lists += [transition.do for transition in machine.transitions]
        lists += [(way.via,) for way in machine.transitions if way.via is not None]
        for actions in lists:
            found += within(machine.record, actions)
    for record, later in _laters(flow):
        found += within(record, later.do)
    for record, actions in _definitions(flow):
        found += within(record, actions)
    return tuple(found)


def _definitions(flow: Flow) -> Iterator[tuple[str, Actions]]:
    """Give what rules, trees, playbooks and schedules do, with the record type, "" for none."""
    for rule in flow.rules.values():
        yield rule.record, rule.do
        if rule.lasting is not None:
            yield rule.record, rule.lasting.recovered
    for tree in flow.trees.values():
        for branch in every_branch(tree):
            yield tree.record, branch.do
    for playbook in flow.playbooks.values():
        yield playbook.record, playbook.do
    for schedule in flow.schedules.values():
        yield "" if schedule.each is None else schedule.each.record, schedule.do


def _laters(flow: Flow) -> Iterator[tuple[str, Later]]:
    """Give every later with the record type it acts on; those of a case act on the case."""
    for machine in flow.machines.values():
        for state in machine.states.values():
            yield from ((machine.record, later) for later in state.later)
    for opening in flow.openings.values():
        yield from ((opening.record, later) for later in opening.later)


def within(record: str, actions: Actions, *, is_own: bool = True) -> Iterator[Acting]:
    """Give actions about a record type and all those inside them, in file order."""
    for action in actions:
        subject = action.of_record or record
        on_own = is_own and action.of is None
        yield Acting(record=subject, action=action, is_own=on_own)
        match action:
            case Choose(branches=branches):
                for branch in branches:
                    yield from within(record, branch.do, is_own=is_own)
            case ForEachItem(do=do):
                yield from within(record, do, is_own=is_own)
            case ForEachRecord(select=select, do=do):
                yield from within(select.record, do, is_own=False)
            case Use(may=may):
                yield from within(subject, may, is_own=on_own)
            case OpenCase(then=then) | Ask(then=then) | Call(then=then) | Push(then=then):
                yield from within(subject, then, is_own=on_own)
            case _:
                pass
        if not isinstance(action, AWAITED):
            yield from within(record, action.then, is_own=is_own)
        about = subject if isinstance(action, AWAITED) else record
        yield from within(about, action.otherwise or (), is_own=is_own)
