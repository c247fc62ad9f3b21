"""Lasting rules: off, pending, on, ending; judged when what they read has changed.

Where a rule stands is remembered by the record that it is about, with the timers of ``for`` and
``keep_for``, so that a restart or a late worker changes nothing: a timer's command has the instant
at which it was due. All that are to be judged after one command are judged on one picture, once
nothing else is left to do, so that what was true in between never counts.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from orderloom.definition.action import Actions
from orderloom.definition.common import Condition
from orderloom.definition.lasting import Lasting, NoData
from orderloom.definition.record import LASTING
from orderloom.definition.rule import Rule
from orderloom.diagnostics import Cause
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.rule_effect import Lasted, Step
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import muting, once, stays
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.brakes import Piece, run
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import note, reason_of
from orderloom.kernel.figures.asking import Facts
from orderloom.kernel.figures.counting import known
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import values_read
from orderloom.kernel.settle import refresh
from orderloom.sight.masking import shown

State = dict[str, Any]
"""Where a rule stands: ``rule``, ``state`` (pending, on, ending), ``since`` when.

``started`` says when it did; ``spared``: its actions were not run, so nothing has to recover."""
STAY = "lasting"
"""Begins the name of a rule's timer."""
REPEAT = "repeat"
"""Begins the name of the timer at which a rule tells again."""


_UNKNOWN: Mapping[NoData, bool | None] = MappingProxyType(
    {"keep": None, "start": True, "end": False}
)


class Subject(NamedTuple):
    """What a rule is judged for: a record or a group, and what is known of it besides.

    ``holder`` remembers where the rule stands, ``draft`` is whom its actions are about.
    """

    rule: Rule
    lasting: Lasting
    holder: Draft
    draft: Draft
    results: Mapping[str, Any] = MappingProxyType({})

    def around(self, work: Overlay, instant: datetime | None = None) -> Surroundings:
        """Give what its conditions see, figures as they are now or will be at an instant."""
        around = work.surroundings(self.draft, {})
        around.now = instant or work.now
        around.results.update(self.results)
        if self.rule.facts:
            facts = Facts(work.figures, work.program.figures, self.draft.values, around)
            around.facts = facts
            work.know(facts)
        return around

    def conditions(self, work: Overlay, instant: datetime) -> tuple[bool | None, ...]:
        """Say whether ``while`` and ``until`` are true at an instant, if nothing happens before."""
        around = self.around(work, instant)
        asked = (self.lasting.condition, self.lasting.until)
        return tuple(_truth(work, self, each, around) for each in asked if each is not None)

    def with_facts(self, work: Overlay) -> "Subject":
        """Give it with its figures as they are now, for its actions."""
        if not self.rule.facts:
            return self
        self.around(work)
        return self._replace(results={**self.results, **known(work, self.rule)})


class Verdict(NamedTuple):
    """Whether the condition is true, and whether the end has come; None: nothing is known.

    ``mutes`` is what it silences already, if that was seen to ahead of its start.
    """

    subject: Subject
    is_true: bool | None
    is_over: bool
    values: dict[str, Any]
    mutes: tuple[str, ...] | None = None


def subject_of(rule: Rule, draft: Draft) -> Subject:
    """Give a record as what a rule is about."""
    assert rule.lasting is not None  # noqa: S101 - asked of lasting rules only
    return Subject(rule, rule.lasting, draft, draft)


def holds(work: Overlay, subject: Subject) -> bool:
    """Say whether a rule that is off would start, or begin to wait."""
    verdict = _verdict(work, subject)
    return verdict.is_true is True and not verdict.is_over


def judge(work: Overlay, subjects: Iterable[Subject]) -> list[str]:
    """Judge rules on one picture, then let them go where that leads; name those that moved."""
    order = attrgetter("subject.rule.priority")
    verdicts = [_ahead(work, _verdict(work, each)) for each in subjects]
    verdicts.sort(key=lambda each: (-order(each), each.subject.rule.id))
    return [each.subject.rule.id for each in verdicts if _follow(work, each)]


def _ahead(work: Overlay, verdict: Verdict) -> Verdict:
    """Let a rule that is about to start silence others that start on the same picture."""
    subject = verdict.subject
    starts = verdict.is_true and not verdict.is_over and not subject.lasting.hold
    if starts and subject.rule.id in work.program.muting and _state(subject) is None:
        return verdict._replace(mutes=_mutes(work, subject))
    return verdict


