"""Every check of the contract of functions can fail: one that is broken in one way fails there."""

import pytest
from tests.contract.proving import checks_of, failed_checks

from orderloom.ports.functions import Argument, ExpressionFunction
from orderloom.testing.contract import FunctionContract, FunctionRig

CHECKS = checks_of(FunctionContract)


def first(items):
    return items[0] if items else None


def sound(**parts):
    given = {
        "name": "first_of",
        "takes": (Argument("items", "list of text"),),
        "gives": "text",
        "en": "the first",
        "zh": "第一个",
        "run": first,
    }
    return ExpressionFunction(**(given | parts))


class Remembering:
    def __init__(self):
        self.times = 0

    def __call__(self, items):
        self.times += 1
        return items[0] if items == ["a", "b"] else str(self.times)


def taking_away(items):
    return items.pop(0) if items else None


MUTANTS = {
    "a word of the language": (sound(name="count"), {"test_it_is_what_it_says_it_is"}),
    "another version": (sound(api=2), {"test_it_is_what_it_says_it_is"}),
    "another value": (
        sound(run=lambda items: items[-1] if items else None),
        {"test_its_examples_come_out"},
    ),
    "a memory": (sound(run=Remembering()), {"test_the_same_arguments_give_the_same_value"}),
    "thrift": (sound(run=taking_away), {"test_its_arguments_stay_as_they_were"}),
    "faith in its arguments": (
        sound(run=lambda items: items[0]),
        {
            "test_it_fails_on_no_value_of_its_types",
            "test_the_same_arguments_give_the_same_value",
            "test_its_arguments_stay_as_they_were",
        },
    ),
    "another type": (
        sound(gives="integer"),
        set(CHECKS) - {"test_it_is_what_it_says_it_is"},
    ),
}


def failing(function):
    def rig():
        return FunctionRig(function=function, examples=[([["a", "b"]], "a")])

    return failed_checks(FunctionContract, rig)


def test_a_sound_function_passes():
    assert failing(sound()) == set()


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_one_fails_where_it_is_broken(mutant):
    function, checks = MUTANTS[mutant]
    assert failing(function) == checks


def test_a_rig_without_examples_fails():
    class Empty(FunctionContract):
        def rig(self):
            return FunctionRig(function=sound(), examples=[])

    with pytest.raises(AssertionError, match="no example"):
        Empty().test_its_examples_come_out()


def test_every_check_is_proved():
    proved = set.union(*(checks for _, checks in MUTANTS.values()))
    assert proved == set(CHECKS)
