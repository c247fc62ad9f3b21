"""What happened in a play, step by step, out of what was committed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orderloom.app.documents import fault_document, why_document
from orderloom.app.narrative import fault_text, reason_text
from orderloom.definition.test import ExpectedKind
from orderloom.flow.command import Outcome
from orderloom.flow.decision import Batch, Decision, ItemResult
from orderloom.flow.effect import Called, Notified, Pushed, Refused, Suppressed, Why
from orderloom.flow.record import Record
from orderloom.flow.rule_effect import Spared
from orderloom.yaml_tests.watching import Ear

UNTAKEN: frozenset[Outcome] = frozenset(("quarantined", "parked"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that an expectation can count.

    ``parts`` are its own names, ``values`` those of the record concerned, as they were then.
    ``verb`` is what it may be called besides its name.
    """

    kind: ExpectedKind
    name: str
    step: int
    parts: Mapping[str, Any]
    values: Mapping[str, Any]
    verb: str = ""


class Chronicle:
    """Notes everything that is committed; ``step`` is the step under way, from 0.

    Attributes:
        happenings: In the order in which they were committed.
        created: Record id to the step in which it appeared; those given at -1.
        decisions: Every decision that was committed.
        mapping: The mapping of the message that is being worked.
    """

    def __init__(self, ear: Ear, language: str) -> None:
        self._ear = ear
        self._language = language
        self._records: dict[str, Record] = {}
        self._sent: dict[str, Happening] = {}
        self.step = -1
        self.happenings: list[Happening] = []
        self.created: dict[str, int] = {}
        self.decisions: list[Decision] = []
        self.mapping = ""

    def note(self, batches: Iterable[Batch]) -> None:
        """Take in what one commit wrote."""
        for batch in batches:
            for decision in batch.decisions:
                self._note_decision(decision)
            for item in batch.items:
                self._note_item(item)

    def note_refusal(
        self, name: str, reasons: Sequence[Why], record_id: str | None, verb: str = ""
    ) -> None:
        """Take in that something was refused: ``name``, or ``verb``, is what was asked for."""
        texts = [reason_text(why_document(reason), self._language) for reason in reasons]
        self._refused(name, texts, [reason.code for reason in reasons], record_id, verb)

    def note_rejection(self, name: str, code: str, text: str) -> None:
        """Take in that the bytes of a message made no sense."""
        self._refused(name, [text], [code], None)

    def of(self, kind: ExpectedKind, name: str) -> list[Happening]:
        """Give everything of a kind and name so far."""
        of_kind = (each for each in self.happenings if each.kind == kind)
        return [each for each in of_kind if name in (each.name, each.verb)]

    def _note_decision(self, decision: Decision) -> None:
        self.decisions.append(decision)
        for change in decision.changes:
            self._records[change.after.id] = change.after
            if change.before is None:
                self.created[change.after.id] = self.step
        for heard in self._ear.of(decision):
            self._happened("event", heard.name, heard.parts, heard.values)
        texts = {call.id: call.payload for call in decision.calls}
        self._note_calls(decision, texts)
        for effect in decision.effects:
            if isinstance(effect, Notified):
                payload = texts.get(effect.call, {})
                parts = {
                    "to": str(payload.get("to")).removeprefix("role:"),
                    "medium": effect.medium,
                    "text": payload.get("text"),
                }
                self._happened("message", effect.message, parts, self._values(effect.record_id))
            elif isinstance(effect, Suppressed):
                parts = {"reason": effect.reason}
                self._happened("suppressed", effect.message, parts, self._values(effect.record_id))
            elif isinstance(effect, Spared):
                parts = {"reason": effect.reason}
                self._happened("suppressed", effect.rule, parts, self._values(effect.record_id))
            elif isinstance(effect, Refused):
                self.note_refusal(effect.action, effect.reasons, effect.record_id)

    def _note_calls(self, decision: Decision, texts: Mapping[str, Mapping[str, Any]]) -> None:
        """Take in what is asked and sent; what gives way to a newer push was never there."""
        for call_id in decision.superseded:
            if (unsent := self._sent.pop(call_id, None)) is not None:
                self.happenings.remove(unsent)
        for effect in decision.effects:
            if isinstance(effect, Called | Pushed):
                payload = texts.get(effect.call, {})
                parts = {**payload, "input": payload}
                name = f"{effect.connection}.{effect.operation}"
                self._happened("call", name, parts, self._values(effect.record_id))
                self._sent[effect.call] = self.happenings[-1]

    def _note_item(self, item: ItemResult) -> None:
        if item.outcome not in UNTAKEN:
            return
        faults = [fault_document(fault) for fault in item.faults]
        texts = [fault_text(fault, self._language) for fault in faults]
        self._refused(self.mapping, texts, [fault.code for fault in item.faults], None)

    def _refused(
        self, name: str, texts: list[str], codes: list[str], record_id: str | None, verb: str = ""
    ) -> None:
        parts = {"reasons": texts, "codes": codes, "record": record_id}
        self._happened("refused", name, parts, self._values(record_id), verb)

    def _happened(
        self,
        kind: ExpectedKind,
        name: str,
        parts: Mapping[str, Any],
        values: Mapping[str, Any],
        verb: str = "",
    ) -> None:
        self.happenings.append(
            Happening(kind=kind, name=name, step=self.step, parts=parts, values=values, verb=verb)
        )

    def _values(self, record_id: str | None) -> Mapping[str, Any]:
        record = None if record_id is None else self._records.get(record_id)
        return {} if record is None else record.values
