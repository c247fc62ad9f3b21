"""``of``: an action upon another record than the list is about."""

from dataclasses import replace
from typing import NamedTuple

from orderloom.compiler.build.setting import Setting
from orderloom.compiler.build.values import build_value, is_expression
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.definition.common import Value
from orderloom.expression.kinds import describe
from orderloom.expression.types import ObjectType, ReferenceType, Type


class Subject(NamedTuple):
    """What an action acts upon: its names stand left, those of the list's record right.

    ``of`` None: the list's own record.
    """

    setting: Setting
    of: Value | None = None


def read_subject(setting: Setting, node: MapNode) -> Subject | None:
    """Read ``of``; None, with a finding, when it does not say which record."""
    written = reading.scalar(node, "of")
    if written is None:
        return Subject(setting)
    if not is_expression(written):
        setting.draft.findings.error("OL264", written.place, found=written.text)
        return None
    of = build_value(setting.draft, written, setting.sight, None)
    if of is None or of.compiled is None:
        return None
    record = setting.draft.outline.records.get(record_meant(of.compiled.type) or "")
    if record is None:
        setting.draft.findings.error("OL265", written.place, found=describe(of.compiled.type))
        return None
    return Subject(replace(setting, record=record), of)


def record_meant(of: Type) -> str | None:
    """Give the type of the record that a value stands for, None when it is no record."""
    return of.record if isinstance(of, ReferenceType | ObjectType) else None