def ring(work: Overlay, subject: Subject) -> None:
    """Let the time be over that a rule waited for; it may have been changed meanwhile."""
    state = _state(subject)
    if state is None:
        return
    verdict = _verdict(work, subject)
    if state["state"] == "pending":
        due = stays.after(state["since"], subject.lasting.hold)
        if verdict.is_true is not True:
            _forget(work, verdict, "broken")
        elif due > work.now:
            stays.wake(work, subject.holder, _stay(subject), due)
        else:
            _start(work, verdict)
    elif state["state"] == "ending":
        _end(work, verdict)


def _verdict(work: Overlay, subject: Subject) -> Verdict:
    lasting = subject.lasting
    around = subject.around(work)
    found = _truth(work, subject, lasting.condition, around)
    is_true = _UNKNOWN[lasting.no_data] if found is None else found
    if lasting.until is None:
        is_over = is_true is False
    else:
        ended = _truth(work, subject, lasting.until, around)
        is_over = lasting.no_data == "end" if ended is None else ended
    is_hidden = work.program.discretion.is_name
    named = {
        name: shown(subject.results.get(name), hidden=is_hidden(name)) for name in subject.rule.per
    }
    values = named | values_read(lasting.condition.compiled, subject.draft, around)
    return Verdict(subject, is_true, is_over, values)


def _truth(
    work: Overlay, subject: Subject, condition: Condition, around: Surroundings
) -> bool | None:
    try:
        found: bool | None = condition.compiled.evaluate(subject.draft.values, around)
    except TROUBLE as trouble:
        note(work, subject.draft, reason_of(trouble, _cause(subject, condition)))
        return None
    return found


def _follow(work: Overlay, verdict: Verdict) -> bool:
    """Go where a verdict leads; say whether that was anywhere."""
    subject, lasting = verdict.subject, verdict.subject.lasting
    state = _state(subject)
    match None if state is None else state["state"]:
        case None if verdict.is_true and not verdict.is_over:
            if not lasting.hold:
                _start(work, verdict)
                return True
            _wait(work, verdict, "pending", lasting.hold)
        case "pending" if not verdict.is_true:
            _forget(work, verdict, "broken")
        case "on" if verdict.is_over:
            if not lasting.keep_for:
                _end(work, verdict)
                return True
            _wait(work, verdict, "ending", lasting.keep_for)
        case "ending" if verdict.is_true and not verdict.is_over:
            stays.let_sleep(work, subject.holder, _stay(subject))
            _put(work, subject, "on")
            _tell(work, verdict, "resumed")
        case _:
            return False
    return True


def _start(work: Overlay, verdict: Verdict) -> None:
    subject, rule = verdict.subject.with_facts(work), verdict.subject.rule
    stays.let_sleep(work, subject.holder, _stay(subject))
    mutes = list(_mutes(work, subject) if verdict.mutes is None else verdict.mutes)
    slot = None
    if rule.once_per is not None:
        cause = _cause(subject, subject.lasting.condition)
        name = f"rule.{rule.id}.started"
        around = subject.around(work)
        hit = once.Hit(rule, subject.draft, name, cause, verdict.values, around, subject.holder)
        slot = once.may_start(work, hit)
        if slot is None:
            _put(work, subject, "on", spared=True, mutes=mutes)
            return
    _put(work, subject, "on", started=work.now, mutes=mutes)
    _repeat_later(work, subject)
    _tell(work, verdict, "started")
    event = _emit(work, subject, "started")
    guard = {"holder": subject.holder.id, "rule": rule.id, "started": work.now}
    outcome = run(work, _piece(subject, rule.do, event, f"rule/{rule.id}", guard))
    if outcome == "parked":
        _put(work, subject, "on", started=work.now, spared=True)
    if slot is not None and outcome != "refused":
        once.remember(work, slot)
    refresh(work)


def tell_again(work: Overlay, subject: Subject) -> None:
    """Send a rule's messages once more while it is on, and nothing else of what it does."""
    state = _state(subject)
    if state is None or state["state"] == "pending" or state.get("spared"):
        return
    subject = subject.with_facts(work)
    name = f"rule/{subject.rule.id}"
    event = {**subject.results, "name": f"rule.{subject.rule.id}.started", "at": work.happened_at}
    work.telling = True
    run_separately(work, subject.draft, subject.rule.do, event, name, results=subject.results)
    work.telling = False
    _repeat_later(work, subject)


