"""What a case remembers of the actions that opened it, until it is over."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from orderloom.definition.action import Ask, OpenCase
from orderloom.definition.machine import ANSWERED, WITHDRAWN
from orderloom.definition.record import OPENERS
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.draft import Draft
from orderloom.kernel.earlier import earlier
from orderloom.kernel.overlay import Overlay

Opener = dict[str, Any]
"""``action`` (its name), ``event`` and ``results`` as far as they are read, ``answered``."""

SUBJECT = "record"
_DECIDED = MappingProxyType({"granted": True, "refused": False, "expired": False})
ANSWER = "answer"


def remember(work: Overlay, case: Draft, action: OpenCase | Ask, around: Surroundings) -> bool:
    """Keep what the actions for later will read; False: this action is remembered already."""
    known = _openers(case)
    if any(opener["action"] == action.name for opener in known):
        return False
    opener: Opener = {
        "action": action.name,
        "event": kept(around.event, named(action.keeps_event)),
        "results": kept(around.results, action.keeps_results),
        "answered": False,
    }
    work.put(case, OPENERS, [*known, opener])
    return True


def named(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Add an event's name to its parts: it tells later whether what they hold is sensitive."""
    return (*parts, "name") if parts else ()


def kept(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Give those of the values that are named and there."""
    return {name: values[name] for name in names if values.get(name) is not None}


def around_case(work: Overlay, case: Draft, later: str) -> Surroundings:
    """Give what a case's ``later`` sees: ``record``, and what its opener kept."""
    action = later.rpartition(".later[")[0]
    opener = next((each for each in _openers(case) if each["action"] == action), {})
    around = work.surroundings(case, opener.get("event") or {})
    around.results = dict(opener.get("results") or {})
    subject = work.get(case.values[SUBJECT])
    if subject is not None:
        subject.own()
        around.results[SUBJECT] = subject.values
    return around


def answer(work: Overlay, case: Draft, state: str, *, final: bool) -> None:
    """Run ``then`` or ``else`` of what waits for a case or approval that has entered a state.

    Of an approval that is withdrawn nothing runs. A case with a machine of its own is answered
    in the state ``answered``, or in any end but ``withdrawn``.
    """
    openers = _openers(case)
    if case.program.shape.is_approval:
        if final and openers:
            work.put(case, OPENERS, None)
            for opener in openers if state in _DECIDED else ():
                _run(work, case, opener, granted=_DECIDED[state])
        return
    if not openers or not (final or state in (ANSWERED, WITHDRAWN)):
        return
    waiting = [opener for opener in openers if not opener["answered"]]
    over = [{**opener, "answered": True} for opener in openers]
    work.put(case, OPENERS, None if final else over)
    for opener in waiting:
        _run(work, case, opener, granted=state != WITHDRAWN)


def _run(work: Overlay, case: Draft, opener: Opener, *, granted: bool) -> None:
    subject = work.get(case.values[SUBJECT])
    name = opener["action"] if subject is None else earlier(subject, opener["action"])
    action = work.program.flow.openings.get(name)
    if action is None or subject is None:  # gone with an earlier version of the flow
        return
    case.own()
    actions = action.then if granted else action.otherwise or ()
    name = f"{action.cause.path}.{'then' if granted else 'else'}"
    results = opener["results"] | {ANSWER: case.values}
    run_separately(work, subject, actions, opener["event"], name, results=results)


def is_waiting(case: Draft, name: str) -> bool:
    """Say whether the action called ``name`` waits for a case or approval."""
    return any(opener["action"] == name for opener in _openers(case))


def kept_by(case: Draft, name: str) -> Mapping[str, Any] | None:
    """Give the results that the action called ``name`` kept; None when it does not wait."""
    found = (opener["results"] for opener in _openers(case) if opener["action"] == name)
    return next(found, None)


def _openers(case: Draft) -> list[Opener]:
    openers: list[Opener] = case.values.get(OPENERS) or []
    return openers
