"""Reasons for a refusal, as values."""

from collections.abc import Sequence
from typing import Any

from orderloom.definition.common import Condition
from orderloom.diagnostics import Cause
from orderloom.expression.compiled import Compiled
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.effect import Why
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import reason_of
from orderloom.sight.masking import shown

Reasons = tuple[Why, ...]
GRANTED: Reasons = ()
"""No reason against it."""


class CycleFound(Exception):
    """Definitions set each other off without end; the whole command is refused.

    ``chain`` names what led to what.
    """

    def __init__(self, chain: Sequence[str], cause: Cause | None) -> None:
        super().__init__(chain)
        self.chain = tuple(chain)
        self.cause = cause


def why(code: str, cause: Cause | None = None, **facts: str) -> Why:
    """Make a reason out of a code of the catalogue and its facts."""
    return Why(code, facts, cause=cause)


def values_read(compiled: Compiled, draft: Draft | None, around: Surroundings) -> dict[str, Any]:
    """Give what an expression read, by path, for people: sensitive fields masked."""
    if draft is None:
        return {read.path: read.value({}, around) for read in compiled.reads}
    hidden = draft.program.discretion.hidden(compiled, around.event)
    s = draft.values
    return {
        read.path: shown(read.value(s, around), hidden=is_hidden)
        for read, is_hidden in zip(compiled.reads, hidden, strict=True)
    }


def unmet(
    conditions: tuple[Condition, ...], draft: Draft, around: Surroundings, cause: Cause
) -> Reasons:
    """Give a reason for every condition that is not true.

    Unknown ones name what is missing, those that cannot be judged what is wrong.
    """
    reasons: list[Why] = []
    for condition in conditions:
        try:
            verdict = condition.compiled.evaluate(draft.values, around)
        except TROUBLE as trouble:
            reasons.append(reason_of(trouble, cause))
            continue
        if verdict is True:
            continue
        values = values_read(condition.compiled, draft, around)
        missing = ", ".join(path for path, value in values.items() if value is None)
        code = "OL702" if verdict is None and missing else "OL701"
        facts = {"condition": condition.compiled.text, "missing": missing}
        reasons.append(Why(code, facts, dict(condition.why or {}) or None, values, cause))
    return tuple(reasons)
