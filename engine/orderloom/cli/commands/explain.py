"""``explain``: tell one order's story, with the line that caused each step."""

from collections.abc import Iterator
from pathlib import Path

import click

from orderloom.app.application import open_application
from orderloom.app.finding import find_record
from orderloom.app.naming import Naming, readable
from orderloom.app.narrative import reason_text, sentence
from orderloom.app.offered import offered_answers
from orderloom.app.story import Chapter, story_of
from orderloom.cli.answers import answer_lines
from orderloom.cli.bilingual import command
from orderloom.cli.forecast import with_cause
from orderloom.cli.instants import local_time
from orderloom.cli.options import (
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import existing_store
from orderloom.cli.terminal import Terminal
from orderloom.definition.flow import Flow
from orderloom.definition.record import RecordType
from orderloom.flow.record import Record
from orderloom.kernel.discretion import shown


@command(
    "explain",
    en="Tell one order's story: what happened when, why, and the line that caused it.\n"
    "RECORD is an id, an identity such as pdd/P-1, a type and identity such as order/pdd/P-1, "
    "or a unique number of it.",
    zh="讲述一个订单的经过：何时发生了什么、为什么、由哪一行引起。\n"
    "RECORD 可为记录 id、标识（如 pdd/P-1）或类型加标识（如 order/pdd/P-1），或其任一唯一编号。",
)
@click.argument("record", metavar="RECORD")
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def explain(
    terminal: Terminal, record: str, *, folder: Path, store: str | None, environment: str | None
) -> None:
    """Tell the story of a record."""
    url = existing_store(store or terminal.settings.store, folder)
    environment = environment or terminal.settings.environment
    with open_application(folder, url, environment=environment) as app:
        found = find_record(app, record)
        chapters = story_of(app, found)
        answers = offered_answers(app, found, terminal.language)
        if terminal.wants_json:
            story = [chapter.document() for chapter in chapters]
            head = _head(found, app.flow)
            terminal.document({"record": head, "answers": answers, "story": story})
            return
        for line in (
            *_title(found, app.flow, terminal.language),
            *answer_lines(answers, terminal.language),
            *_story(found, chapters, app.flow, terminal.language),
        ):
            terminal.show(line)


def _head(record: Record, flow: Flow) -> dict[str, object]:
    shape = flow.records[record.type]
    fields = shape.state_fields
    return {
        "id": record.id,
        "type": record.type,
        "key": record.key,
        "revision": record.revision,
        "states": {field: record.values.get(field) for field in fields},
        "tags": list(record.values.get("tags", ())),
        "holds": list(record.holds),
        "numbers": _numbers(record, shape),
    }


def _numbers(record: Record, shape: RecordType) -> dict[str, str]:
    """Give what is unique to the record, by field: the numbers that systems gave it."""
    return {
        name: readable(shown(value, hidden=shape.fields[name].sensitive))
        for name in shape.unique
        if (value := record.values.get(name)) is not None
    }


def _title(record: Record, flow: Flow, language: str) -> Iterator[str]:
    naming = Naming(flow, language, record.type)
    states = [
        f"{field} {naming.state(machine, record.values.get(field))}"
        for field, machine in flow.records[record.type].state_fields.items()
    ]
    head = [f"{naming.record(record.type)} {readable(record.key)}", *states]
    head += [f"#{readable(tag)}" for tag in record.values.get("tags", ())]
    head += [f"⏸{readable(hold)}" for hold in record.holds]
    yield "  ".join(head)


def _story(record: Record, chapters: list[Chapter], flow: Flow, language: str) -> Iterator[str]:
    naming = Naming(flow, language, record.type)
    for chapter in chapters:
        yield ""
        yield f"{local_time(chapter.at, flow.zone)} {flow.zone}  {chapter.occasion(naming)}"
        for effect in chapter.effects:
            told = sentence(effect, language, done=True, flow=flow)
            yield "  " + with_cause(told, effect)
        for reason in chapter.reasons:
            yield f"  {chapter.outcome}: {reason_text(reason, language)}"
