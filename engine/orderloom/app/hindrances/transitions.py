"""Transitions that a record could take next, and what is in the way of each."""

from collections.abc import Iterator

from orderloom.app import phrases_of_hindrances as phrases
from orderloom.app.documents import Document, cause_document
from orderloom.app.hindrances.hindrance import Hindrance, verdict_of
from orderloom.app.hindrances.seeker import Seeker
from orderloom.app.naming import Naming, readable
from orderloom.definition.common import title_text
from orderloom.definition.machine import Machine, Transition
from orderloom.flow.record import HoldDetail
from orderloom.kernel.commands import not_allowed
from orderloom.kernel.transition import against

_NOT_NOW = frozenset({"OL704", "OL706"})
"""A hold, and another state: then nobody asks what the guards say."""


def transitions(seeker: Seeker, *, named: bool) -> Iterator[Hindrance]:
    """Give the ways out of every machine's state; ``named``: all other ones too."""
    for machine in seeker.draft.program.machines:
        if not seeker.eyes.sees(seeker.record, (machine.field,)):
            continue
        state = str(seeker.draft.values.get(machine.field))
        for transition in machine.transitions:
            if named or state in transition.origins:
                yield _hindrance(seeker, machine, transition, state)


def _hindrance(seeker: Seeker, machine: Machine, transition: Transition, state: str) -> Hindrance:
    reasons = _reasons(seeker, machine, transition, state)
    verdict = verdict_of(reasons)
    wordings = {
        "free": phrases.TRANSITION_FREE,
        "unknown": phrases.TRANSITION_UNKNOWN,
    }
    wording = wordings.get(verdict, phrases.TRANSITION_BLOCKED)
    return Hindrance(
        kind="transition",
        name=transition.name,
        verdict=verdict,
        says=seeker.speech.says(
            wording,
            transition=lambda n: n.transition(machine.id, transition.name),
            state=lambda n: n.state(machine.id, state),
            target=lambda n: n.state(machine.id, transition.target),
            who=lambda n: _who(n, transition),
        ),
        cause=cause_document(transition.cause),
        reasons=reasons,
        about=_names(seeker, machine, transition),
    )


def _names(seeker: Seeker, machine: Machine, transition: Transition) -> frozenset[str]:
    """Give what a transition goes by: itself, and the events of the states that it leads to."""
    record = seeker.record.type
    states = machine.path(transition.target)
    return frozenset({transition.name, *(f"{record}.{machine.field}.{each}" for each in states)})


def _reasons(
    seeker: Seeker, machine: Machine, transition: Transition, state: str
) -> list[Document]:
    found = against(seeker.work, seeker.draft, machine, transition, {})
    around = seeker.work.glance(seeker.draft, {"transition": transition.name, "was": state})
    # What whoever fires it must give is no hindrance: it is asked for then.
    plain = [(why, None) for why in found if why.code in _NOT_NOW]
    told = seeker.told(plain, around)
    told += seeker.against(() if plain else transition.when, around, transition.cause)
    if seeker.by is not None and not transition.automatic:
        refusal = not_allowed(seeker.by, transition.by, transition.name)
        told += [] if refusal is None else seeker.told([(refusal, None)], around)
    return told


def _who(naming: Naming, transition: Transition) -> str:
    language = naming.language
    if transition.automatic:
        return phrases.BY_ITSELF.fill({}, language)
    if not transition.by:
        return phrases.BY_NOBODY.fill({}, language)
    roles = ", ".join(naming.role(each) for each in transition.by)
    who = phrases.BY_ROLES.fill({"roles": roles}, language)
    if not transition.inputs:
        return who
    inputs = ", ".join(
        readable(title_text(field.title, language, name))
        for name, field in transition.inputs.items()
    )
    return phrases.ASKING.fill({"who": who, "inputs": inputs}, language)


def holds(seeker: Seeker) -> Iterator[Hindrance]:
    """Give what holds a record, with what each blocks and who may lift it."""
    if not seeker.eyes.sees(seeker.record, ("holds",)):
        return
    for name, detail in seeker.record.holds.items():
        yield Hindrance(
            kind="hold",
            name=name,
            verdict="blocked",
            says=seeker.speech.says(
                phrases.HOLD,
                hold=readable(name),
                blocks=lambda n, detail=detail: _blocked(n, detail),
                roles=lambda n, detail=detail: (
                    ", ".join(map(n.role, detail.by)) or phrases.NO_ROLE.fill({}, n.language)
                ),
                because=lambda n, detail=detail: _because(n, detail),
            ),
            about=frozenset({name, *(detail.blocks or _all(seeker))}),
        )


def _all(seeker: Seeker) -> Iterator[str]:
    for machine in seeker.draft.program.machines:
        yield from machine.named


def _blocked(naming: Naming, detail: HoldDetail) -> str:
    if not detail.blocks:
        return phrases.HOLD_ALL.fill({}, naming.language)
    return ", ".join(map(readable, detail.blocks))


def _because(naming: Naming, detail: HoldDetail) -> str:
    why = readable(title_text(detail.why, naming.language))
    return phrases.BECAUSE.fill({"why": why}, naming.language) if why else ""
