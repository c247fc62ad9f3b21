"""``suggest``: similar past records, each with the reason, and the replies that a case offers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from orderloom.app.acting import viewer
from orderloom.app.application import Application
from orderloom.app.finding import find_record
from orderloom.app.naming import Naming, readable
from orderloom.app.offered import offered_answers
from orderloom.app.portrait import Portrait, portrait
from orderloom.app.suggesting import Suggestion, suggestions
from orderloom.app.viewing import looking_on
from orderloom.cli.answers import answer_lines
from orderloom.cli.bilingual import command
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
@viewer_option
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def suggest(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record: str,
    *,
    who: str | None,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Show what is like a record."""
    with opened(terminal, folder, store, environment) as app:
        by = viewer(app, who)
        found = find_record(app, record, by)
        if app.flow.records[found.type].suggest is None:
            raise OrderloomError("OL076", record=found.type)
        alike = suggestions(app, found, by)
        with looking_on(app, by) as eyes:
            told = [(each, portrait(eyes, each.record)) for each in alike]
            answers = offered_answers(app, eyes, found, terminal.language)
        if terminal.wants_json:
            documents = [_document(*each) for each in told]
            terminal.document({"record": found.id, "suggestions": documents, "answers": answers})
            return
        for line in (
            *_lines(app, told, Naming(app.flow, terminal.language, found.type), terminal.language),
            *answer_lines(answers, terminal.language),
        ):
            terminal.show(line)


def _document(each: Suggestion, seen: Portrait) -> dict[str, object]:
    return {
        "id": seen.id,
        "type": seen.shape.id,
        "key": seen.key,
        "states": seen.states,
        "score": str(each.score),
        "shared": {name: list(runs) for name, runs in each.shared.items()},
        "texts": dict(each.texts),
    }


def _lines(
    app: Application, told: Sequence[tuple[Suggestion, Portrait]], own: Naming, language: str
) -> Iterator[str]:
    if not told:
        yield NONE.fill({}, language)
    for each, seen in told:
        naming = Naming(app.flow, language, seen.shape.id)
        states = [
            f"{field} {naming.state(seen.shape.state_fields[field], state)}"
            for field, state in seen.states.items()
        ]
        score = ALIKE.fill({"score": str(int(each.score * 100))}, language)
        yield "  ".join([f"{naming.record(seen.shape.id)} {readable(seen.key)}", *states, score])
        for name, runs in each.shared.items():
            shared = ", ".join(readable(run) for run in runs)
            yield f"  {SHARED.fill({'field': own.field(name), 'shared': shared}, language)}"
        for name, text in each.texts.items():
            yield f"  {naming.field(name)}: {readable(text)}"
