"""What a recording teaches about secrets and people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from orderloom.app.application import Application
from orderloom.app.session import ConnectionSession
from orderloom.cassettes.cassette import Exchange, Step
from orderloom.cassettes.covering import Cover, cover_for, readable
from orderloom.cassettes.staging import Played
from orderloom.cassettes.ways import ReadNotes, Tape
from orderloom.definition.connection import Connection
from orderloom.definition.mapping import Item
from orderloom.disguise.sensitive import sensitive_values
from orderloom.flow.message import MappedItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A connection that was asked for steps, for real, and everything that was said."""

    app: Application
    connection: Connection
    session: ConnectionSession
    notes: ReadNotes
    tape: Tape
    played: Played
    steps: Sequence[Step]


def learnt(take: Take) -> Cover:
    """Give a cover that knows everything that must not be told.

    People are known by what is sensitive in mapped items, by where mappings read it from, by names
    of fields, and by the shape of telephone numbers and addresses.
    """
    cover = cover_for(take.session.secret, take.notes.read.values())
    names = set(_names(take))
    for item in take.played.items:
        for kind, value in _sensitive(take.app, item):
            cover.person(kind, value)
    for each in take.tape.exchanges:
        for text in _texts(each):
            cover.hear(text, names)
    for step in take.steps:
        cover.hear(msgspec.json.encode(step.input).decode(), names)
    cover.settle()
    return cover


def _names(take: Take) -> Iterator[str]:
    """Give the last name of every path that a mapping reads something sensitive from."""
    for stream in take.connection.streams.values():
        mapping = take.app.flow.mappings.get(stream.mapping)
        for _, item in () if mapping is None else mapping.items:
            yield from _paths(item, hidden=False)


def _paths(item: Item, *, hidden: bool) -> Iterator[str]:
    hidden = hidden or (item.target is not None and item.target.sensitive)
    if hidden and item.path is not None and item.path.steps:
        yield (item.path.steps[-1].key or "").removeprefix("@")
    for _, part in item.parts:
        yield from _paths(part, hidden=hidden)


def _sensitive(app: Application, item: MappedItem) -> Iterator[tuple[str, object]]:
    fields = app.flow.records[item.record].fields
    for name, value in item.values.items():
        if name in fields:
            yield from sensitive_values(fields[name], value)


def _texts(exchange: Exchange) -> Iterator[str]:
    """Give what was said, and what the request says besides its proofs."""
    yield exchange.request.url
    yield readable(exchange.request.body.bytes())
    if exchange.answer is not None:
        yield readable(exchange.answer.body.bytes())
        yield from exchange.answer.headers.values()
