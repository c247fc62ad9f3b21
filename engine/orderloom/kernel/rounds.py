"""The lists of actions of a flow that are run by their names: by jobs, brakes, and at ends."""

from dataclasses import replace
from typing import NamedTuple

from orderloom.definition.action import Actions, EndReserve
from orderloom.definition.flow import Flow
from orderloom.definition.rule import Rule
from orderloom.definition.tree import every_branch
from orderloom.diagnostics import Cause


class Round(NamedTuple):
    """What a job does with each record; ``item`` names it, ``path`` says where it stands."""

    do: Actions
    path: str
    cause: Cause
    item: str | None = None


def rounds_of(flow: Flow) -> dict[str, Round]:
    """Give what each job does, by its name."""
    found = {
        name: Round(spread.do, f"{spread.cause.path}.do", spread.cause, spread.item)
        for name, spread in flow.spreads.items()
    }
    for schedule in flow.schedules.values():
        if schedule.each is not None:
            name = f"schedule/{schedule.id}"
            found[name] = Round(
                schedule.do, "do", Cause(definition=name, path="do", place=schedule.place)
            )
    return found


def lists_of(flow: Flow) -> dict[str, Round]:
    """Give every list that a brake may park, but those of timers, by its name."""
    found = rounds_of(flow)
    for rule in flow.rules.values():
        name = f"rule/{rule.id}"
        found[name] = Round(rule.do, "do", Cause(definition=name, path="do", place=rule.place))
        if rule.lasting is not None:
            recovered = rule.lasting.recovered
            cause = Cause(definition=name, path="recovered", place=rule.place)
            found[f"{name}.recovered"] = Round(recovered, "recovered", cause)
    for playbook in flow.playbooks.values():
        if playbook.bulk:
            name = f"playbook/{playbook.id}"
            cause = Cause(definition=name, path="do", place=playbook.place)
            found[name] = Round(playbook.do, "do", cause)
    for tree in flow.trees.values():
        for branch in every_branch(tree):
            found[f"tree/{branch.path}"] = Round(branch.do, branch.path, branch.cause)
    return found


class Closing(NamedTuple):
    """What an event does with a reservation; ``reservation`` is its name."""

    reservation: str
    end: EndReserve


def closing_of(flow: Flow) -> dict[str, tuple[Closing, ...]]:
    """Give the reservations that an event ends, by the event."""
    found: dict[str, tuple[Closing, ...]] = {}
    for reserve in flow.reserves.values():
        for event, how in reserve.ends:
            path = f"{reserve.cause.path}.ends.{event}"
            cause = replace(reserve.cause, path=path)
            closing = Closing(reserve.name, EndReserve(cause=cause, stock=reserve.stock, how=how))
            found[event] = (*found.get(event, ()), closing)
    return found


def watching_of(flow: Flow) -> dict[str, tuple[Rule, ...]]:
    """Give the lasting rules to be judged when a record of a type changes, by that type."""
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in flow.rules.values():
        if rule.lasting is not None and rule.record:
            for name in {rule.record, *rule.lasting.watch.names}:
                found[name] = (*found.get(name, ()), rule)
    return found
