"""What may make an event happen."""

from typing import assert_never

from orderloom.compiler.checks.acting import Acting
from orderloom.compiler.resolve.built_in import CASE
from orderloom.compiler.resolve.events import EventShape
from orderloom.compiler.resolve.reach import SOURCE
from orderloom.definition.action import (
    Ask,
    Call,
    Create,
    Emit,
    EndReserve,
    Fire,
    Hold,
    Move,
    Notify,
    OpenCase,
    Push,
    Reserve,
    Set,
    Tag,
    Unhold,
)
from orderloom.definition.flow import Flow
from orderloom.definition.machine import Machine
from orderloom.definition.mapping import Mapping
from orderloom.definition.tree import every_branch


class Producers:
    """A flow, asked what in it may make an event happen."""

    def __init__(self, flow: Flow, acting: tuple[Acting, ...]) -> None:
        self.flow = flow
        self.acting = acting
        self._by_record: dict[str, list[Acting]] = {}
        for each in acting:
            self._by_record.setdefault(each.record, []).append(each)

    def make(self, shape: EventShape) -> bool:  # noqa: C901, PLR0911, PLR0912 - one arm a kind
        """Say whether anything in the flow may make this event."""
        match shape.kind:
            case "created":
                return self._creates(shape.record)
            case "changed":
                return self._changes(shape.record)
            case "field_changed":
                return self._writes(shape.record, shape.subject)
            case "entered":
                return self._enters(shape)
            case "refused" if shape.record:
                return self._fires(shape)
            case "proposed" | "declined":
                machine = self._machine(shape)
                return machine is None or any(way.via for way in machine.transitions)
            case "conflict":
                return self._is_disputed(shape)
            case "unexpected":
                return any(shape.subject in each.state_fields for each in self._mappings(shape))
            case "tagged" | "untagged":
                return self._tags(shape.record, off=shape.kind == "untagged")
            case "held":
                return any(isinstance(each.action, Hold) for each in self._on(shape.record))
            case "unheld":
                return self._lifts(shape.record)
            case "stale":
                versioned = self.flow.records[shape.record].version_field is not None
                return versioned and bool(self._mappings(shape))
            case "parked":
                return any(each.when_absent == "park" for each in self._mappings(shape))
            case "quarantined":
                return bool(self._mappings(shape))
            case "ran" | "missed":
                return shape.kind == "ran" or self._misses(shape.subject)
            case "answered" | "rejected" | "failed":
                return self._asks(shape.subject)
            case "down" | "up" | "empty" | "drifted":
                return self._alarms(shape)
            case "braked":
                return f"rule/{shape.subject}" in self.flow.brakes
            case "sent" | "suppressed" | "bounced":
                return self._is_sent(shape.subject)
            case "emitted":
                return self._emits(shape)
            case "started" | "ended":
                return True  # only a rule that lasts has such events
            case "reserved" | "refused" | "released" | "expired" | "deducted" | "moved" | "low":
                return self._counts(shape)
            case "expiring":
                return True  # whether its connector has tokens is not the flow's to say
            case "unverified":
                streams = self.flow.connections[shape.subject].streams.values()
                return any(each.webhook for each in streams)
        assert_never(shape.kind)

    def _counts(self, shape: EventShape) -> bool:
        """Say whether anything moves goods of a stock so that the event may happen."""
        actions = [each.action for each in self.acting]
        stock = shape.subject
        reserves = [e for e in actions if isinstance(e, Reserve) and e.stock == stock]
        ends = [e.how for e in actions if isinstance(e, EndReserve) and e.stock == stock]
        ends += [how for each in reserves for _, how in each.ends]
        moves = any(isinstance(e, Move) and e.stock == stock for e in actions)
        match shape.kind:
            case "expired":
                return any(each.later is not None for each in reserves)
            case "released":
                return "release" in ends
            case "deducted":
                return "deduct" in ends
            case "moved":
                return moves
            case "low":
                return self.flow.stocks[stock].safety is not None and bool(moves or reserves)
            case _:
                return bool(reserves)

    def _is_disputed(self, shape: EventShape) -> bool:
        field = self.flow.records[shape.record].fields[shape.subject]
        written = (name for each in self._mappings(shape) for name, _ in each.items)
        return field.owner is not None and shape.subject in written

    def _emits(self, shape: EventShape) -> bool:
        """Say whether an own event is emitted about that record; without one, about any."""
        return any(
            isinstance(each.action, Emit) and each.action.event == shape.subject
            for each in (self._on(shape.record) if shape.record else self.acting)
        )

    def _is_sent(self, message: str) -> bool:
        """Say whether a message is ever sent, by itself or because it joins others."""
        joining = any(each.merge == message for each in self.flow.contact)
        return joining or any(
            isinstance(each.action, Notify) and each.action.message == message
            for each in self.acting
        )

    def _on(self, record: str) -> list[Acting]:
        return self._by_record.get(record, [])

    def _mappings(self, shape: EventShape) -> list[Mapping]:
        return [each for each in self.flow.mappings.values() if each.record == shape.record]

    def _misses(self, schedule: str) -> bool:
        declared = self.flow.schedules[schedule]
        skips = declared.each is not None and declared.overlap == "skip"
        return declared.catch_up != "each" or skips

    def _asks(self, connection: str) -> bool:
        meant = (connection, SOURCE, self.flow.connections[connection].group)
        asked = [each.action.target for each in self.acting if isinstance(each.action, Call)]
        pushes = [each.action for each in self.acting if isinstance(each.action, Push)]
        sending = {name for each in pushes for name in each.mappings}
        targets = {each.target for name, each in self.flow.outbound.items() if name in sending}
        return not targets.union(asked).isdisjoint(meant)

    def _alarms(self, shape: EventShape) -> bool:
        alarm = self.flow.connections[shape.subject].alarm
        if shape.kind == "empty":
            return alarm.empty is not None
        if shape.kind == "drifted":
            return alarm.drift
        looked_after = (alarm.failed, alarm.silent, alarm.probe)
        return looked_after != (None, None, None) or self._asks(shape.subject)

    def _machine(self, shape: EventShape) -> Machine | None:
        machine = self.flow.records[shape.record].state_fields.get(shape.subject)
        return None if machine is None else self.flow.machines[machine]

    def _creates(self, record: str) -> bool:
        if record == CASE and any(each.state_fields for each in self.flow.mappings.values()):
            return True  # an unexpected state opens one by itself
        if any(
            isinstance(each.action, OpenCase | Ask) and each.action.record == record
            for each in self.acting
        ):
            return True
        if any(
            each.record == record and each.when_absent == "create"
            for each in self.flow.mappings.values()
        ):
            return True
        return any(
            isinstance(each.action, Create) and each.action.record == record for each in self.acting
        )

    def _changes(self, record: str) -> bool:
        declared = self.flow.records[record]
        return bool(declared.machines) or any(
            self._writes(record, name) for name in declared.fields
        )

    def _writes(self, record: str, field: str) -> bool:
        declared = self.flow.records[record].fields.get(field)
        if declared is None:  # a machine's field: it moves with the machine
            return True
        if declared.compute is not None or declared.edit or declared.match:
            return True
        if any(
            each.record == record and any(name == field for name, _ in each.items)
            for each in self.flow.mappings.values()
        ):
            return True
        return any(_writes(each, record, field) for each in self.acting)

    def _enters(self, shape: EventShape) -> bool:
        machine = self._machine(shape)
        if machine is None:
            return True
        reached = {machine.initial, *(way.target for way in machine.transitions)}
        reached |= {machine.beginning(state) for state in observed_states(self.flow, machine)}
        return any(shape.state in machine.path(state) for state in reached)

    def _fires(self, shape: EventShape) -> bool:
        machine = self._machine(shape)
        if machine is None:
            return True
        if any(way.by for way in machine.transitions):
            return True
        return any(
            isinstance(each.action, Fire) and each.action.transition in machine.named
            for each in self._on(shape.record)
        )

    def _tags(self, record: str, *, off: bool) -> bool:
        labels = (
            branch.label
            for tree in self.flow.trees.values()
            if tree.record == record
            for branch in every_branch(tree)
        )
        return any(label is not None for label in labels) or any(
            isinstance(each.action, Tag) and each.action.off == off for each in self._on(record)
        )

    def _lifts(self, record: str) -> bool:
        return any(
            isinstance(each.action, Unhold) or (isinstance(each.action, Hold) and each.action.by)
            for each in self._on(record)
        )


def observed_states(flow: Flow, machine: Machine) -> frozenset[str]:
    """Give the states that a mapping may report for a machine's field."""
    found: set[object] = set()
    for mapping in flow.mappings.values():
        if mapping.record != machine.record:
            continue
        for name, item in mapping.items:
            if name != machine.field:
                continue
            if item.words is not None:
                found |= {*item.words.values(), item.otherwise}
            if item.value is not None:
                found.add(item.value.constant)
            if item.words is None or not (item.refuse_others or item.has_otherwise):
                found |= set(machine.states) if item.path is not None else set()
    return frozenset(state for state in machine.states if state in found)


def _writes(each: Acting, record: str, field: str) -> bool:
    """Say whether an action may change a field of an existing record."""
    match each.action:
        case Set(changes=changes):
            return each.record == record and any(name == field for name, _ in changes)
        case Create(record=made, values=values, exists="set"):
            return made == record and any(name == field for name, _ in values)
        case OpenCase(record=opened, values=values):
            return record == opened and any(name == field for name, _ in values)
        case _:
            return False
