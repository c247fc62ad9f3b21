"""Trees: which branches hold for a record, and acting on those that begin and end.

Judging only looks; a branch whose condition cannot be judged stays as it was: kept if it held,
else not begun. Acting takes the labels off what has ended, then begins the rest in file order.
A branch whose actions are refused holds and keeps its label all the same, since its condition
is true; what it owes is tried again whenever the tree is judged, until it goes through.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from orderloom.definition.common import Condition
from orderloom.definition.tree import Branch, Tree
from orderloom.diagnostics import Cause
from orderloom.expression.trouble import Trouble, fault_of
from orderloom.flow.effect import Faulted
from orderloom.flow.tree_effect import Ambiguous, BranchBegan, BranchEnded
from orderloom.kernel.brakes import Piece, run
from orderloom.kernel.draft import Draft
from orderloom.kernel.judging import Faults, Hits
from orderloom.kernel.labels import Holding, Tagging, holding, remember, turn
from orderloom.kernel.listeners import Listeners, TreeProgram
from orderloom.kernel.overlay import Event, Overlay
from orderloom.kernel.refusal import values_read
from orderloom.kernel.settle import refresh

_REFUSED = ".refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a tree found on the picture of an event.

    Attributes:
        turn: As in ``TreeProgram``.
        unclear: Choices that should have been unique and were not.
        ended: What ended, the innermost first, by path.
        acting: The branches that begin, or owe their actions, in file order, each with its trace.
    """

    tree: Tree
    turn: int
    unclear: tuple[Ambiguous, ...]
    ended: Mapping[str, BranchEnded]
    acting: tuple[tuple[Branch, BranchBegan], ...]


class Judging:
    """One tree being judged.

    Attributes:
        holds: The branches that hold, each before those inside it.
        faulty: Those looked at that could not be judged.
    """

    def __init__(self, true: frozenset[str], faulty: frozenset[str], held: frozenset[str]) -> None:
        self._true = true
        self._cannot = faulty
        self._held = held
        self.holds: list[Branch] = []
        self.faulty: list[str] = []
        self.unclear: list[Sequence[Branch]] = []

    def walk(self, level: Tree | Branch) -> None:
        """Choose among the branches of ``level``, and inside those that hold."""
        chosen = self._chosen(level)
        for branch in chosen:
            self.holds.append(branch)
            self.walk(branch)
        if not chosen and level.otherwise is not None:
            self.holds.append(level.otherwise)

    def _chosen(self, level: Tree | Branch) -> list[Branch]:
        found = list(
            islice(filter(self._is_true, level.branches), 1 if level.hit == "first" else None)
        )
        if level.hit == "all" or len(found) < 2:
            return found
        self.unclear.append(found)
        return found[:1]

    def _is_true(self, branch: Branch) -> bool:
        if branch.path in self._cannot:
            self.faulty.append(branch.path)
            return branch.path in self._held
        return branch.path in self._true


def judge_trees(
    work: Overlay, event: Event, listeners: Listeners, hits: Hits, faults: Faults
) -> list[Verdict]:
    """Say what each tree on an event finds, in acting order; only faults are noted already.

    ``hits`` and ``faults`` are those of rules and branches; what is the branches' is taken out.
    """
    first = len(listeners.rules)
    true = frozenset(listeners.paths[index - first] for index in hits if index >= first)
    cannot = {listeners.paths[index - first]: error for index, error in faults if index >= first}
    hits[:] = [index for index in hits if index < first]
    faults[:] = [each for each in faults if each[0] < first]
    draft = event.draft
    if draft is None:
        return []
    found: list[Verdict] = []
    for program in listeners.trees:
        own = [each for each in holding(draft) if _tree(each["branch"]) == program.tree.id]
        held = {entry["branch"]: entry for entry in own}
        judging = Judging(true, frozenset(cannot), frozenset(held))
        judging.walk(program.tree)
        for path in judging.faulty:
            _note_fault(work, draft, program.branches[path], cannot[path])
        found.append(_verdict(_Sight(work, event, program), judging, held))
    return found


def _tree(path: str) -> str:
    return path.partition(".")[0]


def _note_fault(work: Overlay, draft: Draft, branch: Branch, trouble: Trouble) -> None:
    fault = fault_of(trouble)
    work.effects.append(
        Faulted(
            record=draft.program.id,
            record_id=draft.ref,
            cause=branch.cause,
            code=fault.code,
            facts=dict(fault.facts),
        )
    )


def _verdict(sees: "_Sight", judging: Judging, held: dict[str, Holding]) -> Verdict:
    now = {branch.path for branch in judging.holds}
    # A refusal mends nothing: what is owed would be refused again, and again.
    may_mend = not sees.event.name.endswith(_REFUSED)
    acting = [
        branch
        for branch in judging.holds
        if branch.path not in held or (may_mend and held[branch.path].get("owed"))
    ]
    return Verdict(
        tree=sees.program.tree,
        turn=sees.program.turn,
        unclear=tuple(sees.unclear(found) for found in judging.unclear),
        ended={path: sees.ended(path) for path in reversed(held) if path not in now},
        acting=tuple((each, sees.began(each, again=each.path in held)) for each in acting),
    )


