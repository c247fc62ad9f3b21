"""``why``: say why something did not happen to a record."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from orderloom.app.acting import viewer
from orderloom.app.application import Application
from orderloom.app.documents import Document
from orderloom.app.hindrances.asking import hindrances, missing, record_of
from orderloom.app.hindrances.hindrance import Hindrance
from orderloom.app.naming import readable
from orderloom.app.narrative import reason_text
from orderloom.app.portrait import Portrait, portrait
from orderloom.app.viewing import looking_on
from orderloom.cli.bilingual import command
from orderloom.cli.forecast import with_cause
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
    viewer_option,
)
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.errors import OrderloomError
from orderloom.flow.command import Actor

_NOTHING = Wording("nothing is in its way", "没有任何阻碍")
_CLAUSE = Wording("{text} is {value}", "{text} 为 {value}")
_TRUTH = {
    True: Wording("true", "真"),
    False: Wording("false", "假"),
    None: Wording("unknown", "未知"),
}
_EMPTY = Wording("empty", "空")


@command(
    "why",
    en="Say why something did not happen to a record: what is in the way of each next step now,\n"
    "what waits, which messages about it were not taken, and what was suppressed before.\n"
    "With WHAT only about one transition, event, rule, tree, field or timer.",
    zh="说明某条记录上的事为何没有发生：此刻每个下一步的阻碍、正在等待的事项、\n"
    "未被采用的相关消息，以及此前被抑制的内容。\n"
    "给出 WHAT 时只说明一个转换、事件、规则、决策树、字段或定时。",
)
@click.argument("record_type", metavar="TYPE")
@click.argument("record", metavar="ID")
@click.argument("what", metavar="[WHAT]", required=False)
@viewer_option
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def why(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record_type: str,
    record: str,
    what: str | None,
    *,
    who: str | None,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Say what is in the way of a record."""
    with opened(terminal, folder, store, environment) as app:
        head, found = _found(app, record_type, record, what, viewer(app, who))
        if terminal.wants_json:
            document = None if head is None else head.document()
            listed = [each.document() for each in found]
            terminal.document({"record": document, "hindrances": listed})
            return
        for line in _lines(found, terminal.language):
            terminal.show(line)


def _found(
    app: Application, record_type: str, text: str, what: str | None, by: Actor | None
) -> tuple[Portrait | None, list[Hindrance]]:
    """Give the record, if there is one, and what is in its way.

    Raises:
        OrderloomError: There is none, and nothing that was not taken is about it.
    """
    record = record_of(app, record_type, text, by)
    with looking_on(app, by) as eyes:
        if record is not None:
            return portrait(eyes, record), hindrances(app, eyes, record, by, what)
        found = missing(app, eyes, record_type, text)
        if not found:
            raise OrderloomError("OL649", record=f"{record_type}/{text}")
        return None, found


def _lines(found: Sequence[Hindrance], language: str) -> Iterator[str]:
    if not found:
        yield _NOTHING.fill({}, language)
    for each in found:
        yield with_cause(each.says[language], {"cause": each.cause})
        for reason in each.reasons:
            yield f"  {with_cause(reason_text(reason, language), reason)}"
            for line in _details(reason, language):
                yield f"    {line}"


def _details(reason: Document, language: str) -> Iterator[str]:
    """Give what a reason read, and how each clause of its condition stands."""
    values = reason.get("values")
    for path, value in values.items() if isinstance(values, dict) else ():
        yield f"{readable(path)} = {readable(value) or _EMPTY.fill({}, language)}"
    listed = reason.get("clauses")
    for clause in listed if isinstance(listed, list) else ():
        truth = _TRUTH[clause["value"]].fill({}, language)
        yield _CLAUSE.fill({"text": readable(clause["text"]), "value": truth}, language)
