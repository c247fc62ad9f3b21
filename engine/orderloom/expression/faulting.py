"""Which operations may stop an expression while it runs."""

from orderloom.expression.kinds import is_integer, kind
from orderloom.expression.typed import (
    Call,
    Chain,
    Comparison,
    Listing,
    Loop,
    Meaning,
    Membership,
    Step,
    Wanted,
)


def may_fault(node: Meaning) -> bool:
    """Say whether working ``node`` itself, apart from what it is made of, may raise a fault."""
    match node:
        case Wanted() | Loop():
            return True
        case Chain(steps=steps):
            return any(step_may_fault(step) for step in steps)
        case Comparison(families=families):
            return not {"any", "money"}.isdisjoint(families)
        case Membership(collection=collection, family=family):
            return family in {"any", "money"} or not isinstance(collection, Listing)
        case Call(function=function, arguments=arguments):
            bound = (each for each in arguments.values() if not isinstance(each, tuple))
            return function.located or any(kind(each.type) == "list" for each in bound)
        case _:
            return False


def step_may_fault(step: Step) -> bool:
    """Say whether one operation of a chain may raise a fault.

    Sums of decimals are not counted: no data that is let in comes near their bound.
    """
    if step.family == ("number", "number"):
        return step.operator == "*" and is_integer(step.result)
    return True
