"""Command × view → decision. Read from top to bottom: this is one step, exactly.

1. The command changes the overlay. 2. Everything settles. 3. The oldest event is judged by all
rules and trees on one picture. 4. Those that hit act. 5. New events join, back to 2. When none is
left, lasting rules are judged by what has changed. Nothing is written: the decision says what
would be.
"""

from collections.abc import Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import assert_never, get_args

from orderloom.definition.rule import Rule
from orderloom.expression.trouble import TROUBLE, Trouble, fault_of
from orderloom.flow.command import (
    Announce,
    Answer,
    Bulk,
    Change,
    Command,
    Decide,
    Deploy,
    Each,
    Erase,
    Fire,
    Judge,
    Lift,
    Observe,
    Outcome,
    Release,
    Review,
    Ring,
    Run,
    Settle,
    Steer,
    Tick,
    Undo,
)
from orderloom.flow.decision import Decision
from orderloom.flow.effect import Faulted, Judged
from orderloom.flow.job import JobChange
from orderloom.flow.timer import TimerChange
from orderloom.kernel import (
    answering,
    approving,
    bulk,
    commands,
    contest,
    groups,
    lasting,
    overdue,
    releasing,
    retaining,
    ticks,
    timers,
)
from orderloom.kernel.action_list import DEEPEST
from orderloom.kernel.actions.table import act
from orderloom.kernel.asked import asked
from orderloom.kernel.deploying import apply_deploy
from orderloom.kernel.draft import Draft
from orderloom.kernel.erasing import apply_erase
from orderloom.kernel.faulting import reason_of
from orderloom.kernel.figures.asking import Facts
from orderloom.kernel.figures.counting import count, known, look
from orderloom.kernel.inverse import apply_undo
from orderloom.kernel.jobs import apply_each
from orderloom.kernel.judging import Faults
from orderloom.kernel.listeners import NOBODY, Listeners
from orderloom.kernel.muting import note_event
from orderloom.kernel.overlay import Event, Overlay
from orderloom.kernel.program import Program
from orderloom.kernel.refusal import GRANTED, CycleFound, Reasons, values_read, why
from orderloom.kernel.rehearsal import rehearse, staleness
from orderloom.kernel.rings import ring
from orderloom.kernel.rules import act_rule
from orderloom.kernel.settle import settle
from orderloom.kernel.stocks.reservations import close
from orderloom.kernel.trees import Verdict, act_tree, judge_trees
from orderloom.kernel.watching import concerned
from orderloom.ports import View

_KINDS: Mapping[type, str] = MappingProxyType(
    {command: command.__name__.lower() for command in get_args(Command)}
)
"""Commands as decisions name them."""


def decide(program: Program, view: View, command: Command) -> Decision:
    """Say what a command leads to; changes nothing.

    Args:
        program: The flow, ready to run.
        view: Records as they are; read, never written.
        command: What happened or is asked for.

    Returns:
        The decision: ``applied``, ``duplicate`` when nothing changes, ``stale``, ``parked``, or
        ``refused`` with every reason and without any effect.
    """
    kind = _KINDS[type(command)]
    work = Overlay(program, view, command, kind, act)
    try:
        draft, reasons, stale = _apply(work, command)
        if reasons:
            return _refused(program, command, kind, draft, reasons)
        if stale and draft is not None:
            work.emit(f"{draft.program.id}.stale", draft, staleness(draft, command))
        _run_to_completion(work)
        while contest.withhold(work):
            _run_to_completion(work)
    except CycleFound as found:
        chain = " → ".join(found.chain)
        reasons = (why("OL703", found.cause, cycle=chain, most=str(DEEPEST)),)
        return _refused(program, command, kind, None, reasons)
    except TROUBLE as trouble:
        return _refused(program, command, kind, None, (reason_of(trouble, None),))
    outcome: Outcome = "stale" if stale else "applied" if work.effects else "duplicate"
    return _decision(work, command, kind, draft, outcome)


