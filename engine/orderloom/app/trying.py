"""What a rule or tree would do to the records that are there."""

from collections.abc import Iterator
from dataclasses import dataclass

from orderloom.app.application import Application
from orderloom.definition.flow import Flow
from orderloom.definition.rule import Rule
from orderloom.definition.tree import Tree
from orderloom.errors import OrderloomError
from orderloom.flow.command import Judge, Origin
from orderloom.flow.decision import Decision
from orderloom.flow.effect import Judged
from orderloom.flow.record import Record
from orderloom.flow.rule_effect import Lasted
from orderloom.flow.tree_effect import Ambiguous, BranchBegan, BranchEnded
from orderloom.kernel.interpreter import decide
from orderloom.names import nearest
from orderloom.runtime.picture import Picture

TRACES = (Judged, Lasted, BranchBegan, BranchEnded, Ambiguous)
"""What tells that something was hit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One record that was hit, and what would be done there."""

    record: Record
    decision: Decision


def named(flow: Flow, name: str) -> Rule | Tree:
    """Give the rule of that id, else the tree; ``tree/id`` and ``rule/id`` are taken too.

    Raises:
        OrderloomError: There is neither.
    """
    kind, _, rest = name.rpartition("/")
    rule = flow.rules.get(rest) if kind in {"", "rule"} else None
    tree = flow.trees.get(rest) if kind in {"", "tree"} else None
    found = rule or tree
    if found is None:
        known = sorted({*flow.rules, *flow.trees})
        raise OrderloomError(
            "OL651", rule=name, nearest=nearest(name, known) or "", rules=", ".join(known) or "–"
        )
    return found


def try_on_all(app: Application, judged: Rule | Tree) -> Iterator[tuple[Record, Trial | None]]:
    """Judge a rule or tree on every record of its type as it stands now; None: no hit.

    Records are judged one by one, each as if nothing had been done to the others. A tree hits
    where a branch begins, ends or is unclear: what a record remembers already is no news.
    """
    now = app.clock.now()
    kind = "tree" if isinstance(judged, Tree) else "rule"
    with app.stores.reader() as reader:
        for record in reader.all(judged.record):
            origin = Origin(f"try:{judged.id}", where=record.id)
            command = Judge(origin, now, f"{kind}/{judged.id}", record.id)
            decision = decide(app.program, Picture(reader), command)
            hit = any(isinstance(effect, TRACES) for effect in decision.effects)
            yield record, Trial(record=record, decision=decision) if hit else None
