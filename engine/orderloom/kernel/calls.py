"""What a record remembers of its calls: which wait, what their answers need, which are done.

So an answer is decided from the record alone, one that comes twice finds nothing to do, and two
that ask for what may happen only once clash like any others.
"""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Call, Push
from orderloom.definition.record import CALLS, DONE, TAKEN
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.openers import kept, named
from orderloom.kernel.overlay import Overlay

Waiting = dict[str, Any]
"""A call as its record remembers it: ``call`` (its id), ``once`` if it has one, ``event`` and
``results`` as far as they are read later; of a push ``mapping``, ``connection``, ``digest``, and
``corrects`` if it answers what does not stand; of a proposal ``proposes`` and ``transition``."""

Place = tuple[str, str]
"""Where a push goes: an outbound mapping and a connection."""

ANSWER = "answer"


def waiting(draft: Draft) -> list[Waiting]:
    """Give the calls of a record that no answer has come to, oldest first."""
    found: list[Waiting] = draft.values.get(CALLS) or []
    return found


def done(draft: Draft) -> list[str]:
    """Name what succeeded for a record and may not be asked for again."""
    found: list[str] = draft.values.get(DONE) or []
    return found


def kept_for(action: Call | Push, once: str | None, around: Surroundings) -> Waiting:
    """Give what the actions for later will read."""
    found: Waiting = {
        "event": kept(around.event, named(action.keeps_event)),
        "results": kept(around.results, action.keeps_results),
    }
    return found if once is None else found | {"once": once}


def remember(work: Overlay, draft: Draft, call_id: str, entry: Waiting) -> None:
    """Let a call wait."""
    work.put(draft, CALLS, [*waiting(draft), {"call": call_id, **entry}])


def forget(work: Overlay, draft: Draft, call_id: str) -> Waiting | None:
    """Give what was remembered of a call, which no longer waits; None: it did not."""
    known = waiting(draft)
    entry = next((each for each in known if each["call"] == call_id), None)
    if entry is not None:
        work.put(draft, CALLS, [each for each in known if each is not entry] or None)
    return entry


def unsent_push(draft: Draft, place: Place) -> Waiting | None:
    """Give what waits for a target by a mapping; None when nothing does."""
    return next((each for each in waiting(draft) if _place_of(each) == place), None)


def taken(draft: Draft, place: Place) -> str | None:
    """Give the digest of what a target last took by a mapping; None: it is to be told anyway."""
    known = _all_taken(draft)
    return next((each["digest"] for each in known if _place_of(each) == place), None)


def corrected(draft: Draft, place: Place) -> str | None:
    """Give the digest of what a target said last that does not stand, if it was told so."""
    known = _all_taken(draft)
    return next((each.get("corrects") for each in known if _place_of(each) == place), None)


def agree(work: Overlay, draft: Draft, connection: str | None) -> None:
    """Forget what a system was told of words that do not stand: what it says now does."""
    known = _all_taken(draft)
    if not any("corrects" in each and each["connection"] == connection for each in known):
        return
    kept_up = [
        {name: value for name, value in each.items() if name != "corrects"}
        if each["connection"] == connection
        else each
        for each in known
    ]
    work.put(draft, TAKEN, kept_up)


def take(
    work: Overlay, draft: Draft, place: Place, digest: str | None, corrects: str | None = None
) -> None:
    """Remember what a target took; None: nobody knows what it has."""
    rest = [each for each in _all_taken(draft) if _place_of(each) != place]
    if digest is not None:
        marks = {} if corrects is None else {"corrects": corrects}
        rest.append({"mapping": place[0], "connection": place[1], "digest": digest, **marks})
    if rest != _all_taken(draft):
        work.put(draft, TAKEN, rest or None)


def _place_of(entry: Waiting) -> Place:
    return entry.get("mapping", ""), entry.get("connection", "")


def _all_taken(draft: Draft) -> list[Waiting]:
    found: list[Waiting] = draft.values.get(TAKEN) or []
    return found


def texts(told: Mapping[str, Any]) -> dict[str, str]:
    """Give what is known of a failure as facts of its wording."""
    return {name: value for name, value in told.items() if isinstance(value, str)}
