"""Writing what a group leads to beside records: items, entries, timers, calls, jobs, figures."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import UTC
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from orderloom.flow.decision import Settlement
from orderloom.flow.job import JobChange
from orderloom.flow.timer import Timer
from orderloom.flow.version import Version
from orderloom.memory.contents import Contents, Place, Posted
from orderloom.store.figures import PageRow
from orderloom.store.group import CallRow, Group, ItemRow, Progress, RecordRows
from orderloom.store.instants import micros
from orderloom.store.jobs import JobRow
from orderloom.store.open_values import encode_open


class Misfit(Exception):
    """A row that no store takes: it is about what is not there, or was there before.

    Nobody plans for it, as for a database's own word on such a row.
    """


class Rows(NamedTuple):
    """Rows of a group that are made before anything is written."""

    records: RecordRows
    items: list[ItemRow]
    calls: list[CallRow]
    jobs: list[JobRow]
    pages: list[PageRow]


def misfit(contents: Contents, group: Group, made: Rows) -> None:
    """Hold rows against those that they name.

    Raises:
        Misfit: One is missing, or one is there that must not be.
    """
    for item in made.items:
        if item.message_id not in contents.inbox:
            raise Misfit(item)
    _demand_new_calls(contents, made.calls)
    timers = (each.timer for each in group.timers.values() if each.state == "waiting")
    for record_id in (*(each.record_id for each in timers), *(f.record_id for f in group.files)):
        if record_id not in contents.records and record_id not in group.changes:
            raise Misfit(record_id)
    for line in group.ledger:
        if line.balance.startswith("-"):
            raise Misfit(line)


def _demand_new_calls(contents: Contents, calls: Iterable[CallRow]) -> None:
    ids: set[str] = set()
    keys: set[str] = set()
    for call in calls:
        if call.id in contents.calls or call.idempotency_key in contents.call_keys:
            raise Misfit(call)
        if call.id in ids or call.idempotency_key in keys:
            raise Misfit(call)
        ids.add(call.id)
        keys.add(call.idempotency_key)


def write(contents: Contents, group: Group, made: Rows, digest: str) -> None:
    """Write what fits; ``digest`` is the flow's that messages are finished under."""
    if group.version is not None:
        contents.versions.append(_settled_version(group.version))
    _write_items(contents, group, made.items)
    for message, progress in group.progress.items():
        _advance(contents, message, progress, digest)
    for row in group.journal:
        contents.journal.append(row)
        contents.newest[row.record_type] = len(contents.journal)
    contents.ledger += group.ledger
    _write_timers(contents, group)
    for page in made.pages:
        contents.pages[page.stream, page.grp, page.number] = (page.revision, page.body)
    for each in group.handled:
        contents.schedules[each.schedule] = micros(each.until)
    _write_calls(contents, group, made)
    for file in group.files:
        contents.files.setdefault((file.record_id, file.hash), file.body)
    _write_jobs(contents, group, made)


def _settled_version(version: Version) -> Version:
    """Give a version that nobody else holds a part of."""
    return msgspec.json.decode(msgspec.json.encode(version), type=Version)


def _write_items(contents: Contents, group: Group, items: list[ItemRow]) -> None:
    """Write items; those that were parked or quarantined before are counted anew."""
    for item in items:
        place = (item.message_id, item.position)
        outcomes = group.tally(item.message_id)
        known = contents.items.get(place)
        if known is not None:
            outcomes[known.outcome] -= 1
        outcomes[item.outcome] += 1
        contents.items[place] = item


def _advance(contents: Contents, message: str, progress: Progress, digest: str) -> None:
    letter = contents.inbox[message]
    outcomes = {**letter.outcomes}
    for outcome, number in progress.outcomes.items():
        outcomes[outcome] = outcomes.get(outcome, 0) + number
    if progress.cursor is None and not progress.finished:
        contents.inbox[message] = replace(letter, outcomes=outcomes)
        return
    contents.inbox[message] = replace(
        letter,
        outcomes=outcomes,
        cursor=letter.cursor if progress.cursor is None else progress.cursor,
        finished=progress.finished,
        digest=digest if progress.finished else "",
    )


def _write_timers(contents: Contents, group: Group) -> None:
    for change in group.timers.values():
        _drop_timer(contents, change.timer.id, keep=change.state == "waiting")
    for change in group.timers.values():
        if change.state == "waiting":
            due = change.timer.due.astimezone(UTC)
            known = contents.timers.get(change.timer.id, change.timer)
            timer = replace(known, due=due, since=known.since.astimezone(UTC))
            contents.timers[timer.id] = timer
            insort(contents.queue, place_of(timer))


def _drop_timer(contents: Contents, timer_id: str, *, keep: bool) -> None:
    """Take a timer out of the queue; ``keep``: what it is stays."""
    timer = contents.timers.get(timer_id)
    if timer is None:
        return
    place = place_of(timer)
    del contents.queue[bisect_left(contents.queue, place)]
    if not keep:
        del contents.timers[timer_id]


def place_of(timer: Timer) -> Place:
    """Say where a timer stands in the order of all.

    The later of one state that stands first in the file goes first, also behind the tenth.
    """
    return (micros(timer.due), timer.record_id, len(timer.name), timer.name, timer.id)


def _write_calls(contents: Contents, group: Group, made: Rows) -> None:
    for settled in group.settled:
        contents.calls[settled.call] = _settled(contents.calls[settled.call], settled)
    for call_id in group.superseded:
        posted = contents.calls.get(call_id)
        # What somebody is sending may arrive at any time: it must not be overtaken.
        if posted is not None and posted.status == "waiting" and posted.held_until is None:
            del contents.calls[call_id]
            del contents.call_keys[posted.row.idempotency_key]
    for row in made.calls:
        contents.calls[row.id] = Posted(row=row, status=row.status, next_at=row.next_at)
        contents.call_keys[row.idempotency_key] = row.id


def _settled(posted: Posted, settled: Settlement) -> Posted:
    return replace(
        posted,
        status=settled.state,
        error=settled.error,
        answer=None if settled.answer is None else encode_open(settled.answer),
        sent_at=micros(settled.at) if settled.state == "sent" else None,
        attempts=posted.attempts + 1,
    )


def _write_jobs(contents: Contents, group: Group, made: Rows) -> None:
    """Begin jobs and move them on; one that is over goes."""
    contents.jobs |= {row.id: row for row in made.jobs}
    for name, (was, change) in group.jobs.items():
        if was is not None:
            contents.jobs[name] = _moved(contents.jobs[name], change)
            if change.state == "over":
                del contents.jobs[name]


def _moved(row: JobRow, change: JobChange) -> JobRow:
    if change.steers:
        return row._replace(state=change.state)
    return row._replace(cursor=change.cursor, succeeded=change.succeeded)
