"""What everything that seeks hindrances stands on: the record, its picture, and who asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from orderloom.app.application import Application
from orderloom.app.documents import Document, why_document
from orderloom.app.hindrances.hindrance import Speech
from orderloom.app.viewing import Eyes
from orderloom.definition.common import Condition
from orderloom.diagnostics import Cause
from orderloom.expression.reference.explaining import Clause, clauses
from orderloom.flow.command import Actor
from orderloom.flow.effect import Why
from orderloom.flow.record import Record
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.looking import looking
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import unmet


@dataclass(frozen=True, slots=True)
class Seeker:
    """One record before somebody's eyes, as the interpreter would see it now.

    Attributes:
        by: Who asks; None: whoever runs the flow.
        work: The interpreter's picture; nothing that is written to it is kept.
    """

    app: Application
    eyes: Eyes
    record: Record
    by: Actor | None
    work: Overlay
    draft: Draft
    speech: Speech

    def against(
        self, conditions: Iterable[Condition], around: Surroundings, cause: Cause
    ) -> list[Document]:
        """Give a reason for each condition that is not true, with its clauses as they are now."""
        return self.told(
            [
                (why, condition)
                for condition in conditions
                for why in unmet((condition,), self.draft, around, _at(cause, condition))
            ],
            around,
        )

    def told(
        self, reasons: Sequence[tuple[Why, Condition | None]], around: Surroundings
    ) -> list[Document]:
        """Give reasons as whoever asks is told them."""
        found = []
        for why, condition in reasons:
            (document,) = self.eyes.veil.reasons([why_document(why)], self.record.id)
            judged = () if condition is None else self._clauses(condition, around)
            found.append({**document, "clauses": list(judged)})
        return found

    def _clauses(self, condition: Condition, around: Surroundings) -> list[Document]:
        values: dict[str, Any] = self.draft.values
        judged = clauses(condition.compiled, values, around)
        return [_clause(each) for each in judged if self._sees(each)]

    def _sees(self, clause: Clause) -> bool:
        """Say whether everything that a clause reads is seen: whether it is true tells of it."""
        read = {"code": "", "facts": {}, "values": dict.fromkeys(clause.paths)}
        (told,) = self.eyes.veil.reasons([read], self.record.id)
        seen = told["values"]
        return isinstance(seen, dict) and len(seen) == len(clause.paths)


def seeker_of(app: Application, eyes: Eyes, record: Record, by: Actor | None) -> Seeker | None:
    """Look at a record; None: it is gone from the picture."""
    work = looking(app.program, eyes.view, app.clock.now(), by)
    draft = work.get(record.id)
    if draft is None:
        return None
    return Seeker(app, eyes, record, by, work, draft, Speech(app.flow, record.type))


def _at(cause: Cause, condition: Condition) -> Cause:
    """Point at the condition itself, not only at what has it."""
    return Cause(definition=cause.definition, path=cause.path, place=condition.place)


def _clause(clause: Clause) -> Document:
    fault = None if clause.fault is None else clause.fault.code
    is_known = isinstance(clause.value, bool)
    return {"text": clause.text, "value": clause.value if is_known else None, "fault": fault}
