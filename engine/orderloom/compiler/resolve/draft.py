"""A flow under construction: what it declares, and the findings so far."""

from dataclasses import dataclass, field

from orderloom.compiler.node import ScalarNode
from orderloom.compiler.resolve.events import EventShape
from orderloom.compiler.resolve.findings import Findings
from orderloom.compiler.resolve.outline import CUSTOMER, Outline, RecordOutline
from orderloom.definition.action import Ask, Call, ForEachRecord, Later, OpenCase, Push, Reserve
from orderloom.definition.calendar import Calendar
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What every builder works on; ``events`` holds all events of the flow by name.

    ``laters``, ``openings``, ``calls``, ``spreads`` and ``reserves`` gather what waits, by name,
    as it is built; ``entered`` the names under which expressions ask when a state was entered.
    """

    outline: Outline
    findings: Findings
    events: dict[str, EventShape]
    laters: dict[str, Later] = field(default_factory=dict)
    openings: dict[str, OpenCase | Ask] = field(default_factory=dict)
    calls: dict[str, Call | Push] = field(default_factory=dict)
    spreads: dict[str, ForEachRecord] = field(default_factory=dict)
    reserves: dict[str, Reserve] = field(default_factory=dict)
    entered: set[str] = field(default_factory=set)

    def record(self, name: ScalarNode | None) -> RecordOutline | None:
        """Give the record type that is named, with a finding when there is none."""
        if name is None:
            return None
        found = self.outline.records.get(name.text)
        if found is None:
            places = {each: outline.place for each, outline in self.outline.records.items()}
            self.unknown("OL204", name, places)
        return found

    def one_of(self, kind: str, code: str, name: ScalarNode) -> bool:
        """Say whether a definition of ``kind`` has that id, with a finding when none has."""
        places = self.outline.places(kind)
        if name.text not in places:
            self.unknown(code, name, places)
        return name.text in places

    def calendar(self, name: ScalarNode | None) -> Calendar | None:
        """Give the calendar that is named, with a finding when there is none."""
        if name is None or not self.one_of("calendar", "OL986", name):
            return None
        return self.outline.calendars.get(name.text)

    def reads(self, name: ScalarNode) -> bool:
        """Say whether an inbound mapping has that id, with a finding when none has."""
        declared = self.outline.declarations.get("mapping", {})
        places = {each: d.place for each, d in declared.items() if "send" not in d.root}
        if name.text not in places:
            self.unknown("OL209", name, places)
        return name.text in places

    def unknown(self, code: str, name: ScalarNode, known: dict[str, Place], **facts: str) -> None:
        """Report an unknown name, unless a file that could not be read may declare it."""
        if self.outline.complete:
            self.findings.unknown(code, name.place, name.text, known, **facts)

    def roles(self, names: tuple[ScalarNode, ...]) -> tuple[str, ...]:
        """Give the roles that are named, with a finding for each that there is none of."""
        places = {CUSTOMER: Place("", 0)} | self.outline.places("role")
        for name in names:
            if name.text not in places:
                self.unknown("OL207", name, places)
        return tuple(name.text for name in names if name.text in places)
