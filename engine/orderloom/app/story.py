"""One record's story out of the journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from orderloom.app.application import Application
from orderloom.app.naming import Naming, readable
from orderloom.app.viewing import Eyes
from orderloom.codes.model import Wording
from orderloom.expression.literals import format_time
from orderloom.flow.record import Record
from orderloom.ports import JournalEntry

Document = Mapping[str, object]

_COMMANDS = {
    "fire": Wording("{who} fired a transition", "{who} 执行了转换"),
    "run": Wording("{who} ran a playbook", "{who} 运行了预案"),
    "bulk": Wording("{who} ran a playbook on many", "{who} 批量运行了预案"),
    "steer": Wording("{who} steered a job", "{who} 调整了任务"),
    "change": Wording("{who} typed fields", "{who} 修改了字段"),
    "lift": Wording("{who} lifted a hold", "{who} 解除了冻结"),
    "undo": Wording("{who} took a decision back", "{who} 撤回了一项决定"),
    "tick": Wording("the schedule {where} was due", "定时计划 {where} 到点"),
    "ring": Wording("the time of {where} was over", "{where} 到时"),
    "answer": Wording("the answer to {where} came", "收到 {where} 的答复"),
    "each": Wording("its turn came in {where}", "轮到 {where}"),
}
_CAME_IN = Wording("{file} {where}{source}", "{file} {where}{source}")
_SOURCE = Wording(" from {source}", "（来自 {source}）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What one command did to the record.

    ``effects`` and ``reasons`` are the journal's documents; ``file`` is the name of the message
    that brought it, empty for what people did.
    """

    entry: int
    at: datetime
    command: str
    outcome: str
    message: str
    position: int
    file: str
    where: str
    source: str | None
    actor: str | None
    effects: tuple[Document, ...]
    reasons: tuple[Document, ...]

    def occasion(self, naming: Naming) -> str:
        """Say in one line what led to it."""
        wording = _COMMANDS.get(self.command)
        if wording is not None:
            who = readable(self.actor) or "–"
            facts = {"who": who, "where": self._place(naming)}
            return wording.fill(facts, naming.language)
        source = "" if self.source is None else naming.connection(self.source)
        facts = {
            "file": readable(self.file),
            "where": readable(self.where),
            "source": _SOURCE.fill({"source": source}, naming.language) if source else "",
        }
        return _CAME_IN.fill(facts, naming.language)

    def _place(self, naming: Naming) -> str:
        """Name whose time had come, a schedule by its title."""
        if self.command == "tick":
            return naming.schedule(self.where)
        return naming.definition(self.where) if self.command == "each" else readable(self.where)

    def document(self) -> dict[str, object]:
        """Give the chapter as ``explain --format json`` prints it."""
        return {
            "entry": self.entry,
            "at": format_time(self.at),
            "command": self.command,
            "outcome": self.outcome,
            "message": self.message,
            "position": self.position,
            "file": self.file or None,
            "where": self.where,
            "source": self.source,
            "actor": self.actor,
            "effects": list(self.effects),
            "reasons": list(self.reasons),
        }


def story_of(app: Application, record: Record) -> list[Chapter]:
    """Give everything that happened to a record, oldest first."""
    names: dict[str, str] = {}
    chapters = []
    for entry in app.stores.journal.story(record.id):
        if entry.message not in names:
            names[entry.message] = _file_name(app, entry.message)
        chapters.append(_chapter(entry, names[entry.message], record.type))
    return chapters


def seen_story(eyes: Eyes, record: Record, chapters: Iterable[Chapter]) -> list[Chapter]:
    """Give a record's story as somebody may be told it."""
    veil = eyes.veil
    return [
        replace(
            each,
            effects=tuple(veil.effects(each.effects, record.id)),
            reasons=tuple(veil.reasons(each.reasons, record.id)),
        )
        for each in chapters
    ]


def _chapter(entry: JournalEntry, file: str, record_type: str) -> Chapter:
    told = entry.entry
    origin = told.get("origin") or {}
    actor = origin.get("actor") or {}
    return Chapter(
        entry=entry.seq,
        at=entry.at,
        command=entry.command,
        outcome=entry.outcome,
        message=entry.message,
        position=entry.position,
        file=file,
        where=origin.get("where") or "",
        source=origin.get("source"),
        actor=actor.get("id"),
        effects=tuple({"record": record_type, **effect} for effect in told.get("effects", ())),
        reasons=tuple(told.get("reasons", ())),
    )


def _file_name(app: Application, message: str) -> str:
    """Give the name under which a message came in; commands of people are no messages."""
    return app.stores.inbox.name(message) or ""
