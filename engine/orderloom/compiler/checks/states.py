"""Can every state be reached, and left, as it should?"""

from orderloom.compiler.checks.producers import observed_states
from orderloom.compiler.checks.proving import Proofs, depends_on_settings
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.flow import Flow
from orderloom.definition.machine import Machine, Transition


def check_states(draft: Draft, flow: Flow) -> None:
    """Refuse states and transitions that nothing leads to, dead ends, ways out of final states."""
    for machine in flow.machines.values():
        if flow.records[machine.record].built_in:
            continue
        observed = observed_states(flow, machine)
        _check_reached(draft, machine, observed)
        _check_left(draft, machine, is_observed=bool(observed))
        _check_endless(draft, machine)
        _check_shadowed(draft, machine, observed, Proofs(draft, flow, machine.record))


def _check_reached(draft: Draft, machine: Machine, observed: frozenset[str]) -> None:
    start = {machine.initial, *(machine.beginning(state) for state in observed)}
    reached = {each for state in _reachable(machine, start) for each in machine.path(state)}
    for state in machine.states.values():
        if state.name not in reached:
            draft.findings.error("OL444", state.place, state=state.name, machine=machine.id)


def _reachable(machine: Machine, start: set[str]) -> set[str]:
    found = set(start)
    waiting = list(start)
    while waiting:
        for way in machine.leaving[waiting.pop()]:
            if way.target not in found:
                found.add(way.target)
                waiting.append(way.target)
    return found


def _check_left(draft: Draft, machine: Machine, *, is_observed: bool) -> None:
    """Refuse dead ends; a channel that owns the machine may lead out of any state."""
    owned = machine.owner is not None and is_observed
    for state in machine.states.values():
        if state.name in machine.beginnings:  # a record stands in one of its inner states
            continue
        ways = [way for way in machine.leaving[state.name] if way.target != state.name]
        if not ways and not state.final and not owned:
            draft.findings.error("OL445", state.place, state=state.name, machine=machine.id)
        if ways and state.final and not is_observed:
            draft.findings.error(
                "OL446",
                ways[0].cause.place,
                related=state.place,
                state=state.name,
                transition=ways[0].name,
            )


def _check_shadowed(
    draft: Draft, machine: Machine, observed: frozenset[str], proofs: Proofs
) -> None:
    """Refuse a transition before which others of its name always fit, wherever it begins."""
    for way in machine.transitions:
        takers = [_takers(machine, state, way, proofs) for state in way.origins]
        if takers and all(takers) and way.target not in observed:
            place, related = way.cause.place, takers[0][-1].cause.place
            draft.findings.error("OL472", place, related=related, transition=way.name)


def _takers(
    machine: Machine, state: str, way: Transition, proofs: Proofs
) -> tuple[Transition, ...]:
    """Give those of a way's name that are taken before it in a state whenever it would fit."""
    named = [each for each in machine.leaving[state] if each.name == way.name]
    above = named[: named.index(way)]
    for each in above:
        if not each.when:
            return (each,)
    asked = [*way.when, *(condition for each in above for condition in each.when)]
    if not above or any(map(depends_on_settings, asked)):
        return ()
    if proofs.never(way.when) or not proofs.never(way.when, [each.when for each in above]):
        return ()
    return tuple(above)


def _check_endless(draft: Draft, machine: Machine) -> None:
    """Refuse a circle of automatic transitions that nothing ever stops."""
    onward = {
        state: ways[0] for state, ways in machine.automatic.items() if ways and not ways[0].when
    }
    for start in machine.states:
        path = [start]
        while path[-1] in onward and onward[path[-1]].target not in path:
            path.append(onward[path[-1]].target)
        if path[-1] in onward and onward[path[-1]].target == start:
            cycle = " → ".join((*path, start))
            draft.findings.error("OL430", onward[start].cause.place, cycle=cycle)
            return
