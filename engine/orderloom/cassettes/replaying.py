"""Replaying a cassette: does the connector still ask what it asked, and come to the same?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from orderloom.app.application import Application
from orderloom.app.inputs import connection_named
from orderloom.cassettes.cassette import Cassette, Exchange, Head, Outcome, asked, line_of, read
from orderloom.cassettes.differing import LONGEST, Difference, differences
from orderloom.cassettes.staging import replayed
from orderloom.cassettes.ways import Player
from orderloom.diagnostics import Diagnostic, Place
from orderloom.errors import OrderloomError
from orderloom.flow.http import HttpRequest

_MOST = 20
"""As many differences are told."""
_NONE = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What a replay came to; without differences it is as it was recorded."""

    head: Head
    exchanges: int
    outcomes: Sequence[Outcome]
    differences: Sequence[Diagnostic]


def load(file: Path) -> tuple[Cassette, str]:
    """Read a cassette, and give its text as well.

    Raises:
        OrderloomError: It cannot be read (OL643), or is none (OL832).
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        reason = error.strerror or "–"
        raise OrderloomError("OL643", file=str(file), reason=reason) from error
    return read(raw, str(file)), raw.decode()


def replay(app: Application, cassette: Cassette, text: str, file: str) -> Replay:
    """Replay a cassette through the connection of its name.

    Args:
        app: Its flow says how the connection speaks; no secret is looked up, nothing leaves.
        cassette: What was recorded.
        text: The same, as it stands in the file.
        file: What the file is called.

    Raises:
        OrderloomError: The flow has no such connection (OL647).
    """
    connection = connection_named(app.flow, cassette.head.connection)
    player = Player(cassette.exchanges)
    played = replayed(app, connection, cassette.head, player)
    lines = text.split("\n")
    found = list(_compared(cassette.exchanges, player.requests, file, lines))
    if not found:
        found = list(_came_to(cassette, played.outcomes, file))
    return Replay(
        head=cassette.head,
        exchanges=len(player.requests),
        outcomes=played.outcomes,
        differences=found[:_MOST],
    )


def _compared(
    exchanges: Sequence[Exchange], requests: Sequence[HttpRequest], file: str, lines: Sequence[str]
) -> Iterator[Diagnostic]:
    """Tell what differs in the first exchange that does; those after it follow from that."""
    for number, (exchange, request) in enumerate(zip_longest(exchanges, requests)):
        line = line_of(number)
        if exchange is None:
            facts = {"recorded": str(len(exchanges)), "method": request.method}
            path = request.url.partition("?")[0]
            yield _told("OL835", Place(file, line), **facts, path=path)
            return
        if request is None:
            facts = {"exchange": str(number + 1), "method": exchange.request.method}
            path = exchange.request.url.partition("?")[0]
            yield _told("OL836", Place(file, line), **facts, path=path)
            return
        found = list(differences(exchange.request, asked(request)))
        if found:
            yield from (_differs(each, number, Place(file, line), lines) for each in found)
            return


def _differs(each: Difference, number: int, place: Place, lines: Sequence[str]) -> Diagnostic:
    text = lines[place.line - 1]
    name = each.part.rpartition(" ")[2].rpartition(".")[2]
    sought = each.expected if each.expected is not None and each.expected in text else name
    column = text.find(sought) + 1 if sought else 0
    place = Place(place.file, place.line, column, column + len(sought) if column else 0)
    facts = {"expected": _cut(each.expected), "found": _cut(each.found)}
    return _told("OL834", place, exchange=str(number + 1), part=each.part, **facts)


def _came_to(cassette: Cassette, outcomes: Sequence[Outcome], file: str) -> Iterator[Diagnostic]:
    place = Place(file, line_of(len(cassette.exchanges)))
    pairs = zip(cassette.head.steps, cassette.end.outcomes, outcomes, strict=True)
    for step, before, after in pairs:
        if before != after:
            name = step.stream or step.call or ""
            yield _told("OL837", place, step=name, expected=summary(before), found=summary(after))


def summary(outcome: Outcome) -> str:
    """Give what a step came to in one line: numbers and codes, in no language."""
    faults = " ".join(f"{code}×{number}" for code, number in outcome.faults.items())
    parts = (f"{outcome.files}/{outcome.items}", faults, outcome.error or "")
    return " ".join(filter(None, parts))


def _cut(text: str | None) -> str:
    if text is None:
        return _NONE
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _told(code: str, place: Place, **facts: str) -> Diagnostic:
    return Diagnostic(code=code, place=place, facts=facts)
