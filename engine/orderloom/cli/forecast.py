"""What a decision would do, in sentences under the order's name."""

from collections.abc import Iterator, Mapping

from rich.cells import cell_len

from orderloom.app.naming import Naming, readable
from orderloom.app.narrative import reason_text, sentence
from orderloom.app.viewing import Eyes
from orderloom.definition.flow import Flow
from orderloom.flow.decision import Decision
from orderloom.flow.record import Record

_WIDTH = 68


def decision_lines(
    decision: Decision, eyes: Eyes, flow: Flow, language: str, about: Record | None = None
) -> Iterator[str]:
    """Give the sentences of a decision; nothing when it does nothing.

    Args:
        decision: What would be.
        eyes: Who is told.
        flow: Gives titles.
        language: ``en`` or ``zh``.
        about: The record concerned, for decisions that may leave it as it is.
    """
    if not decision.effects and not decision.reasons:
        return
    about = about or _subject(decision)
    key = "" if about is None else f" {readable(eyes.key(about))}"
    yield _heading(decision, flow, language, key)
    for effect in eyes.effects([decision]):
        told = sentence(effect, language, done=False, flow=flow)
        yield "  " + with_cause(told, effect)
    for reason in eyes.reasons(decision.reasons, decision.record_id):
        yield f"  {decision.outcome}: {reason_text(reason, language)}"
    yield ""


def with_cause(told: str, effect: Mapping[str, object]) -> str:
    """Put file and line of the cause beside a sentence."""
    cause = effect.get("cause")
    if not isinstance(cause, Mapping):
        return told
    gap = " " * max(2, _WIDTH - cell_len(told))
    return f"{told}{gap}{readable(cause['file'])}:{cause['line']}"


def _subject(decision: Decision) -> Record | None:
    """Give the record that a decision is about, if it changes it."""
    changed = (each.after for each in decision.changes if each.after.id == decision.record_id)
    return next(changed, None)


def _heading(decision: Decision, flow: Flow, language: str, key: str) -> str:
    name = Naming(flow, language, decision.record).record(decision.record)
    named = decision.origin.where if decision.command == "observe" else ""
    where = f"  [{readable(named)}]" if named else ""
    return f"{name}{key}{where}"
