"""The table of a machine, compiled from a Machine of the library ``transitions``."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from transitions import Machine as Resolver

from orderloom.definition.machine import Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Transitions by the state they leave, by name, and those that fire by themselves."""

    leaving: Mapping[str, tuple[Transition, ...]]
    named: Mapping[str, tuple[Transition, ...]]
    automatic: Mapping[str, tuple[Transition, ...]]


Paths = Mapping[str, tuple[str, ...]]


def read_table(
    states: tuple[str, ...],
    initial: str,
    ways: tuple[Transition, ...],
    paths: Paths = MappingProxyType({}),
) -> Table:
    """Give the table of a machine; every state is a key, one without ways maps to ().

    The library resolves which ways leave a state; the table keeps them in file order, those of
    inner states before those of the states around them.
    """
    resolver = _resolver(states, initial, ways)
    order = {str(index): way for index, way in enumerate(ways)}
    leaving: dict[str, tuple[Transition, ...]] = {}
    for state in states:
        found = [
            trigger for trigger in order if resolver.get_transitions(trigger=trigger, source=state)
        ]
        leaving[state] = _inner_first([order[trigger] for trigger in found], paths.get(state))
    named: dict[str, tuple[Transition, ...]] = {}
    for way in ways:
        named[way.name] = (*named.get(way.name, ()), way)
    automatic = {
        state: tuple(way for way in each if way.automatic) for state, each in leaving.items()
    }
    return Table(leaving=leaving, named=named, automatic=automatic)


def _inner_first(ways: list[Transition], path: tuple[str, ...] | None) -> tuple[Transition, ...]:
    """Put the ways of the inner states of a path first; ``any`` is as far out as can be."""
    if path is not None:
        ways = sorted(ways, key=lambda way: -max(_depths(way, path), default=0))
    return tuple(ways)


def _depths(way: Transition, path: tuple[str, ...]) -> list[int]:
    return [depth for depth, state in enumerate(path) if state in way.written]


def _resolver(states: tuple[str, ...], initial: str, ways: tuple[Transition, ...]) -> Resolver:
    """Give the library's machine; a way's trigger is its ordinal, for names may repeat."""
    return Resolver(
        model=None,
        states=list(states),
        initial=initial,
        auto_transitions=False,
        transitions=[
            {"trigger": str(index), "source": list(way.origins), "dest": way.target}
            for index, way in enumerate(ways)
        ],
    )
