"""Who listens to an event: rules and trees in acting order, and the function that judges them."""

from dataclasses import dataclass

from orderloom.definition.common import Condition
from orderloom.definition.rule import Rule
from orderloom.definition.tree import Branch, Tree, every_branch
from orderloom.diagnostics import Cause
from orderloom.kernel.judging import Judge, generate_judge


class TreeProgram:
    """A tree ready to be judged.

    Attributes:
        turn: How many of the rules on the event act before it.
        branches: Path to branch, those of ``else`` too.
        judged: The branches that have a condition.
        asked: Path to what decides over the branch: its own condition and those around it, of an
            ``else`` those of the branches beside it.
    """

    __slots__ = ("asked", "branches", "judged", "tree", "turn")

    def __init__(self, tree: Tree, turn: int) -> None:
        self.tree = tree
        self.turn = turn
        self.branches = {branch.path: branch for branch in every_branch(tree)}
        self.judged = tuple(each for each in self.branches.values() if each.when is not None)
        self.asked: dict[str, tuple[Condition, ...]] = {}
        self._ask(tree, ())

    def _ask(self, level: Tree | Branch, outer: tuple[Condition, ...]) -> None:
        beside = [branch.when for branch in level.branches if branch.when is not None]
        if level.otherwise is not None:
            self.asked[level.otherwise.path] = (*outer, *beside)
        for branch in level.branches:
            own = () if branch.when is None else (branch.when,)
            self.asked[branch.path] = (*outer, *own)
            self._ask(branch, (*outer, *own))


@dataclass(frozen=True, slots=True)
class Listeners:
    """The rules and trees on one event.

    Attributes:
        rules: In acting order.
        causes: Of the rules, then of the branches, by the number under which each is judged.
        judge: Judges the rules, then the branches of all trees.
        trees: In acting order.
        paths: Of the branches, in the order in which they are judged after the rules.
        ask_figures: Whether any of them has ``facts``.
    """

    rules: tuple[Rule, ...]
    causes: tuple[Cause, ...]
    judge: Judge
    trees: tuple[TreeProgram, ...] = ()
    paths: tuple[str, ...] = ()
    ask_figures: bool = False


def listeners(rules: tuple[Rule, ...], trees: tuple[Tree, ...] = ()) -> Listeners:
    """Make ready the rules and trees on one event, each in acting order.

    At one priority rules act before trees.
    """
    programs = tuple(
        TreeProgram(tree, sum(rule.priority >= tree.priority for rule in rules)) for tree in trees
    )
    branches = [branch for program in programs for branch in program.judged]
    causes = (*map(_cause, rules), *(branch.cause for branch in branches))
    paths = tuple(branch.path for branch in branches)
    judge = generate_judge([*rules, *branches])
    asking: tuple[Rule | Tree, ...] = (*rules, *trees)
    ask = any(each.facts for each in asking)
    return Listeners(rules, causes, judge, programs, paths, ask)


def _cause(rule: Rule) -> Cause:
    return Cause(
        definition=f"rule/{rule.id}",
        path="on" if rule.when is None else "when",
        place=rule.place if rule.when is None else rule.when.place,
    )


NOBODY = listeners(())
"""Stands where an event only counts."""
