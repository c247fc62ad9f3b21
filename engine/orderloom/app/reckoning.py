"""What many decisions come to: how many were worked, refused and parked, and what goes out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from orderloom.flow.decision import Batch, Decision
from orderloom.flow.effect import AnyEffect, Called, Created, Notified, Pushed, Refused, Why
from orderloom.flow.rule_effect import Parked
from orderloom.kernel.program import PLAYBOOK

SAMPLES = 3
"""So many records are told in sentences."""

MOST_ALIKE = 10
"""So many wordings of one code are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What goes out, and what is opened for people.

    Attributes:
        messages: Numbers by (message, medium).
        calls: Numbers by ``connection.operation``.
        irreversible: Those among both that cannot be taken back, by message or operation.
        cases: Numbers by case type.
    """

    messages: Mapping[tuple[str, str], int]
    calls: Mapping[str, int]
    irreversible: Mapping[str, int]
    cases: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """How many records are refused for one reason; ``record_id`` is one of them."""

    why: Why
    number: int
    record_id: str | None


class _Refusals:
    """Refusals that say the same, together; which record it is makes no difference.

    Where a reason reads otherwise at nearly every record, all of its code are one.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, ...], Refusal] = {}

    def add(self, reason: Why, record_id: str | None) -> None:
        """Count a refusal with those like it."""
        told = {name: text for name, text in reason.facts.items() if text != record_id}
        key = (reason.code, repr(sorted(told.items())), repr(reason.title))
        first = self._found.get(key) or Refusal(why=reason, number=0, record_id=record_id)
        self._found[key] = replace(first, number=first.number + 1)

    def all(self) -> Sequence[Refusal]:
        """Give them, most first."""
        kinds = Counter(code for code, *_ in self._found)
        together: dict[tuple[str, ...], Refusal] = {}
        for key, each in self._found.items():
            place = key[:1] if kinds[key[0]] > MOST_ALIKE else key
            first = together.get(place) or replace(each, number=0)
            together[place] = replace(first, number=first.number + each.number)
        return sorted(together.values(), key=lambda each: -each.number)


def refusals_of(decisions: Iterable[Decision]) -> Sequence[Refusal]:
    """Give why decisions were refused, by reason, most first."""
    refusals = _Refusals()
    for decision in decisions:
        for reason in decision.reasons[:1]:
            refusals.add(reason, decision.record_id)
    return refusals.all()


class Reckoning:
    """Adds up what a job's decisions, and those that follow from them, do.

    Attributes:
        worked: Records whose turn came.
        parked: Records at which a brake stopped the playbook.
        samples: The decisions of the first few records at which something would be done.
    """

    def __init__(self) -> None:
        self.worked = 0
        self.parked = 0
        self.samples: list[Decision] = []
        self._refused = _Refusals()
        self._messages: Counter[tuple[str, str]] = Counter()
        self._cases: Counter[str] = Counter()
        self._calls: dict[str, str] = {}
        self._final: dict[str, str] = {}

    @property
    def refused(self) -> Sequence[Refusal]:
        """Give the refusals, most first."""
        return self._refused.all()

    @property
    def costs(self) -> Costs:
        """Give what goes out; what gave way to newer calls goes nowhere."""
        return Costs(
            messages=dict(self._messages),
            calls=dict(Counter(self._calls.values())),
            irreversible=dict(Counter(self._final.values())),
            cases=dict(self._cases),
        )

    def add(self, batch: Batch, job: str | None) -> None:
        """Take in a commit; turns of ``job`` are those that are counted."""
        for decision in batch.decisions:
            names: dict[str, str] = {}
            for effect in decision.effects:
                self._add_effect(effect, names)
            for call in decision.calls:
                if call.irreversible:
                    self._final[call.id] = names.get(call.id, call.operation)
            for gone in decision.superseded:
                self._calls.pop(gone, None)
                self._final.pop(gone, None)
            if decision.command == "each" and decision.origin.message == job:
                self._add_turn(decision)

    def _add_turn(self, turn: Decision) -> None:
        self.worked += 1
        reasons = reasons_of(turn)
        if reasons:
            self._refused.add(reasons[0], turn.record_id)
        elif _is_parked(turn):
            self.parked += 1
        elif len(self.samples) < SAMPLES:
            self.samples.append(turn)

    def _add_effect(self, effect: AnyEffect, names: dict[str, str]) -> None:
        """Count an effect; ``names`` learns what each call is called."""
        match effect:
            case Notified(message=message, medium=medium, call=call):
                self._messages[message, medium] += 1
                names[call] = message
            case Called(connection=name, operation=operation, call=call):
                names[call] = self._calls[call] = f"{name}.{operation}"
            case Pushed(connection=name, operation=operation, call=call):
                names[call] = self._calls[call] = f"{name}.{operation}"
            case Created(case=str(case)):
                self._cases[case] += 1
            case _:
                pass


def reasons_of(turn: Decision) -> tuple[Why, ...]:
    """Give why a playbook was refused on a record; empty when it was not."""
    if turn.outcome == "refused":
        return turn.reasons
    name = turn.origin.where.removeprefix(f"{PLAYBOOK}/")
    found = (each for each in turn.effects if isinstance(each, Refused) and each.action == name)
    return next((each.reasons for each in found), ())


def _is_parked(turn: Decision) -> bool:
    where = turn.origin.where
    return any(isinstance(each, Parked) and each.definition == where for each in turn.effects)
