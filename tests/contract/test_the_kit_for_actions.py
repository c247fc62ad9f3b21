"""Every check of the contract of actions can fail: one that is broken in one way fails there."""

from itertools import count

import pytest
from tests.contract.proving import checks_of, failed_checks

from orderloom.ports.actions import Outcome, PluginAction, PutTag, Refusal, SetFields
from orderloom.testing.contract import ActionContract, ActionRig, Asked

CHECKS = checks_of(ActionContract)
SAID = "test_it_is_what_it_says_it_is"
TYPES = "test_its_results_are_of_their_types"
SAME = "test_the_same_question_has_the_same_answer"
STAYS = "test_what_it_is_given_stays_as_it_was"
LEFT_OUT = "test_what_may_be_left_out_may_be_left_out"
TAKES = {
    "type": "object",
    "properties": {"count": {"type": "integer"}, "names": {"type": "array"}},
    "required": ["count"],
}
EXAMPLES = [
    Asked(
        given={"count": 7, "names": ["a", "b"]},
        record={"lane": "slow"},
        outcome=Outcome(result={"level": "high"}, wishes=(PutTag("a"),)),
    ),
    Asked(given={"count": 0}, outcome=Refusal("nothing", "没有")),
]


def grade(given, record, now, *, result=None, wishes=None, end=None):
    if given["count"] == 0:
        return Refusal("nothing", "没有")
    is_whole = "names" in given and "lane" in record
    if not is_whole:
        given, record = {"names": ["a"]} | dict(given), {"lane": "slow"} | dict(record)
    if end is not None and not is_whole:
        return end()
    odd = not is_whole
    return Outcome(
        result=result if odd and result is not None else {"level": "high"},
        wishes=wishes if odd and wishes is not None else (PutTag(given["names"][0]),),
    )


def sound(run=grade, **parts):
    given = {"name": "grade", "takes": TAKES, "gives": {"level": "text"}, "en": "a", "zh": "b"}
    return PluginAction(**({**given, "run": run} | parts))


def odd(**parts):
    return sound(lambda given, record, now: grade(given, record, now, **parts))


def spoiling(given, record, now):
    found = grade(given, record, now)
    record["seen"] = True
    return found


def trusting(given, record, now):
    found = grade(given, record, now)
    given.get("names", record["lane"] if given["count"] else "")
    return found


class Remembering:
    def __init__(self):
        self.numbers = count()

    def __call__(self, given, record, now):
        return grade(given, record, now, wishes=(PutTag(f"n{next(self.numbers)}"),))


def ends():
    raise SystemExit(3)


OF_ANY = {TYPES, SAME, LEFT_OUT, STAYS}
MUTANTS = {
    "another version": (sound(api=2), {SAID}),
    "another answer": (
        sound(lambda *_: Outcome(result={"level": "low"})),
        {"test_its_examples_come_out"},
    ),
    "another input than declared": (
        sound(takes=TAKES | {"properties": {"count": {"type": "string"}}}),
        {"test_its_examples_are_as_declared"},
    ),
    "a result of another type": (odd(result={"level": 1}), {TYPES}),
    "a result that is not declared": (odd(result={"colour": "red"}), {TYPES}),
    "a wish that is none": (odd(wishes=("tag",)), {TYPES}),
    "a field that is no value": (odd(wishes=(SetFields({"lane": 0.5}),)), {TYPES}),
    "a memory": (sound(Remembering()), {SAME}),
    "a note in the record": (sound(spoiling), {STAYS}),
    "no answer": (odd(end=lambda: None), OF_ANY),
    "an end of everything": (
        odd(end=ends),
        OF_ANY,
    ),
    "faith in the record": (
        sound(trusting),
        OF_ANY,
    ),
}


def failing(action):
    def rig():
        return ActionRig(action=action, examples=EXAMPLES)

    return failed_checks(ActionContract, rig)


def test_a_sound_action_passes():
    assert failing(sound()) == set()


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_one_fails_where_it_is_broken(mutant):
    action, checks = MUTANTS[mutant]
    assert failing(action) == checks


def test_refusals_alone_prove_nothing():
    class Poor(ActionContract):
        def rig(self):
            return ActionRig(action=sound(), examples=EXAMPLES[1:])

    with pytest.raises(AssertionError, match="no refusal"):
        Poor().test_its_examples_come_out()


def test_every_check_is_proved():
    assert set.union(*(checks for _, checks in MUTANTS.values())) == set(CHECKS)
