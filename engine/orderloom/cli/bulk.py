"""What a bulk would do, or did: numbers first, then a few records in sentences."""

from collections.abc import Iterator, Mapping

import click

from orderloom.app.application import Application
from orderloom.app.bulk import Outlook
from orderloom.app.naming import Naming, readable
from orderloom.app.narrative import reason_text
from orderloom.app.reckoning import Costs
from orderloom.app.viewing import Eyes, looking_on
from orderloom.cli.failures import PROBLEM
from orderloom.cli.forecast import decision_lines
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.flow.command import Actor
from orderloom.flow.decision import Decision

_WOULD = Wording("{playbook}: {number} records", "{playbook}：{number} 条记录")
_DID = Wording(
    "{playbook}: {worked} of {number} records worked (job {job})",
    "{playbook}：{number} 条记录已处理 {worked} 条（任务 {job}）",
)
_MESSAGES = Wording("  messages: {parts}", "  消息：{parts}")
_CALLS = Wording("  calls: {parts}", "  调用：{parts}")
_CASES = Wording("  cases: {parts}", "  工单：{parts}")
_NOTHING_OUT = Wording("  nothing goes out", "  没有对外发送")
_FINAL = Wording("  cannot be taken back: {parts}", "  不可撤回：{parts}")
_REFUSED = Wording(
    "  refused at {number}: {reason} (as {record})", "  {number} 条被拒绝：{reason}（如 {record}）"
)
_PARKED = Wording(
    "  at {number} the brake stops it until a person decides: orderloom brake list",
    "  {number} 条触发刹车，须由人决定：orderloom brake list",
)
_LEFT = Wording("  {number} are left alone: enough succeeded", "  其余 {number} 条不处理：数量已够")
_SAMPLES = Wording("such as:", "例如：")
_TO_DO = Wording("nothing was done; --yes does it", "尚未执行；加上 --yes 才执行")


def tell_outlook(
    outlook: Outlook, app: Application, terminal: Terminal, by: Actor, *, done: bool
) -> None:
    """Print what a bulk did, or, not ``done``, would do.

    ``by`` is whose bulk it is, and is told no more than they may see.

    Raises:
        Exit: It was refused as a whole.
    """
    refused = outlook.start.outcome == "refused"
    with looking_on(app, by) as eyes:
        if terminal.wants_json:
            terminal.document(outlook_document(outlook, eyes, done=done))
        elif refused:
            for reason in eyes.reasons(outlook.start.reasons, None):
                terminal.say(reason_text(reason, terminal.language))
        else:
            for line in _lines(outlook, app, eyes, terminal, done=done):
                terminal.show(line)
    if refused:
        raise click.exceptions.Exit(PROBLEM)


def _lines(
    outlook: Outlook, app: Application, eyes: Eyes, terminal: Terminal, *, done: bool
) -> Iterator[str]:
    naming = Naming(app.flow, terminal.language, "")
    reckoning = outlook.reckoning
    facts = {
        "playbook": naming.playbook(str(outlook.start.asked.get("bulk"))),
        "number": f"{outlook.chosen:,}",
        "worked": f"{reckoning.worked:,}",
        "job": outlook.job,
    }
    yield terminal.words(_DID if done else _WOULD, **facts)
    yield from _cost_lines(reckoning.costs, naming, terminal)
    for each in reckoning.refused:
        [why] = eyes.reasons([each.why], each.record_id)
        reason = reason_text(why, terminal.language)
        record = _name(eyes, each.record_id)
        number = f"{each.number:,}"
        yield terminal.words(_REFUSED, number=number, reason=reason, record=record)
    if reckoning.parked:
        yield terminal.words(_PARKED, number=f"{reckoning.parked:,}")
    if not done and reckoning.worked < outlook.chosen:
        yield terminal.words(_LEFT, number=f"{outlook.chosen - reckoning.worked:,}")
    if not done:
        yield from _sample_lines(reckoning.samples, app, eyes, terminal)
        yield terminal.words(_TO_DO)


def _cost_lines(costs: Costs, naming: Naming, terminal: Terminal) -> Iterator[str]:
    messages = {
        f"{naming.message(name)} ({readable(medium)})": number
        for (name, medium), number in costs.messages.items()
    }
    cases = {naming.record(name): number for name, number in costs.cases.items()}
    told: tuple[tuple[Wording, Mapping[str, int]], ...] = (
        (_MESSAGES, messages),
        (_CALLS, costs.calls),
        (_CASES, cases),
        (_FINAL, costs.irreversible),
    )
    for wording, numbers in told:
        if numbers:
            parts = [f"{number:,} × {readable(name)}" for name, number in numbers.items()]
            yield terminal.words(wording, parts=", ".join(parts))
    if not (costs.messages or costs.calls):
        yield terminal.words(_NOTHING_OUT)


def _sample_lines(
    samples: list[Decision], app: Application, eyes: Eyes, terminal: Terminal
) -> Iterator[str]:
    if samples:
        yield terminal.words(_SAMPLES)
    for turn in samples:
        about = eyes.view.get(str(turn.record_id))
        for line in decision_lines(turn, eyes, app.flow, terminal.language, about):
            yield f"  {line}".rstrip()


def _name(eyes: Eyes, record_id: str | None) -> str:
    record = None if record_id is None else eyes.view.get(record_id)
    return readable(record_id if record is None else eyes.name(record))


def outlook_document(outlook: Outlook, eyes: Eyes, *, done: bool) -> dict[str, object]:
    """Give the numbers as ``play --over --format json`` prints them."""
    reckoning = outlook.reckoning
    costs = reckoning.costs
    return {
        "outcome": outlook.start.outcome,
        "done": done and outlook.start.outcome != "refused",
        "job": outlook.job if done else None,
        "reasons": eyes.reasons(outlook.start.reasons, None),
        "records": outlook.chosen,
        "worked": reckoning.worked,
        "parked": reckoning.parked,
        "refused": [
            {
                "number": each.number,
                "reason": eyes.reasons([each.why], each.record_id)[0],
                "record_id": each.record_id,
            }
            for each in reckoning.refused
        ],
        "messages": [
            {"message": name, "medium": medium, "number": number}
            for (name, medium), number in costs.messages.items()
        ],
        "calls": dict(costs.calls),
        "irreversible": dict(costs.irreversible),
        "cases": dict(costs.cases),
        "samples": eyes.effects(reckoning.samples),
    }
