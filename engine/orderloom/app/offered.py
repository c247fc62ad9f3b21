"""The replies that a case offers, filled in as they would read now to whoever looks."""

from typing import Any

from orderloom.app.application import Application
from orderloom.app.viewing import Eyes
from orderloom.definition.common import title_text
from orderloom.definition.record import ANSWERS
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.record import Record
from orderloom.kernel import letters
from orderloom.kernel.looking import looking
from orderloom.sight.through import ToldRecords

Document = dict[str, object]


def offered_answers(app: Application, eyes: Eyes, record: Record, language: str) -> list[Document]:
    """Give the replies that a record offers, in the order in which they were offered.

    Args:
        app: The flow.
        eyes: Who looks: what they do not see in the clear is masked or missing.
        record: Any record; only a case offers something.
        language: Of titles and texts, where they have it.

    Returns:
        ``message title text`` and, if it has one, ``subject``; ``text`` is None where the message
        is gone or cannot be filled in.
    """
    shape = app.flow.records[record.type]
    if not shape.is_case:
        return []
    names = record.values.get(ANSWERS) or ()
    return [_answer(app, eyes, record, name, language) for name in names]


def _answer(app: Application, eyes: Eyes, case: Record, name: str, language: str) -> Document:
    message = app.flow.messages.get(name)
    if message is None:
        return {"message": name, "title": name, "text": None}
    text = next(iter(message.media.values()))
    shape = app.flow.records[case.type]
    is_own = message.record in (case.type, *shape.lineage)
    about = case if is_own else eyes.view.get(case.values["record"])
    work = looking(app.program, eyes.view, app.clock.now())
    around = work.surroundings(None, {})
    around.records = ToldRecords(eyes.sight, eyes.around, work.glimpsed)
    values = {} if about is None else _said(eyes, about)
    try:
        parts = letters.render(text, values, around, language).parts
    except TROUBLE:
        parts = {"text": None}
    title = title_text(message.title, language, name)
    subject = {"subject": parts["subject"]} if "subject" in parts else {}
    return {"message": name, "title": title, **subject, "text": parts["text"]}


def _said(eyes: Eyes, record: Record) -> dict[str, Any]:
    glimpse = eyes.glimpse(record)
    if glimpse is None:
        return {}
    return {name: glimpse.say(name, value) for name, value in record.values.items()}
