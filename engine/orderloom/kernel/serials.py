"""Serial numbers: drawn when a record comes to be, one after the other, without gaps.

The last number of each row stands in a memo. So it is written with the record that has it or
not at all, goes back with a list that is undone, and of two decisions that draw from one row,
in whichever processes, one sees the other. A preview draws the number that the run will draw.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from orderloom.definition.record import NUMBERED, Field
from orderloom.flow.effect import FieldChanged
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import cause_of
from orderloom.kernel.memos import memo
from orderloom.kernel.overlay import Overlay
from orderloom.sight.masking import shown

_PART = re.compile(r"\{(yyyy|MM|dd|n:[1-9])\}")


def draw(work: Overlay, draft: Draft) -> list[FieldChanged]:
    """Give a record that is about to be its numbers, and what is to be told of each."""
    told: list[FieldChanged] = []
    for field in draft.program.serials:
        number = _next(work, draft, field)
        draft.values[field.name] = number
        told.append(
            FieldChanged(
                record=draft.program.id,
                record_id=draft.ref,
                cause=cause_of(draft, field),
                field=field.name,
                was=None,
                value=shown(number, hidden=field.sensitive),
            )
        )
    return told


def _next(work: Overlay, draft: Draft, field: Field) -> str:
    pattern = field.pattern or ""
    day = date_parts(work.now.astimezone(ZoneInfo(work.program.flow.zone)))
    asked = {name for name in day if f"{{{name}}}" in pattern}
    row = {name: day[name] for name in asked}
    counter = memo(work, f"record/{draft.program.id}.{field.name}", row)
    count: int = counter.values.get(NUMBERED, 0) + 1
    work.put(counter, NUMBERED, count)
    return written(pattern, day, count)


def date_parts(local: datetime) -> dict[str, str]:
    """Give the parts of a day, by the names that a pattern has for them."""
    return {"yyyy": f"{local.year:04}", "MM": f"{local.month:02}", "dd": f"{local.day:02}"}


def written(pattern: str, day: dict[str, str], count: int) -> str:
    """Write a number; one that has outgrown its width is written whole.

    All else of a pattern is as long in every number of its row, so that no two are alike.
    """

    def part(found: re.Match[str]) -> str:
        name, _, width = found[1].partition(":")
        return f"{count:0{width}}" if width else day[name]

    return _PART.sub(part, pattern)
