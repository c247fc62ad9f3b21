"""Rules that looked at a record and did nothing, or never looked, and what is in their way now."""

from collections.abc import Iterator

from orderloom.app import phrases_of_hindrances as phrases
from orderloom.app.documents import Document, cause_document
from orderloom.app.hindrances.events import Lately
from orderloom.app.hindrances.hindrance import Hindrance, Verdict, verdict_of
from orderloom.app.hindrances.seeker import Seeker
from orderloom.codes.model import Wording
from orderloom.definition.action import Notify
from orderloom.definition.record import BRAKED, LASTING
from orderloom.definition.rule import Rule
from orderloom.diagnostics import Cause
from orderloom.flow.effect import Why
from orderloom.flow.rule_effect import Spared
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import lasting, muting, once, stays
from orderloom.kernel.figures.asking import Facts
from orderloom.kernel.memos import recall
from orderloom.kernel.refusal import why
from orderloom.kernel.rehearsal import payload_of


def rules(seeker: Seeker, heard: Lately, *, named: bool) -> Iterator[Hindrance]:
    """Give the rules about a record that do nothing; ``named``: also those that never looked."""
    for rule in seeker.app.flow.rules.values():
        if rule.record != seeker.record.type:
            continue
        if rule.lasting is not None:
            yield _lasting(seeker, rule)
        elif named or heard.heard(rule.on) is not None:
            yield _rule(seeker, rule, heard)


def _rule(seeker: Seeker, rule: Rule, heard: Lately) -> Hindrance:
    acted, looked = heard.acted.get(f"rule/{rule.id}"), heard.heard(rule.on)
    reasons = _against(seeker, rule)
    verdict = verdict_of(reasons)
    if acted is not None and (looked is None or acted.entry >= looked[1].entry):
        verdict = "done"
        says = _says(seeker, phrases.RULE_ACTED, rule, at=seeker.speech.when(acted.at))
    elif looked is None:
        verdict = "blocked"
        says = _says(seeker, phrases.RULE_UNHEARD, rule, events=", ".join(rule.on))
    else:
        at = seeker.speech.when(looked[1].at)
        says = _says(seeker, phrases.RULE_MISSED, rule, at=at, event=looked[0])
    return _hindrance(rule, verdict, reasons, says)


def _says(seeker: Seeker, wording: Wording, rule: Rule, **facts: str) -> dict[str, str]:
    return seeker.speech.says(wording, rule=lambda n: n.definition(f"rule/{rule.id}"), **facts)


def _hindrance(
    rule: Rule, verdict: Verdict, reasons: list[Document], says: dict[str, str]
) -> Hindrance:
    return Hindrance(
        kind="rule",
        name=rule.id,
        verdict=verdict,
        says=says,
        cause=cause_document(_cause(rule)),
        reasons=reasons,
        about=frozenset({rule.id, f"rule/{rule.id}", *rule.on}),
    )


def _cause(rule: Rule) -> Cause:
    return Cause(definition=f"rule/{rule.id}", path="", place=rule.place)


def _against(seeker: Seeker, rule: Rule) -> list[Document]:
    """Give what is in a rule's way if one of its events happened to the record now."""
    work, draft = seeker.work, seeker.draft
    payloads = (payload_of(name, draft) for name in rule.on)
    payload = next((each for each in payloads if each is not None), {})
    around = work.surroundings(draft, {**payload, "record": draft.id})
    if rule.facts:
        around.facts = Facts(work.figures, work.program.figures, draft.values, around)
    conditions = () if rule.when is None else (rule.when,)
    found = seeker.against(conditions, around, _cause(rule))
    return found or seeker.told([(each, None) for each in _silent(seeker, rule, around)], around)


def _silent(seeker: Seeker, rule: Rule, around: Surroundings) -> Iterator[Why]:
    """Give what keeps a rule that hits from acting, or from speaking."""
    work, draft = seeker.work, seeker.draft
    brake = recall(work, f"brake/rule/{rule.id}", None)
    if brake is not None and BRAKED in brake.values:
        since = seeker.speech.when(brake.values[BRAKED])
        yield why("OL080", _cause(rule), definition=f"rule/{rule.id}", since=since)
    if rule.once_per is not None:
        hit = once.Hit(rule, draft, rule.on[0] if rule.on else "", _cause(rule), {}, around)
        once.may_start(work, hit)
        yield from (_spared(each) for each in work.effects if isinstance(each, Spared))
        work.effects.clear()
    for action in rule.do:
        muted = muting.against(work, draft, action, around) if isinstance(action, Notify) else None
        if muted is not None:
            yield Why(muted.code, muted.facts, cause=action.cause)
            return


def _spared(effect: Spared) -> Why:
    return Why(effect.reason, effect.facts, cause=effect.cause)


def _lasting(seeker: Seeker, rule: Rule) -> Hindrance:
    """Say where a lasting rule stands with the record."""
    subject = lasting.subject_of(rule, seeker.draft)
    states = seeker.record.values.get(LASTING) or ()
    state = next((each for each in states if each["rule"] == rule.id), None)
    around = subject.around(seeker.work)
    if state is None:
        reasons = seeker.against((subject.lasting.condition,), around, _cause(rule))
        says = _says(seeker, phrases.RULE_OFF, rule)
        return _hindrance(rule, verdict_of(reasons), reasons, says)
    since = seeker.speech.when(state["since"])
    if state["state"] == "pending":
        due = seeker.speech.when(stays.after(state["since"], subject.lasting.hold))
        says = _says(seeker, phrases.RULE_PENDING, rule, since=since, due=due)
        return _hindrance(rule, "waits", [], says)
    silent = _silent(seeker, rule, around)
    reasons = seeker.told([(each, None) for each in silent], around)
    says = _says(seeker, phrases.RULE_ON, rule, since=since)
    return _hindrance(rule, "done", reasons, says)
