"""Destroying what is sensitive of a record, wherever a memory keeps it; see ``store.wiping``."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from orderloom.errors import ErasureBarred
from orderloom.flow.message import ItemFault
from orderloom.flow.record import Record
from orderloom.memory.contents import Contents
from orderloom.store.sealing import Identities


def wipe(contents: Contents, identities: Identities, record: Record) -> tuple[str, ...]:
    """Take away what is sensitive of a record, what was said of it, and the bytes that hold it.

    Returns:
        The messages whose bytes are gone.

    Raises:
        ErasureBarred: A message that holds it is not worked to the end (OL634), or a job, which
            may hold it (OL619).
    """
    messages = _messages(contents, identities, record)
    _refuse_unfinished(contents, messages)
    if (kept := contents.records.get(record.id)) is not None:
        contents.records[record.id] = kept._replace(row=kept.row._replace(sensitive=None))
    for place in [each for each in contents.files if each[0] == record.id]:
        del contents.files[place]
    for message in messages:
        _purge(contents, message)
    for call_id, posted in contents.calls.items():
        if posted.row.record_id == record.id:
            row = posted.row._replace(payload="{}")
            if posted.status == "waiting":
                posted = replace(posted, status="failed", error="OL635")  # noqa: PLW2901
            contents.calls[call_id] = replace(posted, row=row, answer=None)
    return messages


def forget_identity(contents: Contents, identities: Identities, record: Record) -> None:
    """Take the hashed identity away: whoever has the key could try identities on it."""
    gone = f"%erased/{record.id}"
    kept = contents.records[record.id]
    del contents.keys[record.type, kept.row.key]
    contents.keys[record.type, gone] = record.id
    contents.records[record.id] = kept._replace(row=kept.row._replace(key=gone))
    forms = identities.forms(record.type, record.key)
    for place, item in contents.items.items():
        if item.record_type == record.type and item.key in forms:
            contents.items[place] = item._replace(key=None)


def _messages(contents: Contents, identities: Identities, record: Record) -> tuple[str, ...]:
    """Give the messages whose bodies hold the record: as an item, or by what they led to."""
    forms = identities.forms(record.type, record.key)
    named = {
        item.message_id
        for item in contents.items.values()
        if item.record_type == record.type and item.key in forms
    }
    led = {row.message for row in contents.journal if row.record_id == record.id}
    letters = ((each, contents.inbox.get(each)) for each in sorted(named | led))
    return tuple(each for each, letter in letters if letter is not None and letter.body is not None)


def _refuse_unfinished(contents: Contents, messages: Sequence[str]) -> None:
    for message in messages:
        if not contents.inbox[message].finished:
            raise ErasureBarred("OL634", message=message)
    for row in contents.jobs.values():
        raise ErasureBarred("OL619", job=row.name)


def _purge(contents: Contents, message: str) -> None:
    """Delete a body; what waited in it for a record can never be tried again."""
    letter = replace(contents.inbox[message], body=None, opened=None)
    fault = ItemFault("OL633", "", facts={"message": message})
    for place, item in contents.items.items():
        if item.message_id == message and item.outcome == "parked":
            faults = msgspec.json.encode([fault]).decode()
            contents.items[place] = item._replace(outcome="quarantined", faults=faults)
            letter = replace(letter, outcomes=letter.counted("parked", -1))
            letter = replace(letter, outcomes=letter.counted("quarantined", 1))
    contents.inbox[message] = letter
