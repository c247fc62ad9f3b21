"""A program that lets every event be heard, whether or not a rule listens to it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from orderloom.definition.flow import Flow
from orderloom.flow.decision import Decision
from orderloom.kernel.judging import Faults, Hits, Judge
from orderloom.kernel.listeners import Listeners
from orderloom.kernel.program import Carrier, Program


class Heard(NamedTuple):
    """An event: its name and parts, and the record's values as they were."""

    name: str
    parts: Mapping[str, Any]
    values: Mapping[str, Any]


class Ear:
    """Keeps what was heard while deciding, until it is known which decision was committed.

    A decision that was refused, or taken again after a clash, leaves events behind that never
    happened: ``of`` leaves them out.
    """

    def __init__(self) -> None:
        self._heard: dict[tuple[str, str], Heard] = {}

    def hear(self, parts: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Take an event in; its parts name it."""
        heard = Heard(parts["name"], dict(parts), dict(values))
        self._heard[parts["id"], heard.name] = heard

    def forget(self) -> None:
        """Forget whatever was heard: another play begins."""
        self._heard.clear()

    def of(self, decision: Decision) -> list[Heard]:
        """Give the events of a committed decision, in order, and forget them."""
        start = f"{decision.origin.message}:{decision.origin.position}"
        found = []
        for number, name in enumerate(decision.events, 1):
            heard = self._heard.pop((f"{start}:{number}", name), None)
            if heard is not None:
                found.append(heard)
        return found


class _Everything(dict[str, Listeners]):
    """Rules by event; asked whether anybody listens, it always says yes."""

    def __contains__(self, event: object) -> bool:
        del event
        return True


def _judge_nothing(s: Mapping[str, Any], e: object, hits: Hits, faults: Faults) -> None:
    """Stand in for rules where none listens."""


class WatchedProgram(Program):
    """A program whose every event reaches an ear before the rules judge it."""

    def __init__(self, flow: Flow, carriers: Mapping[str, Carrier], ear: Ear) -> None:
        super().__init__(flow, carriers)
        self._ear = ear
        self._nobody = Listeners((), (), _judge_nothing)
        self._overhearing: dict[str, Listeners] = {}
        self.listeners = _Everything(self.listeners)

    def listening(self, event: str) -> Listeners:
        """Give who listens, with the ear in front."""
        if (found := self._overhearing.get(event)) is None:
            listeners = self.listeners.get(event, self._nobody)
            found = replace(listeners, judge=self._overheard(listeners.judge))
            self._overhearing[event] = found
        return found

    def _overheard(self, judge: Judge) -> Judge:
        def hear_and_judge(s: Mapping[str, Any], e: object, hits: Hits, faults: Faults) -> None:
            self._ear.hear(getattr(e, "event", {}), s)
            judge(s, e, hits, faults)

        return hear_and_judge
