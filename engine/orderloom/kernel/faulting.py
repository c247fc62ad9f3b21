"""What an expression that faults means: here alone the exception becomes a value.

An action is refused (``action_list``), a guard refuses its transition (``refusal.unmet``), a
rule or a timer does not hit, and a value that the engine works out by itself is missing.
"""

from typing import TYPE_CHECKING, Any

from orderloom.definition.record import Field
from orderloom.diagnostics import Cause
from orderloom.expression.compiled import Evaluate
from orderloom.expression.trouble import TROUBLE, Trouble, fault_of
from orderloom.flow.effect import Faulted, Why
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.coerce import NO, coerce
from orderloom.kernel.draft import Draft

if TYPE_CHECKING:  # the overlay knows of references, which are worked out as well
    from orderloom.kernel.overlay import Overlay


def reason_of(trouble: Trouble, cause: Cause | None) -> Why:
    """Give a fault as a reason for a refusal."""
    fault = fault_of(trouble)
    return Why(fault.code, dict(fault.facts), cause=cause)


def unfit(field: Field, value: object, cause: Cause | None) -> Why:
    """Give the reason against a value that its field cannot hold."""
    shown = "****" if field.sensitive else str(value)[:200]
    return Why("OL707", {"field": field.name, "value": shown, "type": field.kind}, cause=cause)


def worked_out(
    work: "Overlay", draft: Draft, field: Field, evaluate: Evaluate, around: Surroundings
) -> Any:  # noqa: ANN401 - a flow's value
    """Give a field's computed value or default, as the field holds it.

    One that faults or does not fit is missing, and journalled: the record is worth more than
    the value, and whatever asks for it will see that it is not there.
    """
    try:
        found = evaluate(draft.values, around)
        value = coerce(field, found)
    except TROUBLE as trouble:
        note(work, draft, reason_of(trouble, cause_of(draft, field)))
        return None
    if value is NO:
        note(work, draft, unfit(field, found, cause_of(draft, field)))
        return None
    return value


def cause_of(draft: Draft, field: Field) -> Cause:
    """Name a field of the record as the cause of something."""
    record = f"record/{draft.program.id}"
    return Cause(definition=record, path=f"fields.{field.name}", place=field.place)


def note(work: "Overlay", draft: Draft, reason: Why) -> None:
    """Journal what could not be worked out, once in a command, however often it is tried."""
    key = (draft.id, reason.cause, reason.code)
    if key in work.faulted:
        return
    work.write(work.faulted, key, reason)
    work.effects.append(
        Faulted(
            record=draft.program.id,
            record_id=draft.ref,
            cause=reason.cause,
            code=reason.code,
            facts=reason.facts,
        )
    )
