"""What was decided, for the log: ids and codes, never what stands in a record."""

import logging

from orderloom.flow.decision import Batch, Decision
from orderloom.runtime.worker import Progress

_log = logging.getLogger(__name__)


def telling(progress: Progress) -> Progress:
    """Give a progress that logs what is committed as well, if anybody reads that."""
    if not _log.isEnabledFor(logging.INFO):
        return progress

    def both(batch: Batch) -> None:
        progress(batch)
        tell(batch)

    return both


def tell(batch: Batch) -> None:
    """Log what was committed: each decision, and each item that was not taken."""
    if not _log.isEnabledFor(logging.INFO):
        return
    for decision in batch.decisions:
        if decision.outcome != "duplicate":
            _log.info("decided", extra=_told(decision))
    for item in batch.items:
        if item.outcome in {"quarantined", "parked"}:
            codes = [fault.code for fault in item.faults]
            told = {"inbox": item.message, "position": item.position, "record_type": item.record}
            _log.info("not taken", extra={**told, "outcome": item.outcome, "codes": codes})


def _told(decision: Decision) -> dict[str, object]:
    return {
        "record": decision.record_id,
        "record_type": decision.record or None,
        "command": decision.command,
        "outcome": decision.outcome,
        "inbox": decision.origin.message,
        "position": decision.origin.position,
        "codes": [reason.code for reason in decision.reasons],
        "effects": len(decision.effects),
        "calls": [call.id for call in decision.calls],
    }
