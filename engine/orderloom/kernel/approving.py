"""People decide on what is asked: one yes of each role, all from different people; one no is no."""

from collections.abc import Sequence
from typing import Any

from orderloom.definition.record import APPROVAL, SAID_YES
from orderloom.flow.asking_effect import Decided
from orderloom.flow.command import Actor, Decide
from orderloom.kernel.actions.open_case import is_open
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.transition import fire


def apply_decide(work: Overlay, command: Decide) -> tuple[Draft | None, Reasons]:
    """Take a person's word on an approval, or on the oldest of a record's on which it counts."""
    draft = work.get(command.record_id)
    if draft is None:
        return None, (why("OL715", record=command.record_id),)
    actor = command.origin.actor
    if actor is None:
        return draft, (why("OL575"),)
    known = [draft] if draft.program.id == APPROVAL else work.linked(APPROVAL, "record", draft)
    waiting = sorted((each for each in known if is_open(each)), key=_number)
    if not waiting:
        return draft, (why("OL576"),)
    against = [_against(approval, actor, command.verdict) for approval in waiting]
    for approval, reasons in zip(waiting, against, strict=True):
        if not reasons:
            return approval, _take(work, approval, actor, command)
    return waiting[0], against[0]


def _number(approval: Draft) -> int:
    number: int = approval.values["number"]
    return number


def _against(approval: Draft, actor: Actor, verdict: str) -> Reasons:
    """Say why a person's word does not count here."""
    asker = approval.values.get("asker")
    roles: list[str] = approval.values.get("roles") or []
    if verdict == "withdraw":
        if actor.id == asker or (asker is None and not actor.roles.isdisjoint(roles)):
            return GRANTED
        return (why("OL577", asker=asker or ", ".join(roles), user=actor.id),)
    if actor.id == asker:
        return (why("OL578", user=actor.id),)
    if actor.roles.isdisjoint(roles):
        return (why("OL721", what="decide", roles=", ".join(roles) or "–", user=actor.id),)
    return GRANTED if verdict == "no" else _against_yes(approval, actor, roles)


def _against_yes(approval: Draft, actor: Actor, roles: Sequence[str]) -> Reasons:
    yes = _said_yes(approval)
    if any(each["by"] == actor.id for each in yes):
        return (why("OL579", user=actor.id),)
    if _filled(roles, [*yes, _vote(roles, actor)]) == _filled(roles, yes):
        return (why("OL190", roles=", ".join(sorted(actor.roles & set(roles)))),)
    return GRANTED


def _vote(roles: Sequence[str], actor: Actor) -> dict[str, Any]:
    return {"by": actor.id, "roles": sorted(actor.roles & set(roles))}


def _said_yes(approval: Draft) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = approval.values.get(SAID_YES) or []
    return said


def _filled(roles: Sequence[str], yes: Sequence[dict[str, Any]]) -> int:
    """Say how many of the roles have their yes, each from another person, at the best.

    Somebody with several of the roles takes the place that leaves most to others.
    """
    places: dict[int, int] = {}

    def seat(person: int, tried: set[int]) -> bool:
        for place, role in enumerate(roles):
            if role not in yes[person]["roles"] or place in tried:
                continue
            tried.add(place)
            if place not in places or seat(places[place], tried):
                places[place] = person
                return True
        return False

    return sum(seat(person, set()) for person in range(len(yes)))


def _take(work: Overlay, approval: Draft, actor: Actor, command: Decide) -> Reasons:
    """Note the word; the approval is over with a no, or with the last yes."""
    work.effects.append(
        Decided(
            record=approval.program.id,
            record_id=approval.ref,
            verdict=command.verdict,
            title=str(approval.values.get("title") or ""),
            who=actor.id,
        )
    )
    reason = command.why.strip()
    if reason:
        work.put_field(approval, "why", reason)
    if command.verdict != "yes":
        if command.verdict == "no":
            work.put_field(approval, "no", actor.id)
        return fire(work, approval, "refuse" if command.verdict == "no" else "withdraw", {}, None)
    roles: list[str] = approval.values.get("roles") or []
    yes = [*_said_yes(approval), _vote(roles, actor)]
    work.put(approval, SAID_YES, yes)
    work.put_field(approval, "yes", [each["by"] for each in yes])
    if _filled(roles, yes) < len(roles):
        return GRANTED
    return fire(work, approval, "grant", {}, None)
