"""Branches of trees that do not hold for a record."""

from collections.abc import Iterator

from orderloom.app import phrases_of_hindrances as phrases
from orderloom.app.documents import cause_document
from orderloom.app.hindrances.events import Lately
from orderloom.app.hindrances.hindrance import Hindrance, verdict_of
from orderloom.app.hindrances.seeker import Seeker
from orderloom.app.naming import readable
from orderloom.definition.record import BRANCHES
from orderloom.definition.tree import Branch, Tree
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.figures.asking import Facts
from orderloom.kernel.rehearsal import payload_of


def branches(seeker: Seeker, heard: Lately, *, named: bool) -> Iterator[Hindrance]:
    """Give the branches that do not hold, of trees that looked; ``named``: of all about it."""
    held = {each["branch"] for each in seeker.record.values.get(BRANCHES) or ()}
    for tree in seeker.app.flow.trees.values():
        if tree.record == seeker.record.type and (named or heard.heard(tree.on) is not None):
            yield from _off(seeker, tree, tree, held)


def _off(seeker: Seeker, tree: Tree, level: Tree | Branch, held: set[str]) -> Iterator[Hindrance]:
    taken = [each for each in level.branches if each.path in held]
    for branch in level.branches:
        if branch.path in held:
            yield from _off(seeker, tree, branch, held)
        else:
            yield _branch(seeker, tree, branch, taken if level.hit != "all" else [])


def _branch(seeker: Seeker, tree: Tree, branch: Branch, taken: list[Branch]) -> Hindrance:
    around = _around(seeker, tree)
    conditions = () if branch.when is None else (branch.when,)
    reasons = seeker.against(conditions, around, branch.cause)
    is_beside = bool(taken) and not reasons
    wording = phrases.BRANCH_BESIDE if is_beside else phrases.BRANCH_OFF
    beside = ", ".join(readable(each.path) for each in taken)
    return Hindrance(
        kind="branch",
        name=branch.path,
        verdict="blocked" if is_beside else verdict_of(reasons),
        says=seeker.speech.says(wording, branch=readable(branch.path), beside=beside),
        cause=cause_document(branch.cause),
        reasons=reasons,
        about=frozenset({branch.path, tree.id, f"tree/{tree.id}", *tree.on}),
    )


def _around(seeker: Seeker, tree: Tree) -> Surroundings:
    work, draft = seeker.work, seeker.draft
    payloads = (payload_of(name, draft) for name in tree.on)
    payload = next((each for each in payloads if each is not None), {})
    around = work.surroundings(draft, {**payload, "record": draft.id})
    if tree.facts:
        around.facts = Facts(work.figures, work.program.figures, draft.values, around)
    return around