def _apply(  # noqa: C901, PLR0911, PLR0912 - one arm a command
    work: Overlay, command: Command
) -> tuple[Draft | None, Reasons, bool]:
    match command:
        case Observe():
            return commands.apply_observe(work, command)
        case Fire():
            return *commands.apply_fire(work, command), False
        case Run():
            return *commands.apply_run(work, command), False
        case Bulk():
            return None, bulk.apply_bulk(work, command), False
        case Steer():
            return None, bulk.apply_steer(work, command), False
        case Change():
            return *commands.apply_change(work, command), False
        case Decide():
            return *approving.apply_decide(work, command), False
        case Lift():
            return *commands.apply_lift(work, command), False
        case Review() | Release():
            return *releasing.apply_decision(work, command), False
        case Undo():
            return *apply_undo(work, command), False
        case Announce():
            return *commands.apply_announce(work, command), False
        case Judge():
            return _rehearse(work, command), GRANTED, False
        case Ring():
            return *ring(work, command), False
        case Tick():
            return *ticks.tick(work, command), False
        case Each():
            return *apply_each(work, command), False
        case Answer():
            return *answering.answer(work, command), False
        case Settle():
            return *overdue.apply_settle(work, command), False
        case Erase():
            return *apply_erase(work, command), False
        case Deploy():
            return None, apply_deploy(work, command), False
    assert_never(command)


def _rehearse(work: Overlay, command: Judge) -> Draft | None:
    """Judge one rule or tree on a record as it stands."""
    draft = rehearse(work, command)
    judged = work.program.judged(command.definition)
    if draft is not None and isinstance(judged, Rule) and judged.lasting is not None:
        lasting.judge(work, [lasting.subject_of(judged, draft)])
    return draft


def _run_to_completion(work: Overlay) -> None:
    """Work all events, then judge lasting rules, until nothing is left to do."""
    rounds: list[str] = []
    while True:
        _work_events(work)
        if not (work.program.watching or work.program.by_group):
            return
        moved = _judge_lasting(work)
        if not moved:
            return
        rounds.append(f"rule.{moved[0]}")
        if len(rounds) > DEEPEST:
            raise CycleFound(rounds[-4:], None)


def _judge_lasting(work: Overlay) -> list[str]:
    """Judge what lasts on one picture; name the rules that moved."""
    by_group = groups.groups(work) if work.program.by_group else []
    moved = lasting.judge(work, [*concerned(work), *by_group])
    for each in by_group:
        groups.wake_later(work, each)
    return moved


def _work_events(work: Overlay) -> None:
    settle(work)
    look(work)
    while work.queue:
        event = work.queue.popleft()
        count(work, event)
        if event.name in work.program.quieting:
            note_event(work, event)
        if event.name in work.program.closing:
            _close(work, event)
        listeners = work.program.listening(event.heard_as)
        if listeners is NOBODY:
            continue
        if event.depth > DEEPEST:
            cause = listeners.causes[0] if listeners.causes else None
            raise CycleFound(event.chain()[-4:], cause)
        work.current = event
        work.written.clear()
        if _judge_and_act(work, event, listeners):
            settle(work)
            look(work)
    work.current = None


def _close(work: Overlay, event: Event) -> None:
    """End the reservations that an event ends, before anybody judges it."""
    work.current = event
    if event.draft is not None and close(work, event.draft, event.name):
        settle(work)
        look(work)


