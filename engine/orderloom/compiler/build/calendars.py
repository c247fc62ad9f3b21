"""Calendars: built before anything that may count working time."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from hashlib import blake2s
from types import MappingProxyType
from zoneinfo import ZoneInfo

from orderloom.compiler.build.official_days import OfficialDays, official_days
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.compiler.resolve.tables import TablesOutline
from orderloom.definition.calendar import Calendar
from orderloom.definition.table import Table
from orderloom.expression.calendars import MONDAY, Hours
from orderloom.expression.calendars import Calendar as WorkingTime
from orderloom.expression.literals import parse_date

_HOURS = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)", re.ASCII)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_Days = dict[date, ScalarNode]


def build_calendars(draft: Draft) -> Mapping[str, Calendar | None]:
    """Build every calendar by id; None stands for one that has findings of its own."""
    return MappingProxyType(
        {
            each.id: _build(draft, each) if each.sound else None
            for each in draft.outline.declarations["calendar"].values()
        }
    )


def _build(draft: Draft, declaration: Declaration) -> Calendar | None:
    root = declaration.root
    faults = len(draft.findings.all())
    zone = reading.text(root, "zone")
    hours = dict(_week(draft, root))
    holidays, extra = _days(draft, root, "holidays"), _days(draft, root, "extra")
    _check_extra(draft, root, holidays, extra, hours)
    if len(draft.findings.all()) > faults or not hours:
        return None
    official = official_days(reading.text(root, "country"))
    own = OfficialDays(frozenset(holidays), frozenset(extra))
    free = (official.free - own.working) | own.free
    working = (official.working - own.free) | own.working
    content = repr((zone, sorted(hours.items()), sorted(free), sorted(working)))
    return Calendar(
        id=declaration.id,
        place=declaration.place,
        working_time=WorkingTime(
            zone=ZoneInfo(zone),
            hours=MappingProxyType(hours),
            holidays=free,
            extra=working,
            content=blake2s(content.encode(), digest_size=10).hexdigest(),
        ),
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )


def _week(draft: Draft, root: MapNode) -> Iterator[tuple[int, Hours]]:
    for day, node in reading.entries(root, "hours"):
        parts: list[tuple[time, time | None]] = []
        for each in reading.several(node):
            if isinstance(each, ScalarNode):
                _add_part(draft, parts, each)
        if parts and day.text in _WEEKDAYS:
            yield _WEEKDAYS.index(day.text) + 1, tuple(parts)


def _add_part(draft: Draft, parts: list[tuple[time, time | None]], node: ScalarNode) -> None:
    """Add one part of a day; it must come after those before it."""
    found = _HOURS.fullmatch(node.text)
    if found is None or (found[1] >= found[2]):
        draft.findings.error("OL981", node.place, found=node.text)
        return
    start = time.fromisoformat(found[1])
    end = None if found[2] == "24:00" else time.fromisoformat(found[2])
    before = parts[-1][1] if parts else time()
    if before is None or start < before:
        draft.findings.error("OL982", node.place, found=node.text)
        return
    parts.append((start, end))


def _days(draft: Draft, root: MapNode, key: str) -> _Days:
    """Give the days under ``key``: dates, and what plain lists of dates hold."""
    found: _Days = {}
    for each in reading.words(root, key):
        day = parse_date(each.text)
        if day is not None:
            found[day] = each
        else:
            found |= dict.fromkeys(_listed(draft, each), each)
    return found


def _listed(draft: Draft, name: ScalarNode) -> tuple[date, ...]:
    tables: TablesOutline = draft.outline.tables
    if name.text in tables.broken:
        return ()
    lists = {each: days for each, table in tables.tables.items() if (days := _all_days(table))}
    if name.text not in lists:
        draft.findings.unknown("OL984", name.place, name.text, lists)
    return lists.get(name.text, ())


def _all_days(table: Table) -> tuple[date, ...]:
    """Give what a plain list holds; nothing unless it holds days only."""
    days = [parse_date(str(value)) for value in table.values or ()]
    return () if None in days else tuple(day for day in days if day is not None)


def _check_extra(
    draft: Draft, root: MapNode, holidays: _Days, extra: _Days, hours: Mapping[int, Hours]
) -> None:
    for day in sorted(holidays.keys() & extra.keys()):
        place, related = extra[day].place, holidays[day].place
        draft.findings.error("OL985", place, related=related, day=day.isoformat())
    makes_up = extra or "country" in root
    if hours and makes_up and MONDAY not in hours:
        draft.findings.error("OL983", root.keys["hours"].place)
