"""``open_case``: open a case about the record, or add to the open one of the same type."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import OpenCase
from orderloom.definition.machine import CASE_FIELD
from orderloom.definition.record import ANSWERS
from orderloom.flow.effect import CaseJoined
from orderloom.flow.record import identity_key
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import openers, timers
from orderloom.kernel.actions.set_fields import write_fields
from orderloom.kernel.creation import Beginning, begin, fitted
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import Reasons


def open_case(
    work: Overlay, draft: Draft, action: OpenCase, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Open the case, or fill in what the open one does not know yet."""
    record = work.program.records[action.record]
    values = {name: value.of(scope, around) for name, value in action.values}
    fitting, reasons = fitted(record.fields, values, action.cause, work)
    if reasons:
        return reasons
    same_type = [
        case
        for case in work.linked(record.id, "record", draft)
        if case.values.get("type") == action.case
    ]
    for case in same_type:
        if is_open(case):
            _join(work, case, action, fitting)
            break
    else:
        case, reasons = _open(work, draft, action, fitting, number=len(same_type) + 1)
    if action.is_awaited and not reasons:
        _await(work, case, action, around)
    if action.result is not None:
        work.write(around.results, action.result, case.values)
    return reasons


def is_open(case: Draft) -> bool:
    """Say whether a case is not at an end of its machine."""
    machine = case.program.state_fields[CASE_FIELD]
    state = machine.states.get(case.values.get(CASE_FIELD, ""))
    return state is not None and not state.final


def _await(work: Overlay, case: Draft, action: OpenCase, around: Surroundings) -> None:
    """Let the action's ``later``, ``then`` and ``else`` wait; joined again, they wait already."""
    if openers.remember(work, case, action, around) and action.later:
        inside = openers.around_case(work, case, action.later[0].name)
        timers.start(work, case, timers.THE_CASE, action.later, inside)


def _open(
    work: Overlay, draft: Draft, action: OpenCase, values: dict[str, Any], *, number: int
) -> tuple[Draft, Reasons]:
    identity = {"record": draft.id, "type": action.case, "number": number}
    if action.answers:
        values = {**values, ANSWERS: list(action.answers)}
    beginning = Beginning(
        work.program.records[action.record],
        identity_key(list(identity.values())),
        identity | values,
        cause=action.cause,
        case=(action.case, draft.id),
    )
    return begin(work, beginning)


def _join(work: Overlay, case: Draft, action: OpenCase, values: dict[str, Any]) -> None:
    work.effects.append(
        CaseJoined(
            record=case.program.id,
            record_id=case.id,
            cause=action.cause,
            case=action.case,
            case_id=case.id,
        )
    )
    news = {name: value for name, value in values.items() if name not in case.values}
    offered = list(dict.fromkeys((*case.values.get(ANSWERS, ()), *action.answers)))
    if action.answers and offered != case.values.get(ANSWERS):
        news[ANSWERS] = offered
    write_fields(work, case, news, action.cause)
