"""A record's past as a test: what was told and asked, the time between, what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from orderloom.app.application import Application
from orderloom.definition.flow import Flow
from orderloom.flow.record import Record
from orderloom.yaml_tests.recording.disguise import Disguise
from orderloom.yaml_tests.recording.gathering import ABOUT, Deed, Past, gather
from orderloom.yaml_tests.recording.spelling import Word, quoted, spelt

_CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A test that was made: its id, new in the flow, and its YAML."""

    id: str
    text: str


def retold(app: Application, record: Record) -> Recorded:
    """Give a test that does to an empty flow what happened to a record.

    Only what the mapping made of messages is retold, not their bytes. Sensitive values are
    replaced by fakes, people by stand-ins.
    """
    past = gather(app, record)
    name = _new_id(app.flow, record.type)
    text = "\n".join(_Retelling(app.flow, past).lines(name)) + "\n"
    return Recorded(id=name, text=text)


def _new_id(flow: Flow, record_type: str) -> str:
    """Give an id that no test of the flow has yet; a record's own key may be sensitive."""
    number, found = 1, f"recorded_{record_type}"
    while found in flow.tests:
        number += 1
        found = f"recorded_{record_type}_{number}"
    return found


class _Retelling:
    """One past while it is written down."""

    def __init__(self, flow: Flow, past: Past) -> None:
        self._flow = flow
        self._past = past
        self._disguise = Disguise(flow, past)
        self._zone = ZoneInfo(flow.zone)

    def lines(self, name: str) -> Iterator[str]:
        """Give the lines of the document."""
        past = self._past
        subject = past.records[0]
        begin = past.deeds[0].at if past.deeds else subject.values["created_at"]
        yield "kind: test"
        yield f"id: {name}"
        yield "title: {zh: 由真实记录生成, en: Made from what happened to a record}"
        yield f"at: {self._instant(begin)}"
        yield "steps:"
        now = begin
        for deed in past.deeds:
            yield from self._until(now, deed.at)
            now = deed.at
            yield f"  - {spelt(self._step(deed))}"
        yield from self._until(now, past.until)
        yield "  - expect:"
        yield from (f"      - {spelt(each)}" for each in self._expectations())

    def _instant(self, instant: datetime) -> str:
        return instant.astimezone(self._zone).isoformat()

    def _until(self, now: datetime, instant: datetime) -> Iterator[str]:
        if instant > now:
            yield f"  - {{to: {self._instant(instant)}}}"

    def _step(self, deed: Deed) -> dict[str, Any]:
        values = self._disguise.values(deed)
        match deed.command:
            case "observe":
                source = {} if deed.source is None else {"connection": Word(deed.source)}
                return {"receive": {**source, "mapping": Word(deed.name), "item": values}}
            case "fire" | "run" as verb:
                inputs = {"with": values} if values else {}
                return {verb: Word(deed.name), "of": self._of(deed), **self._as(deed), **inputs}
            case "change":
                return {"change": self._of(deed), **self._as(deed), "set": values}
            case "decide" if deed.name == "withdraw":
                return {"fire": Word("withdraw"), "of": self._of(deed)}
            case "decide":
                given = {"decide": self._of(deed), "yes": deed.name == "yes", **self._as(deed)}
                return given | ({"why": self._disguise.text(deed.why)} if deed.why else {})
            case _:
                why = self._disguise.text(deed.why)
                given = {"unhold": Word(deed.name), "of": self._of(deed), **self._as(deed)}
                return given | {"why": why}

    def _of(self, deed: Deed) -> dict[str, str]:
        condition = self._disguise.condition(deed.record)
        return {"record": Word(deed.record.type), "where": Word(quoted(condition))}

    def _as(self, deed: Deed) -> dict[str, str]:
        """Say who acts: a person of the role that brings all the roles they had."""
        if deed.person is None:
            return {}
        roles = [role.id for role in self._flow.roles.values() if role.includes == deed.roles]
        known = [*roles, *sorted(deed.roles & {*self._flow.roles, _CUSTOMER})]
        role = known[0] if known else _CUSTOMER
        return {"as": Word(f"{role}/{self._disguise.person(deed.person)}")}

    def _expectations(self) -> Iterator[dict[str, Any]]:
        for record in self._past.records:
            shape = self._flow.records[record.type]
            has: dict[str, Any] = {
                name: Word(record.values[name]) for name in sorted(shape.state_fields)
            }
            has |= {name: list(record.values.get(name, ())) for name in ("tags", "holds")}
            where = quoted(self._disguise.condition(record))
            found = {"record": Word(record.type), "where": Word(where), "count": 1}
            yield found | {"has": has}
        for about in ABOUT:
            opened = sum(record.type == about for record in self._past.records)
            if opened or about == "case":
                yield {"record": Word(about), "count": opened}
        for message, count in self._past.sent.items():
            yield {"message": Word(message), "count": count}
