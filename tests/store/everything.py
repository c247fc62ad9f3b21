"""Everything that a store tells through its ports, to hold one store against another."""

from datetime import datetime, timedelta
from typing import Any

from orderloom.definition.flow import Flow
from orderloom.errors import MessageRejected
from orderloom.expression.grams import grams_of
from orderloom.ports import Reader, Stores

ENOUGH = 10_000
OUTCOMES = ("applied", "duplicate", "stale", "quarantined", "parked", "refused")
LATER = timedelta(days=9_999)


def told(stores: Stores, flow: Flow, now: datetime) -> dict[str, Any]:
    """Give all that can be asked of a store, by what it is."""
    entries = list(stores.journal.all())
    inbox, jobs, outbox = stores.inbox, stores.jobs, stores.outbox
    messages = {entry.message for entry in entries}
    known = {each: standing for each in messages if (standing := inbox.standing(each)) is not None}
    with stores.reader() as reader:
        records = _records(reader, flow)
    return records | {
        "journal": entries,
        "stories": [stores.journal.story(each) for each in sorted(_ids(entries))],
        "beside": [stores.journal.beside(entry) for entry in entries],
        "newest": stores.journal.newest(5),
        "bulks": stores.journal.bulks(5),
        "turns": [list(stores.journal.turns(each)) for each in sorted(messages)],
        "quarantine": stores.journal.quarantine(ENOUGH),
        "standing": known,
        "messages": {each: _read(stores, each) for each in known},
        "positions": {(m, o): list(inbox.positions(m, o)) for m in known for o in OUTCOMES},
        "counts": inbox.counts(),
        "sources": inbox.counts_by_source(),
        "unfinished": list(inbox.unfinished()),
        "quarantined": list(inbox.quarantined(None)),
        "releasable": list(inbox.releasable()),
        "expired": list(inbox.expired(now + LATER)),
        "timers": list(stores.timers.due(now + LATER, ENOUGH)),
        "due": list(stores.timers.due(now, 3)),
        "next": stores.timers.next_due(),
        "schedules": dict(stores.schedules.handled()),
        "jobs": [jobs.read(each) for each in jobs.every()],
        "waiting": list(jobs.unfinished()),
        "calls": list(outbox.due(now + LATER, ENOUGH)),
        "statuses": outbox.counts(),
        "by_connection": outbox.counts_by_connection(),
        "versions": list(stores.versions.every()),
    }


def _ids(entries: list[Any]) -> set[str]:
    return {entry.record_id for entry in entries if entry.record_id is not None}


def _read(stores: Stores, message: str) -> Any:
    try:
        return stores.inbox.read(message)
    except MessageRejected as error:
        return error.code


def _records(reader: Reader, flow: Flow) -> dict[str, Any]:
    found: dict[str, Any] = {
        "records": {name: list(reader.all(name)) for name in flow.records},
        "states": reader.states(),
        "types": reader.types(),
        "overdue": list(reader.overdue()),
        "horizon": reader.horizon(),
    }
    for name, shape in flow.records.items():
        records = found["records"][name]
        assert list(reader.ids(name)) == [each.id for each in records]
        assert [reader.get(each.id) for each in records] == records
        assert [reader.find(name, each.key) for each in records] == records
        finals = dict.fromkeys(shape.state_fields, ("paid", "done"))
        found["open", name] = reader.count_open(name, finals)
        for field in shape.fields:
            found["holders", name, field] = reader.holders(name, field)
        texts = [field for field, of in shape.fields.items() if of.kind == "text"]
        for field in (*texts, *shape.state_fields):
            found["stands", name, field] = reader.stands(name, field)
        for field in shape.indexed:
            for value in sorted({str(each.values.get(field)) for each in records}):
                found["linked", name, field, value] = reader.linked(name, field, value)
        for field in shape.sought:
            for text in sorted({str(each.values.get(field)) for each in records}):
                pieces = [gram.text for gram in grams_of(text)]
                found["alike", name, text] = list(reader.alike(name, pieces, 3))
    return found