def _judge_and_act(work: Overlay, event: Event, listeners: Listeners) -> bool:
    """Judge an event and let the rules and trees that hit act; say whether any did."""
    draft = event.draft
    picture = {} if draft is None else draft.values
    hits: list[int] = []
    faults: Faults = []
    if listeners.ask_figures:
        around = work.surroundings(draft, event.payload)
        work.know(Facts(work.figures, work.program.figures, picture, around))
    listeners.judge(picture, work.glance(draft, event.payload), hits, faults)
    verdicts = judge_trees(work, event, listeners, hits, faults) if listeners.trees else ()
    if not (hits or verdicts or faults):
        return False
    for index, trouble in faults:
        _note_fault(work, event, listeners, index, trouble)
    # All conditions were judged on one picture; what they read is taken from it as well.
    turns: list[tuple[int, int, Judged | Verdict]]
    turns = [(index, 1, _judged(work, event, listeners, index)) for index in hits]
    if verdicts:
        turns += [(verdict.turn, 0, verdict) for verdict in verdicts]
        turns.sort(key=_TURN)
    rules = listeners.rules
    facts = {index: known(work, rules[index]) for index in hits if rules[index].facts}
    of_trees = {each.tree.id: known(work, each.tree) for each in verdicts}
    for index, _, found in turns:
        if isinstance(found, Verdict):
            act_tree(work, event, found, of_trees[found.tree.id])
            continue
        rule, cause = rules[index], listeners.causes[index]
        act_rule(work, event, rule, cause, found, facts.get(index, {}))
    return bool(turns)


_TURN = itemgetter(0, 1)


def _judged(work: Overlay, event: Event, listeners: Listeners, index: int) -> Judged:
    rule = listeners.rules[index]
    draft = event.draft
    values = {}
    if rule.when is not None:
        around = work.glance(draft, event.payload)
        values = values_read(rule.when.compiled, draft, around)
    return Judged(
        record=rule.record,
        record_id=draft.ref if draft is not None and rule.record else None,
        cause=listeners.causes[index],
        on=event.name,
        values=values,
    )


def _note_fault(
    work: Overlay, event: Event, listeners: Listeners, index: int, trouble: Trouble
) -> None:
    rule, fault = listeners.rules[index], fault_of(trouble)
    work.effects.append(
        Faulted(
            record=rule.record,
            record_id=None if event.draft is None else event.draft.id,
            cause=listeners.causes[index],
            code=fault.code,
            facts=dict(fault.facts),
        )
    )


def _refused(
    program: Program, command: Command, kind: str, draft: Draft | None, reasons: Reasons
) -> Decision:
    parked = isinstance(command, Observe) and reasons[0].code == "OL712"
    known = None if draft is None or draft.is_new else draft.id
    return Decision(
        command=kind,
        origin=command.origin,
        now=command.now,
        outcome="parked" if parked else "refused",
        record=command.record if isinstance(command, Observe) else "",
        record_id=known,
        reasons=reasons,
        timers=[TimerChange(command.timer, "over")] if isinstance(command, Ring) else [],
        jobs=_passed_over(command),
        asked=asked(program, draft, command),
    )


def _passed_over(command: Command) -> list[JobChange]:
    """Give a refused command's job, which goes on with the next record."""
    return [command.progress.moved(succeeded=False)] if isinstance(command, Each) else []


def _decision(
    work: Overlay, command: Command, kind: str, draft: Draft | None, outcome: Outcome
) -> Decision:
    if work.program.retains:
        retaining.follow(work)
    changes = work.changes()
    for change in changes:
        if change.after.type in work.program.kept_up:
            work.board.keep_up(work.program.kept_up[change.after.type])
    timed: list[TimerChange] = []
    for change in changes:
        each = work.drafts[change.after.id]
        if each.program.timed:
            timed += timers.changes_of(each)
    if isinstance(command, Ring) and not timed:
        timed = timers.as_remembered(command.timer, work.get(command.timer.record_id))
    calls, superseded = work.calls, []
    if work.superseded:
        superseded = [each for each in work.superseded if each not in {c.id for c in calls}]
        calls = [call for call in calls if call.id not in work.superseded]
    return Decision(
        command=kind,
        origin=command.origin,
        now=command.now,
        outcome=outcome,
        record=draft.program.id if draft is not None else "",
        record_id=None if draft is None else draft.id,
        mapping=command.mapping if isinstance(command, Observe) else None,
        changes=changes,
        effects=work.effects,
        calls=calls,
        superseded=superseded,
        events=work.events,
        timers=timed,
        jobs=work.jobs,
        reads=work.reads,
        searched=work.searched,
        erases=work.erases,
        captured=work.captured,
        pages=work.board.pages,
        figures=work.board.roots,
        asked=asked(work.program, draft, command),
    )
