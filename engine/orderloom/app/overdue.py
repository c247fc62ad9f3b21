"""Timers that were over before a new version came: listed, and decided about by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orderloom.app.acting import origin_of, submit
from orderloom.app.application import Application
from orderloom.app.finding import find_record
from orderloom.definition.record import OVERDUE, TIMERS
from orderloom.flow.command import Actor, Settle
from orderloom.flow.decision import Decision
from orderloom.names import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueTimer:
    """A timer of a record: ``name`` is that of its ``later``, ``due`` when it was over."""

    record: str
    record_id: RecordId
    key: str
    name: str
    due: datetime


def overdue(app: Application) -> list[OverdueTimer]:
    """Give the timers that wait for a person to decide, those due first before others."""
    with app.stores.reader() as reader:
        records = reader.overdue()
    found = [
        OverdueTimer(
            record=record.type,
            record_id=record.id,
            key=app.program.records[record.type].shown_key(record.key),
            name=entry["name"],
            due=entry[OVERDUE],
        )
        for record in records
        for entry in record.values[TIMERS]
        if OVERDUE in entry
    ]
    return sorted(found, key=lambda each: (each.due, each.record_id, each.name))


def settle(app: Application, record: str | None, by: Actor, *, run: bool) -> Sequence[Decision]:
    """Do what overdue timers would have done, or leave it; None: those of all records.

    Raises:
        OrderloomError: There is no such record.
    """
    if record is not None:
        ids = [find_record(app, record).id]
    else:
        ids = list(dict.fromkeys(each.record_id for each in overdue(app)))
    return [
        submit(app, Settle(origin_of(app, by, "timers", each), app.clock.now(), each, run))
        for each in ids
    ]
