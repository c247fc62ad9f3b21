"""A machine as a table: state and name of a transition give what may be taken, in file order."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from orderloom.definition.machine import Machine, Transition
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.surroundings import Surroundings

Edges: TypeAlias = Mapping[str, Mapping[str, tuple[Transition, ...]]]
"""State to transition name to all of that name that leave it."""


def edges_of(machine: Machine) -> Edges:
    """Give the table of a machine; an end state maps to nothing."""
    table: dict[str, dict[str, tuple[Transition, ...]]] = {}
    for state, leaving in machine.leaving.items():
        by_name = table[state] = {}
        for transition in leaving:
            by_name[transition.name] = (*by_name.get(transition.name, ()), transition)
    return table


def admitted(
    transitions: Sequence[Transition],
    values: Mapping[str, Any],
    inputs: Mapping[str, Any],
    around: Surroundings,
) -> Transition | None:
    """Give the first that has its inputs and whose guards are all true; None: none has."""
    for transition in transitions:
        if transition.inputs and any(inputs.get(name) is None for name in transition.inputs):
            continue
        try:
            for condition in transition.when:
                if condition.compiled.evaluate(values, around) is not True:
                    break
            else:
                return transition
        except TROUBLE:
            continue  # ``refusal.unmet`` says what is wrong with it
    return None


def crossing(
    machine: Machine, was: str | None, target: str, aim: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the states that are left, the innermost first, and entered, the outermost first.

    What lies around both ends stays, unless the way leads to it itself: then it begins anew.
    """
    here = () if was is None else machine.path(was)
    there = machine.path(target)
    if not machine.paths:
        return here, there
    goal = machine.path(aim or target)
    shared = 0
    while shared < min(len(here), len(goal)) and here[shared] == goal[shared]:
        shared += 1
    if shared == len(goal):
        shared -= 1
    return here[shared:][::-1], there[shared:]
