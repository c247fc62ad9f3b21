"""One item of a message: the command it makes, and what becomes of it."""

from datetime import timedelta

from orderloom.errors import OrderloomError
from orderloom.flow.command import Announce, Observe, Origin
from orderloom.flow.decision import Batch, Decision, ItemResult
from orderloom.flow.effect import Why
from orderloom.flow.message import FailedItem, ItemFault, MappedItem, Message, SplitItem
from orderloom.kernel.interpreter import decide
from orderloom.kernel.program import Program
from orderloom.runtime.picture import Picture
from orderloom.runtime.timers import ring_at_once


class ItemDecider:
    """Decides items under one flow, and the timers that are due as soon as an item sets them."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def decide(self, picture: Picture, message: Message, item: SplitItem, batch: Batch) -> None:
        """Put the item's decisions and its result into the batch, and show them to the next."""
        origin = Origin(message.id, item.position, item.where, message.source)
        if isinstance(item, FailedItem):
            result = ItemResult(
                message=message.id,
                position=item.position,
                where=item.where,
                at=message.received_at,
                record=item.record,
                key=item.key,
                outcome="quarantined",
                faults=item.faults,
            )
        else:
            decision = decide(self.program, picture, _observation(message, item, origin))
            picture.apply(decision)
            batch.decisions.append(decision)
            if decision.timers:
                batch.decisions += ring_at_once(self.program, picture, decision)
            result = _result(message, item, decision)
        batch.items.append(result)
        self._announce(picture, message, origin, result, batch)

    def give_up(self, item: SplitItem, message: Message, waited: timedelta) -> ItemResult:
        """Give the result of an item whose record did not appear in time."""
        hours = str(int(waited.total_seconds() // 3600))
        key = "" if item.key is None else self.program.records[item.record].shown_key(item.key)
        facts = {"record": item.record, "key": key, "hours": hours}
        return _closed(item, message, ItemFault("OL723", item.where, facts=facts))

    def _announce(
        self, picture: Picture, message: Message, origin: Origin, result: ItemResult, batch: Batch
    ) -> None:
        """Tell rules that listen what could not be taken."""
        if result.outcome not in {"quarantined", "parked"}:
            return
        name = f"{result.record}.{result.outcome}"
        if name not in self.program.listeners and name not in self.program.counted:
            return
        fault = result.faults[0]
        payload = {
            "position": result.where,
            "field": fault.field,
            "value": fault.value,
            "reason": fault.code,
        }
        payload = {part: value for part, value in payload.items() if value is not None}
        command = Announce(origin, message.received_at, name, payload)
        decision = decide(self.program, picture, command)
        picture.apply(decision)
        batch.decisions += (decision, *ring_at_once(self.program, picture, decision))


def _observation(message: Message, item: MappedItem, origin: Origin) -> Observe:
    return Observe(
        origin,
        message.received_at,
        message.mapping,
        item.record,
        item.key,
        item.values,
        item.happened_at,
    )


def _result(message: Message, item: MappedItem, decision: Decision) -> ItemResult:
    outcome = "quarantined" if decision.outcome == "refused" else decision.outcome
    return ItemResult(
        message=message.id,
        position=item.position,
        where=item.where,
        at=message.received_at,
        record=item.record,
        key=item.key,
        outcome=outcome,
        faults=tuple([_fault(item.where, reason) for reason in decision.reasons]),
    )


def _fault(where: str, reason: Why) -> ItemFault:
    return ItemFault(
        reason.code, where, reason.facts.get("field"), reason.facts.get("value"), reason.facts
    )


def in_quarantine(item: SplitItem, message: Message, error: Exception) -> ItemResult:
    """Give the result of an item that the engine itself failed on."""
    if isinstance(error, OrderloomError):
        fault = ItemFault(error.code, item.where, facts=dict(error.facts))
    else:
        fault = ItemFault("OL722", item.where, facts={"error": type(error).__name__})
    return _closed(item, message, fault)


def _closed(item: SplitItem, message: Message, fault: ItemFault) -> ItemResult:
    return ItemResult(
        message=message.id,
        position=item.position,
        where=item.where,
        at=message.received_at,
        record=item.record,
        key=item.key,
        outcome="quarantined",
        faults=(fault,),
    )
