"""Holding what a group was decided upon against what is there; see ``store.conflicts``."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from orderloom.errors import Overtaken, RevisionConflict
from orderloom.flow.job import JobChange
from orderloom.flow.schedule import Handled
from orderloom.memory.contents import Contents, Target
from orderloom.store.group import Group, RecordRows
from orderloom.store.instants import instant

WAITING_OUTCOMES = ("parked", "quarantined")
"""Items that ended so are tried again."""


def first_conflict(contents: Contents, group: Group, rows: RecordRows) -> RevisionConflict | None:
    """Give the first thing that is otherwise than the group was decided upon, None: nothing is."""
    every = chain(
        _of_messages(contents, group),
        _of_calls(contents, group),
        _of_records(contents, group, rows),
        _others(contents, group),
        _of_uniques(contents, group, rows),
    )
    return next(every, None)


def _of_messages(contents: Contents, group: Group) -> Iterator[RevisionConflict]:
    for message, progress in group.progress.items():
        letter = contents.inbox.get(message)
        reached = None if letter is None else letter.cursor
        if progress.began is not None and reached != progress.began:
            yield Overtaken("OL930", message=message)
        if letter is None and (progress.cursor is not None or progress.finished):
            yield _unfit(group)
    ended: set[tuple[str, int]] = set()
    for item in group.items:
        place = (item.message, item.position)
        known = contents.items.get(place)
        if known is not None and known.outcome not in WAITING_OUTCOMES:
            yield Overtaken("OL930", message=item.message)
        if place in ended:
            yield _unfit(group)
        if item.outcome not in WAITING_OUTCOMES:
            ended.add(place)


def _of_calls(contents: Contents, group: Group) -> Iterator[RevisionConflict]:
    settled: set[str] = set()
    for each in group.settled:
        posted = contents.calls.get(each.call)
        if posted is None or posted.status != "waiting" or each.call in settled:
            yield RevisionConflict("OL653", call=each.call)
        settled.add(each.call)


def _of_records(contents: Contents, group: Group, rows: RecordRows) -> Iterator[RevisionConflict]:
    for name, revision in group.reads.items():
        kept = contents.records.get(name)
        if kept is None or kept.row.revision != revision:
            yield RevisionConflict("OL630", record=name)
    named: set[tuple[object, object]] = set()
    for record_id, record_type, key, *_ in rows.new:
        if record_id in contents.records:
            yield RevisionConflict("OL630", record=str(record_id))
        if (record_type, key) in contents.keys:
            yield RevisionConflict("OL631", type=str(record_type), key=str(key))
        if (record_type, key) in named:
            yield _unfit(group)
        named.add((record_type, key))
    for *_, record_id, was, shape in rows.changed:
        kept = contents.records.get(str(record_id))
        if kept is None or (kept.row.revision, kept.row.shape) != (was, shape):
            yield RevisionConflict("OL630", record=str(record_id))


def _others(contents: Contents, group: Group) -> Iterator[RevisionConflict]:
    for record_type, horizon in group.searched.items():
        if contents.newest.get(record_type, 0) > horizon:
            yield RevisionConflict("OL637", type=record_type)
    for (stream, of), revision in group.roots.items():
        page = contents.pages.get((stream, of, 0))
        if (0 if page is None else page[0]) != revision:
            yield RevisionConflict("OL690", stream=stream)
    for job, (was, change) in group.jobs.items():
        if not _stands(contents, job, was, change):
            yield RevisionConflict("OL638", job=job)
    yield from _of_schedules(contents, group)


def _of_schedules(contents: Contents, group: Group) -> Iterator[RevisionConflict]:
    moved: dict[str, datetime] = {}
    for each in group.handled:
        if _handled_at(contents, each) != each.since and each.schedule not in moved:
            yield RevisionConflict("OL618", schedule=each.schedule)
        if moved.get(each.schedule, each.since) != each.since:
            yield _unfit(group)
        moved[each.schedule] = each.until


def _of_uniques(contents: Contents, group: Group, rows: RecordRows) -> Iterator[RevisionConflict]:
    given_up = {(record_id, name) for record_id, name in rows.uniques_gone}
    forgotten = {record_id for (record_id,) in rows.forgotten}
    taken: set[Target] = set()
    for record_type, name, value, record_id in rows.uniques_new:
        target = Target(record_type, name, value)
        owner = contents.uniques.get(target)
        is_free = owner is None or owner in forgotten or (owner, name) in given_up
        if not is_free and owner != record_id:
            yield RevisionConflict("OL639", type=record_type, field=name)
        if target in taken:
            yield _unfit(group)
        taken.add(target)


def _unfit(group: Group) -> RevisionConflict:
    """Say that the parts of a group do not fit together: deciding one by one is right then."""
    return RevisionConflict("OL630", record=next(iter((*group.changes, *group.reads)), ""))


def _stands(contents: Contents, job: str, was: int | None, change: JobChange) -> bool:
    row = contents.jobs.get(job)
    if row is None or was is None:
        return row is None and was is None
    return row.cursor == was and (change.steers or row.state == "waiting")


def _handled_at(contents: Contents, handled: Handled) -> datetime | None:
    stored = contents.schedules.get(handled.schedule)
    return None if stored is None else instant(stored)
