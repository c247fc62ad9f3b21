"""The contract of actions: the same question, the same answer, and nothing but an answer."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from typing import Any, get_args

from jsonschema import Draft202012Validator

from orderloom.errors import PluginBroken
from orderloom.expression.rebuilding import NotOfType, rebuilt, rebuilt_freely
from orderloom.kernel.actions.use import as_json
from orderloom.plugins.actions import action_from
from orderloom.plugins.extending import ACTIONS
from orderloom.ports.actions import Outcome, PluginAction, Refusal, SetFields, Wish
from orderloom.testing.contract.rig import demand

_NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@dataclass(kw_only=True)
class Asked:
    """What an action is asked, and what must come of it."""

    given: Mapping[str, Any]
    outcome: Outcome | Refusal
    record: Mapping[str, Any] = field(default_factory=dict)
    now: datetime = _NOW


@dataclass(kw_only=True)
class ActionRig:
    """An action, and examples of what it decides; one at least is no refusal."""

    action: PluginAction
    examples: Sequence[Asked]


class ActionContract:
    """Subclass this in a test module and give it ``rig``."""

    def rig(self) -> ActionRig:
        """Give the action with its examples."""
        raise NotImplementedError

    def test_it_is_what_it_says_it_is(self) -> None:
        """Name, schema, types and texts can be believed."""
        action = self.rig().action
        try:
            action_from(EntryPoint(action.name, "tested:ACTION", ACTIONS), action)
        except PluginBroken as broken:
            raise AssertionError(f"{broken.code} {dict(broken.facts)}") from broken

    def test_its_examples_come_out(self) -> None:
        """Each gives what it must give."""
        rig = self.rig()
        kinds = [type(each.outcome) for each in rig.examples]
        demand(Outcome in kinds, "there is no example that is no refusal")
        for each in rig.examples:
            found = _asked(rig.action, each)
            demand(found == each.outcome, f"{found!r} instead of {each.outcome!r}")

    def test_its_examples_are_as_declared(self) -> None:
        """What they hand over fits ``takes``."""
        rig = self.rig()
        validator = Draft202012Validator(dict(rig.action.takes))
        for each in rig.examples:
            faults = list(validator.iter_errors(as_json(each.given)))
            demand(not faults, f"not as declared: {[one.message for one in faults[:1]]}")

    def test_its_results_are_of_their_types(self) -> None:
        """Every part of a result is declared and is a value, and so is what it wishes to write."""
        action = self.rig().action
        for each in self._questions():
            found = _asked(action, each)
            if isinstance(found, Outcome):
                _check_outcome(action, found)

    def test_the_same_question_has_the_same_answer(self) -> None:
        """A dry run asks as well, and a message may be worked twice."""
        action = self.rig().action
        for each in self._questions():
            first, second = (_asked(action, each) for _ in range(2))
            demand(first == second, f"{first!r}, then {second!r}")

    def test_what_it_is_given_stays_as_it_was(self) -> None:
        """The engine gives copies; who calls it elsewhere need not."""
        action = self.rig().action
        for each in self._questions():
            given, record = deepcopy(dict(each.given)), deepcopy(dict(each.record))
            _run(action, given, record, each.now)
            is_same = (given, record) == (dict(each.given), dict(each.record))
            demand(is_same, f"{each.given!r} and {each.record!r} became {given!r} and {record!r}")

    def test_what_may_be_left_out_may_be_left_out(self) -> None:
        """It answers without any input that is not required, and without any of the record."""
        action = self.rig().action
        for each in self._questions():
            _asked(action, each)

    def _questions(self) -> Iterator[Asked]:
        """Give the examples, and each without one of what need not be there."""
        rig = self.rig()
        required = rig.action.takes.get("required", ())
        for each in rig.examples:
            yield each
            for name in each.given:
                if name not in required:
                    yield _without(each, given=name)
            for name in each.record:
                yield _without(each, record=name)
            yield Asked(given=each.given, outcome=each.outcome, now=each.now)


def _without(asked: Asked, *, given: str = "", record: str = "") -> Asked:
    return Asked(
        given={name: value for name, value in asked.given.items() if name != given},
        record={name: value for name, value in asked.record.items() if name != record},
        outcome=asked.outcome,
        now=asked.now,
    )


def _asked(action: PluginAction, asked: Asked) -> Outcome | Refusal:
    return _run(action, deepcopy(dict(asked.given)), deepcopy(dict(asked.record)), asked.now)


def _run(
    action: PluginAction, given: dict[str, Any], record: dict[str, Any], now: datetime
) -> Outcome | Refusal:
    found: object
    try:
        found = action.run(given, record, now)
    except (Exception, SystemExit) as error:
        raise AssertionError(f"{type(error).__name__} of {given!r:.200}") from error
    if isinstance(found, Outcome | Refusal):
        return found
    raise AssertionError(f"{type(found).__name__} is neither an outcome nor a refusal")


def _check_outcome(action: PluginAction, found: Outcome) -> None:
    unknown = set(found.result) - set(action.gives)
    demand(not unknown, f"{sorted(map(str, unknown))} is not declared")
    for wish in found.wishes:
        demand(isinstance(wish, get_args(Wish)), f"{type(wish).__name__} is no wish")
    written = [w.values for w in found.wishes if isinstance(w, SetFields)]
    try:
        for name, value in found.result.items():
            rebuilt(value, action.gives[name])
        for values in written:
            rebuilt_freely(dict(values))
    except NotOfType as unlike:
        raise AssertionError(f"{unlike.found} is no value of its type") from unlike
