"""What the parts of one play of a test share while they are built."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from orderloom.compiler.build.expressions import condition
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration, RecordOutline
from orderloom.compiler.resolve.scopes import Sight, record_type, sight_in_test
from orderloom.compiler.schema_formats import is_zone
from orderloom.definition.test import Target
from orderloom.expression.literals import parse_time
from orderloom.expression.scope import Name
from orderloom.expression.types import Type

_LOCAL = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?) +(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaySetting:
    """One play of one test, and the flow around it; ``labels`` are those of ``given``."""

    draft: Draft
    declaration: Declaration
    labels: Mapping[str, RecordOutline]
    example: Name

    def sight(
        self, record: RecordOutline | None = None, parts: Mapping[str, Type] | None = None
    ) -> Sight:
        """Give what an expression sees: labels, ``example``, an examined record's names, parts."""
        own = {
            label: Name(type=record_type(outline), source=f"e.results.get({label!r})")
            for label, outline in self.labels.items()
        }
        own["example"] = self.example
        sight = sight_in_test(self.draft.outline, own, record)
        return sight.adding(
            {
                name: Name(type=of, source=f"e.event.get({name!r})")
                for name, of in (parts or {}).items()
            }
        )

    def writing(self, record: RecordOutline) -> Setting:
        """Give the setting in which values for fields of ``record`` are built."""
        return Setting(
            draft=self.draft,
            definition=self.declaration.name,
            path="steps",
            record=record,
            sight=self.sight(),
        )

    def target(self, node: Node | None) -> Target | None:
        """Build which record is meant; None, with a finding, when it cannot be known."""
        if isinstance(node, MapNode):
            named = reading.scalar(node, "record")
            record = self.draft.record(named)
            if record is None:
                return None
            where = condition(self.draft, node.get("where"), self.sight(record))
            return Target(place=node.place, record=record.id, where=where)
        if not isinstance(node, ScalarNode):
            return None
        if node.text not in self.labels:
            self.draft.findings.unknown("OL480", node.place, node.text, tuple(self.labels))
            return None
        return Target(place=node.place, label=node.text, record=self.labels[node.text].id)

    def record_of(self, target: Target | None) -> RecordOutline | None:
        """Give the record type that a target is of."""
        return None if target is None else self.draft.outline.records.get(target.record)

    def actor(self, node: MapNode) -> str | None:
        """Read who acts or looks under ``as``; each role must exist."""
        named = reading.scalar(node, "as")
        if named is None:
            return None
        roles = named.text.partition("/")[0].split(",")
        self.draft.roles(tuple(ScalarNode(role.strip(), named.place) for role in roles))
        return named.text


def read_instant(draft: Draft, node: ScalarNode) -> datetime | None:
    """Read an instant with its offset or zone; None, with a finding, when it is none."""
    instant = parse_time(node.text)
    if instant is not None:
        return instant
    found = _LOCAL.fullmatch(node.text)
    if found is not None and is_zone(found[2]):
        try:
            instants = _showing(datetime.fromisoformat(found[1]), ZoneInfo(found[2]))
        except (ValueError, OverflowError):
            pass
        else:
            if len(instants) == 1:
                return instants.pop()
            draft.findings.error("OL475", node.place, found=found[1], zone=found[2])
            return None
    draft.findings.error("OL482", node.place, found=node.text[:80])
    return None


def _showing(local: datetime, zone: ZoneInfo) -> set[datetime]:
    """Give the instants at which the clocks of a zone show a time: none, one or two."""
    instants = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return {each for each in instants if each.astimezone(zone).replace(tzinfo=None) == local}
