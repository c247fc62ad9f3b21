"""How ``deploy`` and ``rollback`` tell what became, or would become, of records."""

from collections.abc import Iterator

import click

from orderloom.app.deploying import Deployment
from orderloom.app.documents import why_document
from orderloom.app.narrative import reason_text
from orderloom.cli.failures import PROBLEM
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.flow.deploy_effect import Deployed

_SAME = Wording("these definitions are in force already", "这些定义已经生效")
_DONE = Wording(
    "version {version} is in force; {records} records were gone through",
    "版本 {version} 已生效；已逐一处理 {records} 条记录",
)
_WOULD = Wording(
    "version {version} would be in force; {records} records would be gone through",
    "版本 {version} 将生效；将逐一处理 {records} 条记录",
)
_MOVED = Wording("  {machine}: {was} → {state}: {number}", "  {machine}：{was} → {state}：{number}")
_RENAMED = Wording("  {record}.{field} → {into}: {number}", "  {record}.{field} → {into}：{number}")
_SET = Wording("  {record}.{field} set: {number}", "  {record}.{field} 赋值：{number}")
_FINISHING = Wording(
    "  {machine}: {number} at {state} finish under version {version}",
    "  {machine}：处于 {state} 的 {number} 条记录按版本 {version} 走完",
)
_OVERDUE = Wording(
    "  timers overdue, not run: {number} (see 'orderloom timers')",
    "  已到时而未执行的定时：{number}（见 orderloom timers）",
)
_REFUSED = Wording("refused:", "被拒绝：")


def tell_deployment(found: Deployment, terminal: Terminal, *, done: bool) -> None:
    """Print what a deployment did, or, not ``done``, would do; or why it may not.

    Raises:
        Exit: It was refused.
    """
    reasons = () if found.decision is None else found.decision.reasons
    if terminal.wants_json:
        terminal.document(_document(found, done=done))
    elif reasons:
        terminal.say(terminal.words(_REFUSED))
        for reason in reasons:
            terminal.say(f"  {reason_text(why_document(reason), terminal.language)}")
    else:
        for line in _lines(found, terminal, done=done):
            terminal.show(line)
    if reasons:
        raise click.exceptions.Exit(PROBLEM)


def _lines(found: Deployment, terminal: Terminal, *, done: bool) -> Iterator[str]:
    version = _version(found)
    if version is None:
        yield terminal.words(_SAME)
        return
    facts = {"version": str(version), "records": f"{found.records:,}"}
    yield terminal.words(_DONE if done else _WOULD, **facts)
    for (machine, was, state), number in sorted(found.moves.items()):
        told = {"machine": machine, "was": was or "–", "state": state, "number": f"{number:,}"}
        yield terminal.words(_MOVED, **told)
    for (record, name, into), number in sorted(found.renames.items()):
        told = {"record": record, "field": name, "into": into, "number": f"{number:,}"}
        yield terminal.words(_RENAMED, **told)
    for (record, name), number in sorted(found.sets.items()):
        yield terminal.words(_SET, record=record, field=name, number=f"{number:,}")
    for (machine, state, number), records in sorted(found.finishing.items()):
        told = {"machine": machine, "state": state, "number": f"{records:,}"}
        yield terminal.words(_FINISHING, version=str(number), **told)
    if found.overdue:
        yield terminal.words(_OVERDUE, number=f"{found.overdue:,}")


def _version(found: Deployment) -> int | None:
    if found.decision is None:
        return None
    told = [each for each in found.decision.effects if isinstance(each, Deployed)]
    return told[0].version if told else None


def _document(found: Deployment, *, done: bool) -> dict[str, object]:
    reasons = () if found.decision is None else found.decision.reasons
    return {
        "version": _version(found),
        "done": done and not reasons,
        "records": found.records,
        "moves": [
            {"machine": machine, "was": was, "state": state, "records": number}
            for (machine, was, state), number in sorted(found.moves.items())
        ],
        "renames": [
            {"record": record, "field": name, "into": into, "records": number}
            for (record, name, into), number in sorted(found.renames.items())
        ],
        "sets": [
            {"record": record, "field": name, "records": number}
            for (record, name), number in sorted(found.sets.items())
        ],
        "finishing": [
            {"machine": machine, "state": state, "version": number, "records": records}
            for (machine, state, number), records in sorted(found.finishing.items())
        ],
        "overdue": found.overdue,
        "reasons": [why_document(reason) for reason in reasons],
    }