def _repeat_later(work: Overlay, subject: Subject) -> None:
    if subject.rule.repeat_every is not None:
        due = stays.after(work.now, subject.rule.repeat_every)
        stays.wake(work, subject.holder, _repeat(subject), due)


def _repeat(subject: Subject) -> str:
    return f"{REPEAT}{stays.MARK}{subject.rule.id}"


def _mutes(work: Overlay, subject: Subject) -> tuple[str, ...]:
    return muting.turn_on(work, subject.rule, (subject.results, subject.draft.values))


def resume(work: Overlay, guard: Mapping[str, Any]) -> bool:
    """Say whether the rule is still on whose start was parked; from now on it has started."""
    holder = work.get(guard["holder"])
    states = [] if holder is None else _states(holder)
    on = next((s for s in states if s["rule"] == guard["rule"]), None)
    if holder is None or on is None or on.get("started") != guard["started"]:
        return False
    work.put(holder, LASTING, [s if s is not on else {**s, "spared": False} for s in states])
    return True


def _piece(
    subject: Subject, actions: Actions, event: dict[str, Any], name: str, guard: Mapping[str, Any]
) -> Piece:
    return Piece(
        list=name,
        name=name,
        cause=_cause(subject, subject.lasting.condition),
        draft=subject.draft,
        actions=actions,
        event=event,
        results=subject.results,
        touches=subject.holder.id,
        guard=guard,
    )


def _end(work: Overlay, verdict: Verdict) -> None:
    subject, lasting = verdict.subject.with_facts(work), verdict.subject.lasting
    state = _state(subject) or {}
    stays.let_sleep(work, subject.holder, _stay(subject))
    stays.let_sleep(work, subject.holder, _repeat(subject))
    _put(work, subject, None)
    muting.turn_off(work, subject.rule.id, state.get("mutes") or ())
    if state.get("spared"):
        return
    _tell(work, verdict, "ended")
    event = _emit(work, subject, "ended")
    name = f"rule/{subject.rule.id}.recovered"
    run(work, _piece(subject, lasting.recovered, event, name, {}))
    refresh(work)


def _wait(work: Overlay, verdict: Verdict, state: Step, span: Any) -> None:  # noqa: ANN401
    subject = verdict.subject
    due = stays.after(work.now, span)
    stays.wake(work, subject.holder, _stay(subject), due)
    _put(work, subject, state)
    _tell(work, verdict, state, due)


def _forget(work: Overlay, verdict: Verdict, step: Step) -> None:
    stays.let_sleep(work, verdict.subject.holder, _stay(verdict.subject))
    _put(work, verdict.subject, None)
    _tell(work, verdict, step)


def _emit(work: Overlay, subject: Subject, kind: str) -> dict[str, Any]:
    """Let the rule's event happen; give its parts."""
    event = dict(subject.results)
    name = f"rule.{subject.rule.id}.{kind}"
    work.emit(name, subject.draft if subject.draft.ref else None, event)
    return event | {"name": name, "at": work.happened_at}


def _tell(work: Overlay, verdict: Verdict, step: Step, due: datetime | None = None) -> None:
    subject = verdict.subject
    work.effects.append(
        Lasted(
            record=subject.rule.record,
            record_id=subject.draft.ref,
            cause=_cause(subject, subject.lasting.condition),
            rule=subject.rule.id,
            step=step,
            values=verdict.values,
            due=due,
        )
    )


def _cause(subject: Subject, condition: Condition) -> Cause:
    path = "until" if condition is subject.lasting.until else "while"
    return Cause(definition=f"rule/{subject.rule.id}", path=path, place=condition.place)


def _stay(subject: Subject) -> str:
    return f"{STAY}{stays.MARK}{subject.rule.id}"


def _states(holder: Draft) -> list[State]:
    states: list[State] = holder.values.get(LASTING) or []
    return states


def _state(subject: Subject) -> State | None:
    return next((s for s in _states(subject.holder) if s["rule"] == subject.rule.id), None)


def _put(work: Overlay, subject: Subject, state: str | None, **kept: object) -> None:
    """Remember where the rule stands from now on; None: nowhere, it is off.

    What was ``kept`` at its start stays until its end.
    """
    states = [s for s in _states(subject.holder) if s["rule"] != subject.rule.id]
    if state is not None:
        entry: State = {"rule": subject.rule.id, "state": state, "since": work.now}
        known = _state(subject) or {}
        states.append({**known, **entry, **kept})
    work.put(subject.holder, LASTING, states or None)
