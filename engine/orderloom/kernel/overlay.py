"""One command's picture of the store: drafts over a view, and what was decided so far.

Every write goes through ``write``, which remembers how to take it back: a list of actions is
all or nothing.
"""

from collections import deque
from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from orderloom.definition.action import Action
from orderloom.definition.rule import Rule
from orderloom.diagnostics import Cause
from orderloom.expression.lookup import FactLookup
from orderloom.flow.command import Command
from orderloom.flow.decision import RecordChange
from orderloom.flow.effect import AnyEffect, Call, Why
from orderloom.flow.job import JobChange
from orderloom.flow.record import Record, is_found_by
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.figures.asking import Asking
from orderloom.kernel.figures.board import Board
from orderloom.kernel.figures.items import Numbered
from orderloom.kernel.ids import IdSource
from orderloom.kernel.metrics.asking import Metrics
from orderloom.kernel.program import Program, RecordProgram, own_event
from orderloom.kernel.references import Records
from orderloom.kernel.refusal import Reasons
from orderloom.names import RecordId
from orderloom.ports import View

if TYPE_CHECKING:  # what definitions want stands above what they work on
    from orderloom.kernel.contest import Want

_ABSENT: Final = object()

Act: TypeAlias = "Callable[[Overlay, Draft, Action, Surroundings], Reasons]"
"""How an action is carried out; handed in, since actions stand above what runs them."""


class Event:
    """Something that happened in this command.

    ``depth`` counts the events that led to it; ``heard_as`` is what its listeners go by.
    ``seen`` is the record as it was then, where figures have yet to look at it; ``items`` what
    it is to them.
    """

    __slots__ = ("cause", "depth", "draft", "heard_as", "items", "name", "payload", "seen")

    def __init__(
        self,
        name: str,
        draft: Draft | None,
        payload: dict[str, Any],
        cause: "Event | None",
        seen: dict[str, Any] | None = None,
    ) -> None:
        self.name = self.heard_as = name
        self.draft = draft
        self.payload = payload
        self.cause = cause
        self.seen = seen
        self.items: list[Numbered] = []
        self.depth: int = 0 if cause is None else cause.depth + 1

    def chain(self) -> tuple[str, ...]:
        """Name the events that led here, first to last."""
        names: list[str] = []
        event: Event | None = self
        while event is not None:
            names.append(event.name)
            event = event.cause
        return tuple(reversed(names))


class Mark:
    """A point to go back to."""

    __slots__ = ("calls", "effects", "events", "jobs", "queue", "undo")

    def __init__(self, work: "Overlay") -> None:
        self.undo = len(work.undo)
        self.effects = len(work.effects)
        self.calls = len(work.calls)
        self.jobs = len(work.jobs)
        self.events = len(work.events)
        self.queue = len(work.queue)


