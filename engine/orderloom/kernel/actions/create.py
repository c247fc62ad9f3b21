"""``create``: create a record, never a second one of the same identity."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Create
from orderloom.flow.effect import Kept
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.actions.set_fields import write_fields
from orderloom.kernel.creation import Beginning, begin, fitted, key_of, unmet_demands
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why


def create(
    work: Overlay, _: Draft, action: Create, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Create the record, or do with the one that exists what ``exists`` says."""
    record = work.program.records[action.record]
    values = {name: value.of(scope, around) for name, value in action.values}
    fitting, reasons = fitted(record.fields, values, action.cause, work)
    if reasons:
        return reasons
    key = key_of(record, fitting)
    if key is None:
        missing = ", ".join(name for name in record.identity if fitting.get(name) is None)
        return (why("OL709", action.cause, record=record.id, missing=missing),)
    found = work.find(record, key)
    if found is None:
        found, reasons = begin(work, Beginning(record, key, fitting, cause=action.cause))
    elif action.exists == "refuse":
        reasons = (why("OL710", action.cause, record=record.id, key=record.shown_key(key)),)
    elif action.exists == "set":
        write_fields(work, found, fitting, action.cause)
        reasons = unmet_demands(work, found, action.cause)
    else:
        told = record.shown_key(key)
        work.effects.append(
            Kept(record=record.id, record_id=found.id, cause=action.cause, key=told)
        )
        reasons = GRANTED
    if action.result is not None:
        work.write(around.results, action.result, found.values)
    return reasons
