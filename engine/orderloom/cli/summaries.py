"""What a run or a preview did, in a few lines for people."""

from collections.abc import Iterable, Mapping, Sequence

from orderloom.app.naming import readable
from orderloom.app.narrative import Document, code_text, fault_text
from orderloom.app.running import Summary
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.runtime.tally import OUTCOMES, Tally

MOST_FAULTS = 10

_ITEMS = Wording("{number} items: {parts}", "{number} 条：{parts}")
_ALERTS = Wording("{alerts} alerts, {cases} cases", "告警 {alerts} 条，工单 {cases} 个")
_SPEED = Wording("{speed} orders a second", "每秒 {speed} 单")
_RECORDS = Wording("records: {parts}", "记录：{parts}")
_SENT = Wording("outbox: {sent} sent, {failed} failed", "发件箱：已发送 {sent}，失败 {failed}")
_MORE = Wording("… and {number} more", "……另有 {number} 条")
_OUTCOMES = {
    "applied": Wording("applied", "已采纳"),
    "duplicate": Wording("duplicate", "重复"),
    "stale": Wording("stale", "过期"),
    "quarantined": Wording("quarantined", "已隔离"),
    "parked": Wording("parked", "等待中"),
}


def tally_lines(tally: Tally, terminal: Terminal) -> list[str]:
    """Say how many items came and what became of them."""
    parts = [f"{tally.items[name]:,} {terminal.words(_OUTCOMES[name])}" for name in OUTCOMES]
    return [
        terminal.words(_ITEMS, number=f"{tally.accepted:,}", parts=", ".join(parts)),
        terminal.words(_ALERTS, alerts=f"{tally.alerts:,}", cases=f"{tally.cases:,}"),
    ]


def summary_lines(summary: Summary, delivered: Mapping[str, int], terminal: Terminal) -> list[str]:
    """Say what a run did and how the records stand now."""
    lines = tally_lines(summary.tally, terminal)
    lines.append(terminal.words(_RECORDS, parts=_counted(summary.records)))
    lines += [f"{field}: {_counted(counts)}" for field, counts in summary.states.items() if counts]
    sent, failed = delivered.get("sent", 0), delivered.get("failed", 0)
    lines.append(terminal.words(_SENT, sent=f"{sent:,}", failed=f"{failed:,}"))
    speed = summary.document()["orders_per_s"]
    lines.append(terminal.words(_SPEED, speed=f"{speed:,.0f}"))
    return lines


def fault_lines(items: Iterable[Document], terminal: Terminal) -> list[str]:
    """Say which items were not taken and why, the first ``MOST_FAULTS`` of them.

    ``items`` are as ``item_document`` gives them.
    """
    told = [
        f"  {_place(item)}: {fault_text(fault, terminal.language)}"
        for item in items
        for fault in _faults(item)
    ]
    lines = told[:MOST_FAULTS]
    if len(told) > MOST_FAULTS:
        lines.append("  " + terminal.words(_MORE, number=len(told) - MOST_FAULTS))
    return lines


def rejected_lines(tally: Tally, terminal: Terminal) -> list[str]:
    """Say which messages could not be read at all."""
    return [
        f"  {readable(each.name)}: {code_text(each.code, each.facts, terminal.language)}"
        for each in tally.rejected
    ]


def _place(item: Document) -> str:
    field = next((fault["field"] for fault in _faults(item) if fault["field"]), None)
    named = readable(item["where"]) if field is None else f"{readable(item['where'])} {field}"
    return named if item["key"] is None else f"{named} ({readable(item['key'])})"


def _faults(item: Document) -> Sequence[Document]:
    faults = item["faults"]
    return faults if isinstance(faults, list) else []


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in counts.items()) or "–"
