"""Attaching files to records, and fetching them again."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from orderloom.app.acting import decided, origin_of
from orderloom.app.application import Application
from orderloom.app.file_kinds import file_name, media_type
from orderloom.app.finding import find_record
from orderloom.app.viewing import looking_on
from orderloom.definition.record import FILE, Field
from orderloom.errors import OrderloomError, RevisionConflict
from orderloom.flow.command import Actor, Change
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.file import FileContent
from orderloom.flow.record import Record
from orderloom.names import nearest

MOST_FILES = 100
"""A field that is a list of files takes so many."""
MOST_TRIES = 5


_Known = Mapping[str, Any]
"""What a record knows of a file: its ``name``, ``type``, ``size`` and ``hash``."""


class Fetched(NamedTuple):
    """An attached file: its record, what is known of it, and its bytes."""

    record_id: str
    known: _Known
    body: bytes


class Attachment(NamedTuple):
    """A file that somebody hands over: its name, which is made safe, and its bytes."""

    name: str
    body: bytes


def attach(app: Application, record: str, field: str, given: Attachment, by: Actor) -> Decision:
    """Attach a file to a record as a person does, and commit it with its bytes unless refused.

    Args:
        app: The flow and its store.
        record: What a person calls it.
        field: A field of type ``file``, whose file it replaces, or a list of such.
        given: The file; it is kept as it is and never opened.
        by: Who does it.

    Raises:
        OrderloomError: There is no such record or field, or the file is not taken.
        RevisionConflict: The record changed at every try.
    """
    found = find_record(app, record, by)
    shape = file_field(app, found, field)
    name = file_name(given.name)
    value = {"name": name, "type": media_type(name, given.body), "size": len(given.body)}
    content = FileContent(record_id=found.id, hash=sha256(given.body).hexdigest(), body=given.body)
    app.stores.prepare()
    for last in (*(False,) * (MOST_TRIES - 1), True):
        try:
            return _attach(app, shape, {**value, "hash": content.hash}, content, by)
        except RevisionConflict:
            if last:
                raise
    raise AssertionError


def _attach(
    app: Application, shape: Field, value: _Known, content: FileContent, by: Actor
) -> Decision:
    now = app.clock.now()
    origin = origin_of(app, by, "attach", content.record_id, shape.name, *map(str, value.values()))
    worker = app.worker(app.live_desk())
    worker.work_jobs()
    worker.fire_due(now)
    with app.stores.reader() as reader:
        record = reader.get(content.record_id)
        values = {shape.name: value if record is None else _joined(shape, record, value)}
        decisions = decided(app, reader, Change(origin, now, content.record_id, values))
    is_done = decisions[0].outcome == "applied"
    app.stores.committer.commit([Batch(decisions=decisions, files=[content] if is_done else [])])
    worker.work_jobs()
    return decisions[0]


def _joined(shape: Field, record: Record, value: _Known) -> object:
    """Give the field's new value; a list grows by the file."""
    if shape.kind == FILE:
        return value
    held = list(record.values.get(shape.name) or ())
    if len(held) >= MOST_FILES:
        raise OrderloomError("OL956", field=shape.name, limit=str(MOST_FILES))
    return [*held, value]


def fetch(app: Application, record: str, field: str, by: Actor, name: str | None = None) -> Fetched:
    """Give an attached file to somebody who sees its field in the clear.

    Args:
        app: The flow and its store.
        record: What a person calls it.
        field: The field that holds it.
        by: Who fetches it.
        name: Which of several is meant; None: the newest.

    Raises:
        OrderloomError: There is no such record, field or file, it is not theirs to see, or its
            bytes were erased.
    """
    found = find_record(app, record, by)
    shape = file_field(app, found, field)
    with looking_on(app, by) as eyes:
        glimpse = eyes.glimpse(found)
    if glimpse is None or glimpse.manner(field) != "clear":
        raise OrderloomError("OL969", field=field, user=by.id)
    held: Any = found.values.get(field)
    files: list[_Known] = [held] if held and shape.kind == FILE else list(held or ())
    wanted = [each for each in files if name in (None, each["name"])]
    if not wanted:
        names = ", ".join(str(each["name"]) for each in files) or "–"
        raise OrderloomError("OL957", field=field, names=names)
    body = app.stores.files.read(wanted[-1]["hash"])
    if body is None:
        raise OrderloomError("OL959", field=field)
    return Fetched(found.id, wanted[-1], body)


def file_field(app: Application, record: Record, name: str) -> Field:
    """Give a field that holds files, by name.

    Raises:
        OrderloomError: The record has none of that name.
    """
    fields = app.flow.records[record.type].fields
    holding = [each.name for each in fields.values() if FILE in _kinds(each)]
    if name not in holding:
        near = nearest(name, holding) or ""
        known = ", ".join(holding) or "–"
        raise OrderloomError("OL955", record=record.type, field=name, nearest=near, fields=known)
    return fields[name]


def _kinds(field: Field) -> tuple[str, ...]:
    return (field.kind,) if field.item is None else (field.kind, field.item.kind)
