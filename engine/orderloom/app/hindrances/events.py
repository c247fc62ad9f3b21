"""What happened to a record lately, out of the journal: events, and definitions that acted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orderloom.app.application import Application
from orderloom.flow.record import Record
from orderloom.ports import JournalEntry

MOST = 50
"""So many of a record's newest journal entries are looked through."""
_ACTED = frozenset({"judged", "spared"})


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: the journal's entry, and the instant."""

    entry: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Lately:
    """The newest moment of each event of a record, and of each definition that hit there."""

    events: Mapping[str, Moment]
    acted: Mapping[str, Moment]

    def heard(self, names: Sequence[str]) -> tuple[str, Moment] | None:
        """Give the event that happened last of some, None when none did."""
        known = [(name, self.events[name]) for name in names if name in self.events]
        return max(known, key=lambda each: each[1].entry, default=None)


def lately(app: Application, record: Record) -> Lately:
    """Say what happened to a record in its newest entries.

    A decision names its events as a whole: one that happened to another record of the same type
    in the same decision counts too.
    """
    events: dict[str, Moment] = {}
    acted: dict[str, Moment] = {}
    for entry in app.stores.journal.story(record.id)[-MOST:]:
        moment = Moment(entry.seq, entry.at)
        events |= dict.fromkeys(_events(app, entry), moment)
        acted |= dict.fromkeys(_acted(entry), moment)
    return Lately(events, acted)


def _events(app: Application, entry: JournalEntry) -> Sequence[str]:
    """Give a decision's events, which stand in the first of its entries alone."""
    told: Sequence[str] | None = entry.entry.get("events")
    if told is None:
        told = app.stores.journal.beside(entry)[0].entry.get("events")
    return told or ()


def _acted(entry: JournalEntry) -> list[str]:
    causes = [
        effect.get("cause") or {}
        for effect in entry.entry.get("effects", ())
        if effect["effect"] in _ACTED
    ]
    return [str(cause["definition"]) for cause in causes if "definition" in cause]
