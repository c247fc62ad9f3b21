"""Looking at records with somebody's eyes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from orderloom.app.application import Application
from orderloom.app.documents import effects_of, items_of, why_document
from orderloom.app.veiling import Document, Veil
from orderloom.flow.command import Actor
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.effect import Why
from orderloom.flow.record import Record
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.looking import looking
from orderloom.kernel.selection import Glass
from orderloom.ports import View
from orderloom.runtime.tally import Rejected
from orderloom.sight.glimpse import Glimpse
from orderloom.sight.masking import MASK
from orderloom.sight.seeing import Sight


class Eyes:
    """One viewer before one picture of the store.

    Attributes:
        sight: What the viewer sees.
        view: The picture.
        around: What the conditions of roles see besides a record.
        veil: Takes out of documents what is not seen.
    """

    def __init__(self, app: Application, by: Actor | None, view: View) -> None:
        self.sight = Sight(app.flow, None if by is None else by.roles)
        self.view = view
        user: dict[str, Any] | None = None
        if by is not None:
            user = {"id": by.id, "roles": sorted(by.roles)}
        now = app.clock.now()
        records = Glass(looking(app.program, view, now))
        self.around = Surroundings(now, user=user, records=records)
        self.veil = Veil(app.flow, self.sight, self._find)
        self._known: dict[str, Glimpse | None] = {}
        self._imagined: dict[str, Record] = {}

    def glimpse(self, record: Record) -> Glimpse | None:
        """Give a record as it is seen, None where it is not."""
        return self.sight.glimpse(record.type, record.values, self.around)

    def sees(self, record: Record, names: Iterable[str]) -> bool:
        """Say whether a record is seen, and all of some fields of it, masked or not."""
        glimpse = self.glimpse(record)
        return glimpse is not None and all(glimpse.manner(name) != "hide" for name in names)

    def name(self, record: Record) -> str:
        """Give the name under which a record is spoken of: ``type/identity``."""
        return f"{record.type}/{self.key(record)}"

    def key(self, record: Record) -> str:
        """Give the identity of a record as it is shown."""
        glimpse = self.glimpse(record)
        return MASK if glimpse is None else glimpse.key(record.key)

    def effects(self, decisions: Iterable[Decision]) -> list[Document]:
        """Give what decisions do, committed or not, as it is told to the viewer."""
        decisions = list(decisions)
        self._imagine(decisions)
        return self.veil.effects(effects_of(decisions))

    def reasons(self, reasons: Iterable[Why], about: str | None) -> list[Document]:
        """Give reasons of a refusal as they are told; ``about`` is the id of the record."""
        return self.veil.reasons([why_document(each) for each in reasons], about)

    def items(self, batches: Sequence[Batch], rejected: Sequence[Rejected]) -> list[Document]:
        """Give items with what becomes of them, as they are told."""
        self._imagine(decision for batch in batches for decision in batch.decisions)
        return [self._item(each) for each in items_of(batches, rejected)]

    def _item(self, item: Document) -> Document:
        if self.sight.is_everything:
            return item
        record_type = str(item.get("record") or "")
        known = next(
            (
                each
                for each in self._imagined.values()
                if each.type == record_type and each.key == item.get("key")
            ),
            None,
        ) or (self.view.find(record_type, str(item["key"])) if item.get("key") else None)
        glimpse = None if known is None else self.glimpse(known)
        key = None if known is None or glimpse is None else glimpse.key(known.key)
        faults = self.veil.faults(item["faults"], record_type)
        return {**item, "key": key, "faults": faults}

    def _imagine(self, decisions: Iterable[Decision]) -> None:
        """Let records be known that are not stored, or not yet as they will be."""
        changed = {str(each.after.id): each.after for one in decisions for each in one.changes}
        self._imagined |= changed
        for record_id in changed:
            self._known.pop(record_id, None)

    def _find(self, record_id: object) -> Glimpse | None:
        of = str(record_id)
        if of not in self._known:
            record = self._imagined.get(of) or self.view.get(of)
            self._known[of] = None if record is None else self.glimpse(record)
        return self._known[of]


@contextmanager
def looking_on(app: Application, by: Actor | None) -> Iterator[Eyes]:
    """Look at the store as it is now; ``by`` None: whoever runs the flow looks."""
    with app.stores.reader() as reader:
        yield Eyes(app, by, reader)
