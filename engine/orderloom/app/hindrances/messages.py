"""Messages that are, or may be, about a record and were not taken: parked, or in quarantine."""

import re
from collections.abc import Iterable, Iterator

from orderloom.app import phrases_of_hindrances as phrases
from orderloom.app.application import Application
from orderloom.app.documents import Document
from orderloom.app.hindrances.hindrance import Hindrance, Speech
from orderloom.app.naming import readable
from orderloom.codes.model import Wording
from orderloom.errors import MessageRejected
from orderloom.ports import Untaken

MOST = 200
"""So many of the newest items that were not taken are looked at."""


def untaken(
    app: Application, record_type: str, key: str, names: Iterable[str]
) -> Iterator[Hindrance]:
    """Give the messages that were not taken.

    Args:
        app: The flow.
        record_type: The record's type.
        key: Its identity.
        names: Texts that a message about it would hold, all of them: where the engine could not
            read the identity of an item, its message counts if it holds them.
    """
    speech = Speech(app.flow, record_type)
    patterns = [re.compile(rf"(?<!\w){re.escape(each)}(?!\w)") for each in names if each]
    holding: dict[str, bool] = {}
    for item in app.stores.inbox.untaken(record_type, key, MOST):
        if not item.is_sure and item.message not in holding:
            holding[item.message] = bool(patterns) and _holds(app, item.message, patterns)
        if item.is_sure or holding[item.message]:
            yield _hindrance(speech, item)


def _holds(app: Application, message: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Say whether a message's text holds them all; one whose bytes are gone holds nothing."""
    try:
        text = app.stores.inbox.read(message)[0].readable().body.decode("utf-8", "replace")
    except MessageRejected:
        return False
    return all(each.search(text) for each in patterns)


def _hindrance(speech: Speech, item: Untaken) -> Hindrance:
    return Hindrance(
        kind="message",
        name=item.outcome,
        verdict="waits" if item.outcome == "parked" else "blocked",
        says=speech.says(
            _wording(item),
            at=speech.when(item.at),
            file=readable(item.name),
            where=readable(item.where),
        ),
        at=item.at,
        reasons=[_reason(each) for each in item.faults],
        about=frozenset({item.message, item.name}),
    )


def _wording(item: Untaken) -> Wording:
    if item.outcome == "parked":
        return phrases.MESSAGE_PARKED
    return phrases.MESSAGE_QUARANTINED if item.is_sure else phrases.MESSAGE_PERHAPS


def _reason(fault: object) -> Document:
    """Give a fault of an item in the form of a reason."""
    assert isinstance(fault, dict)  # noqa: S101 - as the store keeps faults
    own = {name: fault[name] for name in ("field", "value", "where") if fault.get(name)}
    facts = {name: str(each) for name, each in {**own, **(fault.get("facts") or {})}.items()}
    code = str(fault["code"])
    return {
        "code": code,
        "facts": facts,
        "title": None,
        "values": None,
        "cause": None,
        "clauses": [],
    }
