"""``explain``: tell one order's story, with the line that caused each step."""

from collections.abc import Iterator
from pathlib import Path

import click

from orderloom.app.acting import viewer
from orderloom.app.finding import find_record
from orderloom.app.naming import Naming, readable
from orderloom.app.narrative import reason_text, sentence
from orderloom.app.offered import offered_answers
from orderloom.app.portrait import Portrait, portrait
from orderloom.app.story import Chapter, seen_story, story_of
from orderloom.app.viewing import looking_on
from orderloom.cli.answers import answer_lines
from orderloom.cli.bilingual import command
from orderloom.cli.forecast import with_cause
from orderloom.cli.instants import local_time
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
from orderloom.definition.flow import Flow
from orderloom.expression.data import write_value


@command(
    "explain",
    en="Tell one order's story: what happened when, why, and the line that caused it.\n"
    "RECORD is an id, an identity such as pdd/P-1, a type and identity such as order/pdd/P-1, "
    "or a unique number of it. With --as also what that role sees of its fields.",
    zh="讲述一个订单的经过：何时发生了什么、为什么、由哪一行引起。\n"
    "RECORD 可为记录 id、标识（如 pdd/P-1）或类型加标识（如 order/pdd/P-1），或其任一唯一编号。"
    "使用 --as 时还显示该角色可见的字段。",
)
@click.argument("record", metavar="RECORD")
@viewer_option
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def explain(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    *,
    who: str | None,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Tell the story of a record."""
    with opened(terminal, folder, store, environment) as app:
        by = viewer(app, who)
        found = find_record(app, record, by)
        with looking_on(app, by) as eyes:
            chapters = seen_story(eyes, found, story_of(app, found))
            head = portrait(eyes, found)
            answers = offered_answers(app, eyes, found, terminal.language)
        if terminal.wants_json:
            story = [chapter.document() for chapter in chapters]
            document = {**head.document(), "numbers": _numbers(head)}
            fields = {} if by is None else {"fields": write_value(head.values)}
            terminal.document({"record": document | fields, "answers": answers, "story": story})
            return
        for line in (
            *_title(head, app.flow, terminal.language, told=by is not None),
            *answer_lines(answers, terminal.language),
            *_story(head, chapters, app.flow, terminal.language),
        ):
            terminal.show(line)


def _numbers(head: Portrait) -> dict[str, str]:
    """Give what is unique to the record, by field: the numbers that systems gave it."""
    values = head.values
    return {name: readable(values[name]) for name in head.shape.unique if name in values}


def _title(head: Portrait, flow: Flow, language: str, *, told: bool) -> Iterator[str]:
    naming = Naming(flow, language, head.shape.id)
    states = [
        f"{field} {naming.state(head.shape.state_fields[field], state)}"
        for field, state in head.states.items()
    ]
    first = [f"{naming.record(head.shape.id)} {readable(head.key)}", *states]
    first += [f"#{readable(tag)}" for tag in head.tags]
    first += [f"⏸{readable(hold)}" for hold in head.holds]
    yield "  ".join(first)
    for name, value in head.fields.items() if told else ():
        yield f"  {naming.field(name)}: {readable(value)}"


def _story(head: Portrait, chapters: list[Chapter], flow: Flow, language: str) -> Iterator[str]:
    naming = Naming(flow, language, head.shape.id)
    for chapter in chapters:
        yield ""
        yield f"{local_time(chapter.at, flow.zone)} {flow.zone}  {chapter.occasion(naming)}"
        for effect in chapter.effects:
            told_effect = sentence(effect, language, done=True, flow=flow)
            yield "  " + with_cause(told_effect, effect)
        for reason in chapter.reasons:
            yield f"  {chapter.outcome}: {reason_text(reason, language)}"