class _Sight:
    """Makes the trace of a tree at an event, with what its conditions read."""

    def __init__(self, work: Overlay, event: Event, program: TreeProgram) -> None:
        self._work = work
        self.event = event
        self.program = program

    def began(self, branch: Branch, *, again: bool) -> BranchBegan:
        return BranchBegan(**self._common(branch.cause), **self._read(branch.path), again=again)

    def ended(self, path: str) -> BranchEnded:
        branch = self.program.branches.get(path)
        return BranchEnded(
            **self._common(None if branch is None else branch.cause), **self._read(path)
        )

    def unclear(self, found: Sequence[Branch]) -> Ambiguous:
        first, *others = found
        conditions = [condition for each in found for condition in self.program.asked[each.path]]
        return Ambiguous(
            **self._common(first.cause),
            **self._told(first.path, conditions),
            also=tuple(_inside(each.path) for each in others),
        )

    def _common(self, cause: Cause | None) -> dict[str, Any]:
        draft = self.event.draft
        return {
            "record": self.program.tree.record,
            "record_id": None if draft is None else draft.ref,
            "cause": cause,
        }

    def _read(self, path: str) -> dict[str, Any]:
        return self._told(path, self.program.asked.get(path, ()))

    def _told(self, path: str, conditions: Iterable[Condition]) -> dict[str, Any]:
        draft = self.event.draft
        around = self._work.glance(draft, self.event.payload)
        values: dict[str, Any] = {}
        for condition in conditions:
            values |= values_read(condition.compiled, draft, around)
        return {
            "tree": self.program.tree.id,
            "branch": _inside(path),
            "on": self.event.name,
            "values": values,
        }


def _inside(path: str) -> str:
    """Give a branch's path as its tree calls it."""
    return path.partition(".")[2]


def act_tree(work: Overlay, event: Event, verdict: Verdict, facts: Mapping[str, Any]) -> None:
    """End what has ended, begin what begins, and try again what is owed; actions see ``facts``."""
    draft = event.draft
    if draft is None:
        return
    work.effects += verdict.unclear
    passed_on = _end(work, draft, verdict)
    for branch, effect in verdict.acting:
        work.effects.append(effect)
        if not effect.again:
            _begin(work, draft, branch, is_ours=branch.label in passed_on)
        name = f"tree/{branch.path}"
        piece = Piece(
            list=name,
            name=name,
            cause=branch.cause,
            draft=draft,
            actions=branch.do,
            event=event.payload,
            results=facts,
            touches=draft.ref,
            guard={"branch": branch.path},
        )
        _note_owed(work, draft, branch.path, owed=run(work, piece) == "refused")
        refresh(work)


def _end(work: Overlay, draft: Draft, verdict: Verdict) -> set[str]:
    """Forget what has ended; give the labels that go to a branch about to begin."""
    starting = {branch.label for branch, effect in verdict.acting if not effect.again}
    passed_on: set[str] = set()
    for path, effect in verdict.ended.items():
        work.effects.append(effect)
        entries = holding(draft)
        over = next(entry for entry in entries if entry["branch"] == path)
        rest = [entry for entry in entries if entry is not over]
        label = over.get("label")
        heir = next((entry for entry in rest if entry.get("label") == label), None)
        if label is None or not over.get("put"):
            remember(work, draft, rest)
        elif heir is not None:
            remember(work, draft, ({**e, "put": True} if e is heir else e for e in rest))
        else:
            remember(work, draft, rest)
            if label in starting:
                passed_on.add(label)
            else:
                turn(work, draft, Tagging(label, effect.cause or _cause(verdict.tree), off=True))
    return passed_on


def _cause(tree: Tree) -> Cause:
    """Give what ends a branch that the tree no longer has."""
    return Cause(definition=f"tree/{tree.id}", path="branches", place=tree.place)


def _begin(work: Overlay, draft: Draft, branch: Branch, *, is_ours: bool) -> None:
    entry: Holding = {"branch": branch.path}
    if branch.label is not None:
        is_new = branch.label not in draft.values.get("tags", [])
        entry |= {"label": branch.label, "put": is_new or is_ours}
        turn(work, draft, Tagging(branch.label, branch.cause))
    remember(work, draft, [*holding(draft), entry])


def _note_owed(work: Overlay, draft: Draft, path: str, *, owed: bool) -> None:
    entries = holding(draft)
    if any(entry["branch"] == path and entry.get("owed", False) is not owed for entry in entries):
        remember(
            work,
            draft,
            ({**each, "owed": owed} if each["branch"] == path else each for each in entries),
        )
