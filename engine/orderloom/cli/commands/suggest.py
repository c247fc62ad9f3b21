"""``suggest``: similar past records, each with the reason, and the replies that a case offers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from orderloom.app.application import Application, open_application
from orderloom.app.finding import find_record
from orderloom.app.naming import Naming, readable
from orderloom.app.offered import offered_answers
from orderloom.app.suggesting import Suggestion, suggestions, texts_of
from orderloom.cli.answers import answer_lines
from orderloom.cli.bilingual import command
from orderloom.cli.options import (
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import existing_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.errors import OrderloomError
from orderloom.flow.record import Record

ALIKE = Wording("{score} % alike", "相似度 {score}%")
SHARED = Wording("both have in {field}: {shared}", "{field} 中都有：{shared}")
NONE = Wording("nothing is like it", "没有相似的记录")


@command(
    "suggest",
    en="Show records that are like one, each with the reason.\n"
    "RECORD is as for explain; its type says with 'suggest' where to look and what to compare. "
    "Of a case the replies that it offers are shown as well.",
    zh="显示与某条记录相似的记录，并说明理由。\n"
    "RECORD 同 explain；其类型用 suggest 写明在哪里查找、比较什么。若为工单，还显示其备选答复。",
)
@click.argument("record", metavar="RECORD")
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def suggest(
    terminal: Terminal, record: str, *, folder: Path, store: str | None, environment: str | None
) -> None:
    """Show what is like a record."""
    url = existing_store(store or terminal.settings.store, folder)
    environment = environment or terminal.settings.environment
    with open_application(folder, url, environment=environment) as app:
        found = find_record(app, record)
        if app.flow.records[found.type].suggest is None:
            raise OrderloomError("OL076", record=found.type)
        alike = suggestions(app, found)
        answers = offered_answers(app, found, terminal.language)
        if terminal.wants_json:
            told = [_document(app, found, each) for each in alike]
            terminal.document({"record": found.id, "suggestions": told, "answers": answers})
            return
        for line in _lines(app, found, alike, terminal.language):
            terminal.show(line)
        for line in answer_lines(answers, terminal.language):
            terminal.show(line)


def _document(app: Application, record: Record, each: Suggestion) -> dict[str, object]:
    other = each.record
    shape = app.flow.records[other.type]
    declared = app.flow.records[record.type].suggest
    return {
        "id": other.id,
        "type": other.type,
        "key": shown_key(app, other),
        "states": {field: other.values.get(field) for field in shape.state_fields},
        "score": str(each.score),
        "shared": {name: list(runs) for name, runs in each.shared.items()},
        "texts": {} if declared is None else texts_of(other, declared, shape),
    }


def shown_key(app: Application, record: Record) -> str:
    """Give a record's identity as people may see it."""
    return app.program.records[record.type].shown_key(record.key)


def _lines(
    app: Application, record: Record, alike: Sequence[Suggestion], language: str
) -> Iterator[str]:
    if not alike:
        yield NONE.fill({}, language)
    declared = app.flow.records[record.type].suggest
    for each in alike:
        other = each.record
        shape = app.flow.records[other.type]
        naming = Naming(app.flow, language, other.type)
        states = [
            f"{field} {naming.state(machine, other.values.get(field))}"
            for field, machine in shape.state_fields.items()
        ]
        score = ALIKE.fill({"score": str(int(each.score * 100))}, language)
        key = readable(shown_key(app, other))
        yield "  ".join([f"{naming.record(other.type)} {key}", *states, score])
        for name, runs in each.shared.items():
            shared = ", ".join(readable(run) for run in runs)
            yield f"  {SHARED.fill({'field': naming.field(name), 'shared': shared}, language)}"
        texts = {} if declared is None else texts_of(other, declared, shape)
        yield from (f"  {naming.field(name)}: {readable(text)}" for name, text in texts.items())
