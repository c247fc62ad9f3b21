"""A status as the page shows it: titles and reasons in the reader's language."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from orderloom.app.naming import Naming, readable
from orderloom.app.narrative import code_text, fault_text
from orderloom.app.status import Alert, Quarantined, Status


class Count(NamedTuple):
    """A number with its name; ``share`` of the biggest one beside it, 0 to 100."""

    name: str
    number: int
    share: float = 0.0


class StateCounts(NamedTuple):
    """How many records of a machine stand in each state."""

    title: str
    states: list[Count]


class QuarantineRow(NamedTuple):
    """An item that was not taken."""

    place: str
    field: str
    value: str
    code: str
    reason: str


class AlertRow(NamedTuple):
    """A message that a rule sent."""

    at: str
    what: str
    record: str
    to: str
    severity: str


class View(NamedTuple):
    """Everything on the status page."""

    title: str
    environment: str
    at: str
    accepted: int
    items: list[Count]
    records: list[Count]
    outbox: list[Count]
    machines: list[StateCounts]
    quarantine: list[QuarantineRow]
    alerts: list[AlertRow]
    troubles: list[str]


def view_of(status: Status, language: str) -> View:
    """Give a status in the reader's language; ``items`` and ``outbox`` go by their own names."""
    naming = Naming(status.flow, language, "")
    return View(
        title=naming.flow(),
        environment=status.flow.environment,
        at=f"{_clock(status.at, status.flow.zone)} {status.flow.zone}",
        accepted=sum(status.items.values()),
        items=[Count(name, number) for name, number in status.items.items()],
        records=[Count(naming.record(name), number) for name, number in status.records.items()],
        outbox=[Count(name, number) for name, number in status.outbox.items()],
        machines=[_machine(status, field, language) for field in status.states],
        quarantine=[_quarantined(each, language) for each in status.quarantined],
        alerts=[_alert(each, status, language) for each in status.alerts],
        troubles=[code_text(code, facts, language) for code, facts in status.troubles],
    )


def _machine(status: Status, path: str, language: str) -> StateCounts:
    record, _, field = path.partition(".")
    naming = Naming(status.flow, language, record)
    shape = status.flow.records.get(record)
    machine = "" if shape is None else shape.state_fields.get(field, "")
    counts = status.states[path]
    most = max(counts.values(), default=0) or 1
    return StateCounts(
        f"{naming.record(record)} · {naming.machine_or_field(machine, field)}",
        [
            Count(naming.state(machine, state), number, round(100 * number / most, 1))
            for state, number in sorted(counts.items(), key=lambda each: -each[1])
        ],
    )


def _quarantined(item: Quarantined, language: str) -> QuarantineRow:
    fault = item.fault
    return QuarantineRow(
        place=f"{readable(item.file)} {readable(item.where)}".strip(),
        field=readable(fault.get("field")),
        value=readable(fault.get("value")),
        code=str(fault["code"]),
        reason=fault_text(fault, language),
    )


def _alert(alert: Alert, status: Status, language: str) -> AlertRow:
    naming = Naming(status.flow, language, alert.record)
    return AlertRow(
        at=_clock(alert.at, status.flow.zone),
        what=naming.message(alert.message),
        record=f"{naming.record(alert.record)} {readable(alert.key)}".strip(),
        to=naming.addressee(alert.to),
        severity=naming.severity(alert.severity),
    )


def _clock(instant: datetime, zone: str) -> str:
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"
