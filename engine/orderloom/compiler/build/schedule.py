"""Schedules: when they are due, and what they do then."""

from dataclasses import replace
from datetime import time
from typing import Literal

from orderloom.compiler.build.action import build_actions
from orderloom.compiler.build.select import build_select, examined_sight
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.build.spans import grid
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import EventShape, event_type
from orderloom.compiler.resolve.outline import NO_RECORD, Declaration
from orderloom.compiler.resolve.scopes import sight_without_record
from orderloom.definition.schedule import Days, Schedule
from orderloom.expression import types

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LAST = "last"
_WORKDAY = "workday"
_LONGEST_MONTH = 31
_DUE = EventShape(name="", record="", kind="ran", parts={"due": types.TIME})


def build_schedule(draft: Draft, declaration: Declaration) -> Schedule | None:
    """Build a schedule; None when it is not known when it is due."""
    root = declaration.root
    every = grid(draft, root)
    at = sorted({time.fromisoformat(clock) for clock in reading.texts(root, "at")})
    setting = Setting(
        draft=draft,
        definition=declaration.name,
        path="do",
        record=NO_RECORD,
        sight=sight_without_record(draft.outline, event_type((_DUE,))),
    )
    each = build_select(draft, root.get("each"), setting)
    record = draft.outline.records.get("" if each is None else each.record)
    if record is not None:
        sight = examined_sight(draft, record, setting)
        setting = replace(setting, record=record, sight=sight)
    known = "each" not in root or record is not None
    do = build_actions(setting, root.get("do")) if known else ()
    if every is None and not at:
        return None
    return Schedule(
        id=declaration.id,
        place=declaration.place,
        zone=reading.text(root, "zone"),
        do=do,
        catch_up=_catch_up(root),
        every=every,
        at=tuple(at),
        each=each,
        days=_days(draft, root),
        overlap="queue" if reading.text(root, "overlap") == "queue" else "skip",
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )


def _catch_up(root: MapNode) -> Literal["none", "last", "each"]:
    match reading.text(root, "catch_up"):
        case "none":
            return "none"
        case "each":
            return "each"
        case _:
            return "last"


def _days(draft: Draft, root: MapNode) -> Days:
    monthdays: set[int] = set()
    words: set[str] = set()
    calendar = draft.calendar(reading.scalar(root, "calendar"))
    for each in reading.words(root, "days"):
        if not each.text.isdecimal():
            words.add(each.text)
            if each.text == _WORKDAY and "calendar" not in root:
                draft.findings.error("OL987", each.place)
        elif int(each.text) <= _LONGEST_MONTH:
            monthdays.add(int(each.text))
        else:
            draft.findings.error("OL467", each.place, found=each.text)
    return Days(
        weekdays=frozenset(_WEEKDAYS.index(word) + 1 for word in words if word in _WEEKDAYS),
        monthdays=frozenset(monthdays),
        last=_LAST in words,
        workdays=calendar if _WORKDAY in words else None,
    )
