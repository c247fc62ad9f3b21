"""How a flow stands: numbers, what was not taken, what was told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orderloom.app.application import Application
from orderloom.definition.flow import Flow
from orderloom.flow.record import Record
from orderloom.ports import JournalEntry, Reader
from orderloom.runtime.tally import ALERTING

MOST_LISTED = 10
LOOKED_THROUGH = 2_000
"""Journal entries among which the newest alerts are sought."""

Trouble = tuple[str, Mapping[str, str]]
"""A code and its facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A message that a rule or tree sent; ``rule`` is its id."""

    at: datetime
    record: str
    key: str
    rule: str
    message: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """An item that was not taken; ``fault`` as the store keeps it."""

    file: str
    where: str
    fault: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One picture of a flow and its store.

    Attributes:
        items: Outcome to the number of items, over everything ever taken in.
        records: Record type to number.
        states: ``type.machine_field`` to state to number.
        outbox: Status of a call to number.
        troubles: What went wrong in the background since the last good tick, as codes with facts.
    """

    flow: Flow
    at: datetime
    items: Mapping[str, int]
    records: Mapping[str, int]
    states: Mapping[str, Mapping[str, int]]
    quarantined: Sequence[Quarantined]
    alerts: Sequence[Alert]
    outbox: Mapping[str, int]
    troubles: Sequence[Trouble] = ()


def status_of(app: Application, troubles: Sequence[Trouble] = ()) -> Status:
    """Take a picture of how things stand."""
    stores = app.stores
    with stores.reader() as reader:
        records = dict(reader.types())
        states = {field: dict(counts) for field, counts in reader.states().items() if counts}
        alerts = _alerts(app, reader, stores.journal.newest(LOOKED_THROUGH))
    return Status(
        flow=app.flow,
        at=app.clock.now(),
        items=dict(stores.inbox.counts()),
        records=records,
        states=states,
        quarantined=list(_quarantined(stores.journal.quarantine(MOST_LISTED))),
        alerts=alerts,
        outbox=dict(stores.outbox.counts()),
        troubles=tuple(troubles),
    )


def _quarantined(items: Sequence[Mapping[str, Any]]) -> Iterator[Quarantined]:
    for item in items:
        for fault in item["faults"]:
            yield Quarantined(file=item["name"], where=item["where"], fault=fault)


def _alerts(app: Application, reader: Reader, entries: Sequence[JournalEntry]) -> list[Alert]:
    alerts: list[Alert] = []
    for entry in entries:
        for effect in entry.entry.get("effects", ()):
            if _alerting_rule(effect) is not None:
                alerts.append(_alert(app, reader.get(entry.record_id or ""), entry, effect))
            if len(alerts) == MOST_LISTED:
                return alerts
    return alerts


def _alerting_rule(effect: Mapping[str, Any]) -> str | None:
    """Name the rule or tree that sent a message; None for any other effect."""
    definition = str((effect.get("cause") or {}).get("definition", ""))
    is_alert = effect["effect"] == "notified" and definition.startswith(ALERTING)
    return definition.partition("/")[2] if is_alert else None


def _alert(
    app: Application, record: Record | None, entry: JournalEntry, effect: Mapping[str, Any]
) -> Alert:
    return Alert(
        at=entry.at,
        record="" if record is None else record.type,
        key="" if record is None else app.program.records[record.type].shown_key(record.key),
        rule=_alerting_rule(effect) or "",
        message=effect["message"],
        to=effect["to"],
    )
