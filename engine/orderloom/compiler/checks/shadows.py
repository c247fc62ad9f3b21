"""Does a branch of a tree ever get what its condition is true for?

Only what the texts plainly say is found. A branch that loses everything to one above it is told
of, where the first hit counts; where only one may be true, two that plainly overlap are refused.
"""

from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.flow import Flow
from orderloom.definition.tree import Branch, Tree, every_branch
from orderloom.expression.implying import implies


def check_shadows(draft: Draft, flow: Flow) -> None:
    """Warn of branches behind one that is always true before them; refuse plain overlaps."""
    for tree in flow.trees.values():
        levels: tuple[Tree | Branch, ...] = (tree, *every_branch(tree))
        for level in levels:
            if level.hit != "all":
                _check_level(draft, level)


def _check_level(draft: Draft, level: Tree | Branch) -> None:
    for index, branch in enumerate(level.branches):
        for above in level.branches[:index]:
            if _is_within(branch, above):
                facts = {"branch": branch.id, "other": above.id}
                if level.hit == "first":
                    draft.findings.warn(
                        "OL493", branch.cause.place, related=above.cause.place, **facts
                    )
                else:
                    draft.findings.error(
                        "OL494", branch.cause.place, related=above.cause.place, **facts
                    )
                break
            if level.hit == "unique" and _is_within(above, branch):
                draft.findings.error(
                    "OL494",
                    above.cause.place,
                    related=branch.cause.place,
                    branch=above.id,
                    other=branch.id,
                )
                break


def _is_within(branch: Branch, other: Branch) -> bool:
    if branch.when is None or other.when is None:
        return False
    return implies(branch.when.compiled.text, other.when.compiled.text)
