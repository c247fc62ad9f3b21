"""Can each branch of a tree hold, and where only one may, is never another true as well?"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from orderloom.compiler.checks.proving import Proofs, depends_on_settings
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.common import Condition
from orderloom.definition.flow import Flow
from orderloom.definition.tree import Branch, Tree
from orderloom.expression.proving.answer import Impossible, Unproven


class _Level(NamedTuple):
    """Branches beside each other; ``true`` and ``untrue`` are so wherever one of them holds."""

    of: Tree | Branch
    true: tuple[Condition, ...] = ()
    untrue: tuple[tuple[Condition, ...], ...] = ()


def check_shadows(draft: Draft, flow: Flow) -> None:
    """Refuse branches that overlap where one may hold; warn of those that never can hold."""
    for tree in flow.trees.values():
        proofs = Proofs(draft, flow, tree.record)
        for level in _levels(_Level(tree)):
            for place, branch in enumerate(level.of.branches):
                _check_reached(draft, proofs, level, place, branch)
            if level.of.hit == "unique":
                for above, branch in combinations(level.of.branches, 2):
                    _check_apart(draft, proofs, level, above, branch)


def _levels(level: _Level) -> Iterator[_Level]:
    """Give a level and all those inside its branches."""
    yield level
    for place, branch in enumerate(level.of.branches):
        if not branch.branches or branch.when is None:
            continue
        above = level.of.branches[:place] if level.of.hit == "first" else ()
        before = tuple((each.when,) for each in above if each.when is not None)
        yield from _levels(_Level(branch, (*level.true, branch.when), (*level.untrue, *before)))


def _check_reached(draft: Draft, proofs: Proofs, level: _Level, place: int, branch: Branch) -> None:
    """Warn of a branch that cannot hold: by itself, or where the first counts, for those above."""
    if branch.when is None or depends_on_settings(branch.when):
        return
    true = (*level.true, branch.when)
    if proofs.never(true, level.untrue):
        draft.findings.warn("OL038", branch.when.place, condition=branch.when.compiled.text)
        return
    if level.of.hit == "first":
        takers = _takers(proofs, level, true, level.of.branches[:place])
        if takers:
            facts = {"branch": branch.id, "other": ", ".join(each.id for each in takers)}
            related = takers[-1].cause.place
            draft.findings.warn("OL493", branch.cause.place, related=related, **facts)


def _takers(
    proofs: Proofs, level: _Level, true: tuple[Condition, ...], above: tuple[Branch, ...]
) -> tuple[Branch, ...]:
    """Give the branches above one that take all it could hold for: one, if one does it alone."""
    asked = [(each, (each.when,)) for each in above if each.when is not None]
    for each, condition in asked:
        if proofs.never(true, (*level.untrue, condition)):
            return (each,)
    together = tuple(condition for _, condition in asked)
    if together and proofs.never(true, (*level.untrue, *together)):
        return tuple(each for each, _ in asked)
    return ()


def _check_apart(
    draft: Draft, proofs: Proofs, level: _Level, above: Branch, branch: Branch
) -> None:
    if above.when is None or branch.when is None:
        return
    found = proofs.can_be((branch.when, above.when, *level.true), level.untrue)
    facts = {"branch": branch.id, "other": above.id}
    place, related = branch.cause.place, above.cause.place
    match found:
        case Impossible():
            return
        case Unproven(part=part):
            draft.findings.warn("OL037", place, related=related, **facts, part=part)
        case _:
            example = proofs.shown(found)
            draft.findings.error("OL494", place, related=related, **facts, example=example)