class Overlay:
    """The work on one command.

    Attributes:
        happened_at: When it happened, as the channel says; never after ``now``.
        current: The event being acted upon; None while the command itself is applied.
        written: (record id, field) to the definition that wrote it for the current event.
        wants: Record id to what definitions want done for it that cannot be taken back.
        superseded: Ids of calls that gave way to newer ones.
        disputed: Record id to what one who does not own it said of fields, by name.
        withheld: Record id to the number of such wants for which it was said that none goes.
        faulted: What could not be worked out, by record id, cause and code.
        reads: Record id to revision, for records read.
        captured: What expressions read of other records, by description, as it first was.
        speaker: The definition in whose name playbooks write; empty outside of ``run``.
        searched: Record type, all of whose records were looked through, to the view's horizon.
        facts: The figures of what is being judged.
        board: The items of figures, with those of this command.
        figures: What figures say; see ``ports.Figures``.
        metrics: What metrics are, and what they were worked out to be in this command.
        jobs: Jobs left behind.
        erases: Ids of records of which everything sensitive is destroyed.
        job_path: Names of the jobs that led here, outermost first.
        voice: The rule in whose name messages go, if it may be muted.
        telling: Only messages are sent, nothing else is done: a rule tells again.
        woken: Groups to be judged because their time has come.
        judged: Record id to its values when lasting rules were judged last.
        chain: How many timers in a row, each due as soon as it was set, led here.
        path: Names of the lists being run, outermost first.
        refusals: Events of what was refused inside the lists being run, a transition or a
            reservation: draft, name and payload. They happen, also when their list is undone.
    """

    def __init__(
        self, program: Program, view: View, command: Command, purpose: str, act: Act
    ) -> None:
        self.program = program
        self.act = act
        self.path: list[str] = []
        self.refusals: list[tuple[Draft | None, str, dict[str, Any]]] = []
        self.view = view
        self.origin = command.origin
        self.now: datetime = command.now
        self.happened_at: datetime = command.now
        self.ids = IdSource(command.origin, purpose)
        self.records = Records(self)
        self._glance = Surroundings(command.now, records=self.records)
        self.board = Board(self)
        self.figures = Asking(self, self.board)
        self.metrics = Metrics(self)
        self.user: dict[str, Any] | None = None
        if (actor := command.origin.actor) is not None:
            self.user = {"id": actor.id, "roles": sorted(actor.roles)}
        self.drafts: dict[str, Draft] = {}
        self.by_key: dict[tuple[str, str], Draft] = {}
        self.effects: list[AnyEffect] = []
        self.calls: list[Call] = []
        self.events: list[str] = []
        self.queue: deque[Event] = deque()
        self.undo: list[tuple[MutableMapping[Any, Any], Any, Any]] = []
        self.touched: dict[str, dict[str, Any]] = {}
        self.written: dict[tuple[str, str], str] = {}
        self.wants: dict[str, tuple[Want, ...]] = {}
        self.withheld: dict[str, int] = {}
        self.superseded: dict[str, bool] = {}
        self.disputed: dict[str, dict[str, Any]] = {}
        self.faulted: dict[tuple[str, Cause | None, str], Why] = {}
        self.reads: dict[str, int] = {}
        self.searched: dict[str, int] = {}
        self.captured: dict[str, Any] = {}
        self.erases: list[str] = []
        self.jobs: list[JobChange] = []
        self.job_path: tuple[str, ...] = ()
        self._asked: set[tuple[str, str, object]] = set()
        self.current: Event | None = None
        self.facts: FactLookup = {}
        self.speaker = ""
        self.chain = 0
        self.voice: Rule | None = None
        self.telling = False
        self.woken: list[Draft] = []
        self.judged: dict[str, Mapping[str, Any]] = {}

    # -- records

    def find(self, record: RecordProgram, key: str) -> Draft | None:
        """Give the draft of the record with that identity, or None."""
        draft = self.by_key.get((record.id, key))
        if draft is None and (stored := self.view.find(record.id, key)) is not None:
            draft = self._adopt(record, stored)
        return draft

    def get(self, record_id: str) -> Draft | None:
        """Give the draft of the record with that id, or None."""
        draft = self.drafts.get(record_id)
        if draft is None and (stored := self.view.get(record_id)) is not None:
            draft = self._adopt(self.program.records[stored.type], stored)
        return draft

    def glimpsed(self, record_id: str) -> tuple[str, Mapping[str, Any]] | None:
        """Give type and values of the record with that id, or None; it becomes no draft."""
        draft = self.drafts.get(record_id)
        if draft is not None:
            return draft.program.id, draft.values
        stored = self.view.get(record_id)
        return None if stored is None else (stored.type, stored.values)

    def linked(self, record_type: str, field: str, target: Draft) -> list[Draft]:
        """Give the drafts of a type whose ``field`` holds ``target``, by id."""
        if target.is_new:  # nothing stored can know of it yet
            self._asked.add((record_type, field, target.id))
        return self.pointing(record_type, field, target.id)

    def pointing(self, record_type: str, name: str, value: object) -> list[Draft]:
        """Give the drafts of a type that are found by ``value`` under an indexed name, by id."""
        if (record_type, name, value) not in self._asked:
            self._asked.add((record_type, name, value))
            for stored in self.view.linked(record_type, name, value):
                if stored.id not in self.drafts:
                    self._adopt(self.program.records[record_type], stored)
        found = [
            draft
            for draft in self.drafts.values()
            if draft.program.id == record_type and is_found_by(draft.values.get(name), value)
        ]
        return sorted(found, key=lambda draft: draft.id)

    def search(self, record_type: str) -> None:
        """Remember that what any record of a type is like may have mattered."""
        if record_type not in self.searched:
            self.searched[record_type] = self.view.horizon()

    def add(self, record: RecordProgram, key: str) -> Draft:
        """Start a new record."""
        draft = Draft(record, RecordId(self.ids.next(record.id)), key, None)
        values = draft.values
        values["id"], values["created_at"] = draft.id, self.now
        values["tags"], values["holds"], values["version"] = [], [], 1
        if self.origin.source is not None:
            values["source"] = self.origin.source
        self.write(self.drafts, draft.id, draft)
        self.write(self.by_key, (record.id, key), draft)
        return draft

    def _adopt(self, record: RecordProgram, stored: Record) -> Draft:
        own = self.program.under(record, stored.values)
        draft = Draft(own, stored.id, stored.key, stored)
        self.drafts[stored.id] = draft
        self.by_key[record.id, stored.key] = draft
        self.reads[stored.id] = stored.revision
        return draft

    # -- writing, and taking back

    def write(self, into: MutableMapping[Any, Any], key: object, value: object) -> None:
        """Put ``value`` (None removes) so that ``back_to`` can undo it."""
        self.undo.append((into, key, into.get(key, _ABSENT)))
        if value is None:
            into.pop(key, None)
        else:
            into[key] = value

    def put(self, draft: Draft, name: str, value: Any) -> None:  # noqa: ANN401 - a flow's value
        """Write a value of a record, without any event."""
        draft.own()
        draft.dirty.add(name)
        draft.unsettled = True
        self.write(draft.values, name, value)

    def put_field(self, draft: Draft, name: str, value: Any) -> bool:  # noqa: ANN401
        """Write a field and remember it for ``R.changed``; say whether it is another value."""
        was = draft.values.get(name)
        if same(was, value):
            return False
        self.put(draft, name, value)
        if draft.born:
            fields = self.touched.get(draft.id)
            if fields is None:
                fields = {}
                self.write(self.touched, draft.id, fields)
            if name not in fields:
                self.undo.append((fields, name, _ABSENT))
                fields[name] = was
        return True

    def mark(self) -> Mark:
        """Give the present point, to come back to."""
        return Mark(self)

    def back_to(self, mark: Mark) -> None:
        """Take back everything since ``mark``."""
        while len(self.undo) > mark.undo:
            into, key, was = self.undo.pop()
            if was is _ABSENT:
                into.pop(key, None)
            else:
                into[key] = was
        del self.effects[mark.effects :]
        del self.calls[mark.calls :]
        del self.jobs[mark.jobs :]
        del self.events[mark.events :]
        while len(self.queue) > mark.queue:
            self.queue.pop()
        for each in self.drafts.values() if self.program.flow.finishing else ():
            each.program = self.program.under(self.program.records[each.program.id], each.values)

    def changes(self) -> list[RecordChange]:
        """Give what became of the records that are not as they were."""
        found: list[RecordChange] = []
        for each in self.drafts.values():
            if each.changed:
                revision = 1 if each.before is None else each.before.revision + 1
                each.own()
                if not (each.quiet or _is_as_before(each)):
                    each.values["changed_at"] = self.now
                each.values["version"] = revision
                after = Record(
                    each.id, each.program.id, each.key, revision, each.values, each.holds
                )
                found.append(RecordChange(each.before, after, each.anew))
                self.reads.pop(each.id, None)
        return found

    # -- what happened

    def emit(self, name: str, draft: Draft | None, payload: dict[str, Any]) -> None:
        """Let an event happen; it is queued only when somebody listens."""
        self._happen(name, name, draft, payload)

    def emit_own(self, name: str, draft: Draft | None, payload: dict[str, Any]) -> None:
        """Let an event of the flow's own happen; who listens goes by the record's type too."""
        heard_as = name if draft is None else own_event(name, draft.program.id)
        self._happen(name, heard_as, draft, payload)

    def _happen(
        self, name: str, heard_as: str, draft: Draft | None, payload: dict[str, Any]
    ) -> None:
        self.events.append(name)
        counted = name in self.program.counted
        heard = heard_as in self.program.listeners or name in self.program.quieting
        if counted or heard or name in self.program.closing:
            number = len(self.events)
            payload = {
                **payload,
                "name": name,
                "at": self.happened_at,
                "id": f"{self.origin.message}:{self.origin.position}:{number}",
            }
            if self.origin.source is not None:
                payload["source"] = self.origin.source
            if draft is not None:
                payload["record"] = draft.id
            seen = None
            if counted:
                seen = {} if draft is None else dict(draft.values)
            event = Event(name, draft, payload, self.current, seen)
            event.heard_as = heard_as
            self.queue.append(event)

    def flush_changes(self) -> None:
        """Turn field writes since the last flush into ``R.F.changed`` and ``R.changed``."""
        touched, self.touched = self.touched, {}
        for record_id, fields in touched.items():
            draft = self.drafts[record_id]
            values = draft.values
            names = [name for name, was in fields.items() if not same(was, values.get(name))]
            for name in names:
                payload = {"was": fields[name], "is": values.get(name)}
                self.emit(f"{draft.program.id}.{name}.changed", draft, payload)
            if names:
                self.emit(f"{draft.program.id}.changed", draft, {"fields": names})

    def know(self, facts: FactLookup) -> None:
        """Let what is judged from now on see figures."""
        self._glance.facts = self.facts = facts

    def glance(self, draft: Draft | None, event: dict[str, Any]) -> Surroundings:
        """Give what ``surroundings`` gives for one evaluation only: the next call reuses it."""
        around = self._glance
        around.event = event
        around.old = None if draft is None or draft.before is None else draft.before.values
        around.user = self.user
        return around

    def surroundings(self, draft: Draft | None, event: Mapping[str, Any]) -> Surroundings:
        """Give what expressions see around ``draft`` at ``event``."""
        old = None if draft is None else draft.old
        return Surroundings(self.now, event=event, old=old, user=self.user, records=self.records)


def _is_as_before(draft: Draft) -> bool:
    """Say whether a record is written anew without being another to anybody but the engine."""
    if not draft.anew or draft.before is None:
        return False
    was, now = draft.before.values, draft.values
    return all(was.get(n) == now.get(n) for n in {*was, *now} if not n.startswith("$"))


def same(a: object, b: object) -> bool:
    """Say whether two values are one: 1.0 and 1.00 are, true and 1 are not."""
    return a == b and type(a) is type(b)


def definition_of(cause: Cause | None) -> str:
    """Name the definition behind a cause; a channel's own word has none."""
    return "" if cause is None else cause.definition
