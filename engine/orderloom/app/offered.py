"""The replies that a case offers, filled in as they would read now; what is sensitive is masked."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from orderloom.app.application import Application
from orderloom.definition.common import title_text
from orderloom.definition.record import ANSWERS
from orderloom.expression.lookup import Lookup
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.record import Record
from orderloom.kernel import letters
from orderloom.kernel.discretion import Discretion, shown
from orderloom.kernel.looking import looking

Document = dict[str, object]


def offered_answers(app: Application, record: Record, language: str) -> list[Document]:
    """Give the replies that a record offers, in the order in which they were offered.

    Args:
        app: Holds the record that a case is about.
        record: Any record; only a case offers something.
        language: Of titles and texts, where they have it.

    Returns:
        ``message title text`` and, if it has one, ``subject``; ``text`` is None where the message
        is gone or cannot be filled in.
    """
    shape = app.flow.records[record.type]
    if not shape.is_case:
        return []
    return [_answer(app, record, name, language) for name in record.values.get(ANSWERS) or ()]


def _answer(app: Application, case: Record, name: str, language: str) -> Document:
    message = app.flow.messages.get(name)
    if message is None:
        return {"message": name, "title": name, "text": None}
    text = next(iter(message.media.values()))
    shape = app.flow.records[case.type]
    with app.stores.reader() as reader:
        is_own = message.record in (case.type, *shape.lineage)
        about = case if is_own else reader.get(case.values["record"])
        work = looking(app.program, reader, app.clock.now())
        around = work.surroundings(None, {})
        around.records = _Masked(work.records, app.program.discretion)
        values = {} if about is None else _masked(app, about)
        try:
            parts = letters.render(text, values, around, language).parts
        except TROUBLE:
            parts = {"text": None}
    title = title_text(message.title, language, name)
    subject = {"subject": parts["subject"]} if "subject" in parts else {}
    return {"message": name, "title": title, **subject, "text": parts["text"]}


def _masked(app: Application, record: Record) -> dict[str, Any]:
    hidden = app.program.records[record.type].sensitive
    return {name: shown(v, hidden=name in hidden) for name, v in record.values.items()}


class _Masked:
    """Records as an expression may look at them, with what is sensitive masked."""

    def __init__(self, records: Lookup, discretion: Discretion) -> None:
        self._records = records
        self._discretion = discretion

    def part(self, record_id: str, name: str) -> Any:  # noqa: ANN401 - a value of the language
        """Give a value of a record, None when it has none."""
        return shown(self._records.part(record_id, name), hidden=self._discretion.is_name(name))

    def measured(self, record_type: str, name: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Give a field that is a figure, of the record that has these values."""
        found = self._records.measured(record_type, name, names)
        return shown(found, hidden=self._discretion.is_name(name))

    def children(self, record_type: str, through: str, record_id: str) -> list[str]:
        """Give the ids of a type's records whose reference ``through`` points at a record."""
        return self._records.children(record_type, through, record_id)

    def stocked(self, stock: str, item: str, place: str | None, kind: str) -> Decimal:
        """Give how much of an item a stock has of a kind, at one place or at all."""
        return self._records.stocked(stock, item, place, kind)

    def identified(self, record_type: str, parts: Sequence[object]) -> str | None:
        """Give the id of the record with these values of its identity, None without one."""
        return self._records.identified(record_type, parts)
