"""``why``: everything that stands in the way of a record, or of one thing that it should do."""

from collections.abc import Iterable, Iterator
from itertools import chain

from orderloom.app.application import Application
from orderloom.app.finding import find_record
from orderloom.app.hindrances.branches import branches
from orderloom.app.hindrances.events import lately
from orderloom.app.hindrances.hindrance import Hindrance
from orderloom.app.hindrances.messages import untaken
from orderloom.app.hindrances.past import past
from orderloom.app.hindrances.rules import rules
from orderloom.app.hindrances.seeker import Seeker, seeker_of
from orderloom.app.hindrances.transitions import holds, transitions
from orderloom.app.hindrances.waits import waits
from orderloom.app.viewing import Eyes
from orderloom.definition.record import is_own
from orderloom.errors import OrderloomError
from orderloom.flow.command import Actor
from orderloom.flow.record import Record
from orderloom.names import nearest

MOST_PAST = 20
"""So much of what did not take place before is told, the newest, unless one thing is asked for."""


def record_of(app: Application, record_type: str, text: str, by: Actor | None) -> Record | None:
    """Find a record of a type by its id, identity or a unique number; None: there is none.

    Raises:
        OrderloomError: There is no such type (OL078), or several records go by that text.
    """
    known = [each for each in app.flow.records if not is_own(each)]
    if record_type not in known:
        near = nearest(record_type, known) or ""
        raise OrderloomError("OL078", record=record_type, nearest=near, known=", ".join(known))
    for each in (f"{record_type}/{text}", text):
        try:
            found = find_record(app, each, by)
        except OrderloomError as error:
            if error.code != "OL649":
                raise
            continue
        if found.type == record_type:
            return found
    return None


def hindrances(
    app: Application, eyes: Eyes, record: Record, by: Actor | None, what: str | None
) -> list[Hindrance]:
    """Give all that stands, or stood, in the way.

    Args:
        app: The flow.
        eyes: How whoever asks sees it.
        record: The record.
        by: Who asks; None: whoever runs the flow.
        what: A transition, event, rule, tree, field or timer; None: all next steps, and
            everything that looked at the record lately.

    Raises:
        OrderloomError: Nothing about such a record goes by that name (OL079).
    """
    seeker = seeker_of(app, eyes, record, by)
    if seeker is None:
        return []
    if what is None:
        told = [each for each in _all(seeker, named=False) if each.verdict != "done"]
        earlier = [each for each in told if each.verdict == "past"]
        return [*(each for each in told if each.verdict != "past"), *earlier[:MOST_PAST]]
    every = list(_all(seeker, named=True))
    found = [each for each in every if what == each.name or what in each.about]
    if not found:
        names = sorted(_names(every))
        raise OrderloomError(
            "OL079",
            record=record.type,
            what=what,
            nearest=nearest(what, names) or "",
            known=", ".join(names) or "–",
        )
    return found


def missing(app: Application, eyes: Eyes, record_type: str, text: str) -> list[Hindrance]:
    """Say why there is no record: what came for it and was not taken, if that may be told."""
    outline = eyes.sight.outline(record_type)
    if not eyes.sight.is_everything and (outline is None or not outline.is_whole):
        return []
    return list(untaken(app, record_type, text, text.split("/")))


def _all(seeker: Seeker, *, named: bool) -> Iterator[Hindrance]:
    heard = lately(seeker.app, seeker.record)
    yield from chain(
        transitions(seeker, named=named),
        holds(seeker),
        rules(seeker, heard, named=named),
        branches(seeker, heard, named=named),
        waits(seeker),
        _messages(seeker),
        past(seeker),
    )


def _messages(seeker: Seeker) -> Iterable[Hindrance]:
    """Give messages about a record that is seen whole; what is in them was never veiled."""
    glimpse = seeker.eyes.glimpse(seeker.record)
    if glimpse is None or not (glimpse.is_whole and not seeker.eyes.sight.unseen_names()):
        return ()
    values = seeker.record.values
    names = [str(values[each]) for each in seeker.draft.program.identity if each in values]
    return untaken(seeker.app, seeker.record.type, seeker.record.key, names)


def _names(found: Iterable[Hindrance]) -> Iterator[str]:
    for each in found:
        if each.kind in {"transition", "rule", "branch", "timer"}:
            yield each.name
