"""What decisions hold, as JSON can show it.

Values are tagged as ``expression.data`` writes them: ``{"$money": "CNY 5.00"}``.
"""

from collections.abc import Iterable, Sequence

from msgspec import structs

from orderloom.diagnostics import Cause
from orderloom.expression.data import write_value
from orderloom.flow.decision import Batch, Decision, ItemResult
from orderloom.flow.effect import AnyEffect, Declined, Notified, Refused, Suppressed, Why
from orderloom.flow.message import ItemFault
from orderloom.flow.message_effect import Bounced, Delayed, Joined
from orderloom.runtime.tally import Rejected

Document = dict[str, object]


def effect_document(effect: AnyEffect) -> Document:
    """Give an effect: ``effect`` names its kind, ``cause`` is None or flat.

    The message that is sent stands under ``sends``: ``message`` is the inbox's.
    """
    parts: Document = structs.asdict(effect)
    if isinstance(effect, Notified | Suppressed | Delayed | Joined | Bounced):
        parts["sends"] = parts.pop("message")
    if isinstance(effect, Refused | Declined):
        parts["reasons"] = [why_document(reason) for reason in effect.reasons]
    parts["cause"] = cause_document(effect.cause)
    head: Document = {"effect": effect.__struct_config__.tag}
    return head | {name: write_value(part) for name, part in parts.items()}


def effects_of(decisions: Iterable[Decision]) -> list[Document]:
    """Give all effects in order, each with the message and position that led to it."""
    return [
        {"message": decision.origin.message, "position": decision.origin.position}
        | effect_document(effect)
        for decision in decisions
        for effect in decision.effects
    ]


def items_of(batches: Sequence[Batch], rejected: Sequence[Rejected] = ()) -> list[Document]:
    """Give all items in order with what becomes of them.

    A message that could not be read to its end adds one item, where the reading stopped.
    """
    items = [item for batch in batches for item in batch.items]
    documents = [item_document(item) for item in items]
    for each in rejected:
        read = [item.position for item in items if item.message == each.message]
        documents.append(_rejected_document(each, max(read, default=-1) + 1))
    return documents


def _rejected_document(rejected: Rejected, position: int) -> Document:
    return {
        "message": rejected.message,
        "position": position,
        "where": "",
        "record": None,
        "key": None,
        "outcome": "quarantined",
        "faults": [fault_document(ItemFault(rejected.code, "", facts=dict(rejected.facts)))],
    }


def item_document(item: ItemResult) -> Document:
    """Give one item."""
    return {
        "message": item.message,
        "position": item.position,
        "where": item.where,
        "record": item.record,
        "key": item.key,
        "outcome": item.outcome,
        "faults": [fault_document(fault) for fault in item.faults],
    }


def fault_document(fault: ItemFault) -> Document:
    """Give why an item cannot be taken."""
    return {
        "code": fault.code,
        "where": fault.where,
        "field": fault.field,
        "value": fault.value,
        "facts": dict(fault.facts),
    }


def why_document(reason: Why) -> Document:
    """Give a reason of a refusal."""
    return {
        "code": reason.code,
        "facts": dict(reason.facts),
        "title": None if reason.title is None else dict(reason.title),
        "values": write_value(reason.values),
        "cause": cause_document(reason.cause),
    }


def cause_document(cause: Cause | None) -> Document | None:
    """Give a cause on one level."""
    if cause is None:
        return None
    place = cause.place
    return {
        "definition": cause.definition,
        "path": cause.path,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }
