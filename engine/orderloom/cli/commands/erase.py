"""``erase``: destroy what is sensitive of one record."""

from pathlib import Path

import click

from orderloom.app import acting
from orderloom.app.erasing import erase as erase_record
from orderloom.cli.bilingual import command
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    actor_option,
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.ports import Erased

_FIELDS = Wording("destroyed for ever: {fields}", "已永久销毁：{fields}")
_NO_FIELDS = Wording("no sensitive field had a value", "没有敏感字段有值")
_MESSAGES = Wording(
    "deleted {count} raw messages that held them, with all that others had in them: {messages}",
    "已删除 {count} 条包含它们的原始报文（其中其他记录的原文也一并删除）：{messages}",
)


@command(
    "erase",
    en="Destroy what is sensitive of one record, for ever.\n"
    "Its key goes, and the raw messages that held it; the record stays without its sensitive\n"
    "fields, and what waited to be sent about it is given up.",
    zh="永久销毁一条记录的敏感数据。\n"
    "其密钥和包含它的原始报文一并销毁；记录保留，但不再有敏感字段，\n待发出的相关消息作废。",
)
@click.argument("record", metavar="RECORD")
@actor_option
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def erase(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    *,
    who: str,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Erase a record's personal data."""
    with opened(terminal, folder, store, environment) as app:
        record_id, erased = erase_record(app, record, acting.actor(app, who))
    if terminal.wants_json:
        terminal.document(
            {
                "record_id": record_id,
                "fields": list(erased.fields),
                "messages": list(erased.messages),
            }
        )
        return
    for line in _told(erased, terminal):
        terminal.show(line)


def _told(erased: Erased, terminal: Terminal) -> list[str]:
    told = _FIELDS if erased.fields else _NO_FIELDS
    lines = [told.fill({"fields": ", ".join(erased.fields)}, terminal.language)]
    if erased.messages:
        facts = {"count": str(len(erased.messages)), "messages": ", ".join(erased.messages)}
        lines.append(_MESSAGES.fill(facts, terminal.language))
    return lines
