"""A compiled flow over records in memory, for tests of the interpreter."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from orderloom.compiler.load import check_flow
from orderloom.definition.connector import ConnectorShape, OperationOutline
from orderloom.definition.extensions import Extensions
from orderloom.flow.command import (
    Actor,
    Announce,
    Answer,
    Change,
    Command,
    Fire,
    Judge,
    Lift,
    Observe,
    Origin,
    Ring,
    Run,
)
from orderloom.flow.decision import Decision
from orderloom.flow.effect import Call
from orderloom.flow.record import Record, identity_key
from orderloom.flow.timer import Timer
from orderloom.kernel.coerce import coerce
from orderloom.kernel.interpreter import decide
from orderloom.kernel.program import Carrier, Program
from orderloom.names import RecordId
from orderloom.runtime.jobs import command_for
from orderloom.testing.memory import MemoryView

MANIFEST = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
settings: {limit: CNY 500}
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: clerk, see: {order: {fields: all}}}
---
{kind: role, id: lead, includes: [clerk], see: {order: {fields: all}}}
---
kind: mapping
id: channel
record: order
read: {format: json}
zone: Asia/Shanghai
fields: FIELDS
"""

START = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
OPERATIONS = (
    OperationOutline(name="freeze", inputs=("no", "note"), answers=("number",)),
    OperationOutline(name="cancel", answers=()),
    OperationOutline(name="refund", irreversible=True),
    OperationOutline(name="print", irreversible=True),
)
CONNECTORS = {
    "folder": ConnectorShape(id="folder"),
    "wms": ConnectorShape(id="wms", operations={each.name: each for each in OPERATIONS}),
    "erp": ConnectorShape(id="erp", operations={OPERATIONS[0].name: OPERATIONS[0]}),
}
CARRIERS = {
    medium: Carrier(connection="out", operation="notify", irreversible=True)
    for medium in ("sms", "email", "chat", "portal")
}


class World:
    """Takes commands one after the other, each a minute later, and keeps what they decide."""

    def __init__(
        self,
        definitions: str,
        *,
        manifest: str = MANIFEST,
        mapped: str = "no",
        extensions: Extensions | None = None,
    ) -> None:
        fields = ", ".join(f"{name}: {name}" for name in mapped.split())
        manifest = manifest.replace("FIELDS", f"{{{fields}}}")
        with TemporaryDirectory() as folder:
            (Path(folder) / "flow.yaml").write_text(manifest, encoding="utf-8")
            (Path(folder) / "rest.yaml").write_text(definitions, encoding="utf-8")
            checked = check_flow(Path(folder), connectors=CONNECTORS, extensions=extensions)
        assert checked.flow is not None, checked.diagnostics
        self.flow = checked.flow
        self.program = Program(self.flow, CARRIERS)
        self.view = MemoryView()
        self.now = START
        self.number = 0

    def observe(
        self, *, source: str | None = None, record: str = "order", **values: Any
    ) -> Decision:
        """Let a channel say what a record looks like."""
        shape = self.flow.records[record]
        values = {
            name: coerce(shape.fields[name], value) if name in shape.fields else value
            for name, value in values.items()
        }
        key = identity_key([values[name] for name in shape.identity])
        origin = self._origin(source=source)
        return self._take(Observe(origin, self.now, "channel", record, key, values))

    def fire(
        self, number: str, /, transition: str, role: str | None = None, **inputs: Any
    ) -> Decision:
        """Fire a transition by hand."""
        return self._take(
            Fire(self._origin(role), self.now, self.order(number).id, transition, inputs)
        )

    def work(self, record: Record, transition: str, role: str) -> Decision:
        """Fire a transition of any record by hand."""
        return self._take(Fire(self._origin(role), self.now, record.id, transition, {}))

    def run(
        self, number: str, /, playbook: str, role: str | None = None, **inputs: Any
    ) -> Decision:
        """Run a playbook by hand."""
        return self._take(
            Run(self._origin(role), self.now, self.order(number).id, playbook, inputs)
        )

    def change(self, number: str, /, role: str | None = None, **values: Any) -> Decision:
        """Type fields by hand."""
        return self._take(Change(self._origin(role), self.now, self.order(number).id, values))

    def lift(
        self, number: str, /, hold: str, role: str | None = None, why: str = "checked"
    ) -> Decision:
        """Lift a hold by hand."""
        return self._take(Lift(self._origin(role), self.now, self.order(number).id, hold, why))

    def answer(self, call: Call, /, **answer: Any) -> Decision:
        """Let a call be answered."""
        return self._answer(call, "answered", answer)

    def refuse(self, call: Call, /, *, for_good: bool = False) -> Decision:
        """Let a call be rejected, or fail for good."""
        outcome: Literal["rejected", "failed"] = "failed" if for_good else "rejected"
        return self._answer(call, outcome, {"connection": "wms", "error": "OL640"}, "OL640")

    def _answer(
        self,
        call: Call,
        outcome: Literal["answered", "rejected", "failed"],
        answer: dict[str, Any],
        error: str | None = None,
    ) -> Decision:
        return self._take(
            Answer(
                Origin(call.id),
                self.now,
                call=call.id,
                action=call.action or "",
                connection=call.connection or "",
                operation=call.operation,
                record_id=RecordId(call.record_id or ""),
                outcome=outcome,
                answer=answer,
                error=error,
            )
        )

    def ring(self, timer: Timer) -> Decision:
        """Let a timer's time be over."""
        return self._take(Ring(Origin(timer.id, where=timer.name), timer.due, timer))

    def work_jobs(self, decision: Decision) -> list[Decision]:
        """Work the jobs that a decision leaves behind, and those that they lead to."""
        waiting, worked = list(decision.jobs), list[Decision]()
        while waiting:
            progress = waiting.pop(0)
            while progress.state == "waiting":
                worked.append(self._take(command_for(progress)))
                progress, *others = worked[-1].jobs
                waiting += others
        return worked

    def announce(self, event: str, **payload: Any) -> Decision:
        """Let an event without a record happen."""
        return self._take(Announce(self._origin(), self.now, event, payload))

    def judge(self, name: str, number: str) -> Decision:
        """Ask what a rule would do, or a tree by ``tree/id``; nothing is stored."""
        name = name if "/" in name else f"rule/{name}"
        command = Judge(self._origin(), self.now, name, self.order(number).id)
        return decide(self.program, self.view, command)

    def order(self, number: str) -> Record:
        """Give an order by its number."""
        return self.record("order", number)

    def record(self, record_type: str, key: str) -> Record:
        """Give a record that must be there."""
        found = self.view.find(record_type, key)
        assert found is not None, f"no {record_type} {key}"
        return found

    def cases(self) -> list[Record]:
        """Give all cases, oldest first."""
        return sorted(self.view.all("case"), key=lambda case: case.values["created_at"])

    def _origin(self, role: str | None = None, source: str | None = None) -> Origin:
        self.number += 1
        self.now += timedelta(minutes=1)
        actor = None
        if role is not None:
            actor = Actor(f"{role}-li", self.flow.roles[role].includes)
        return Origin(f"m{self.number}", 0, "row 1", source, actor)

    def take(self, command: Command) -> Decision:
        """Take any command."""
        return self._take(command)

    def _take(self, command: Command) -> Decision:
        decision = decide(self.program, self.view, command)
        self.view.apply(decision)
        return decision


def kinds(decision: Decision) -> list[str]:
    """Name the effects of a decision in order."""
    return [type(effect).__name__ for effect in decision.effects]


def codes(decision: Decision) -> list[str]:
    """Give the codes of a refusal's reasons."""
    return [reason.code for reason in decision.reasons]
