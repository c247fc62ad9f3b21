"""Rules: on an event, when a condition is true, act; or while a condition lasts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, TypeAlias

from orderloom.definition.action import Actions
from orderloom.definition.common import Condition, Title, Value
from orderloom.definition.contact import Group
from orderloom.definition.figure import Figure
from orderloom.definition.lasting import Lasting
from orderloom.definition.muting import Inhibit, Quiet
from orderloom.diagnostics import Place

Severity: TypeAlias = Literal["info", "warning", "critical"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "critical")
"""The least severe first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OncePer:
    """At most one start in ``every`` for each ``key``; None: for each record."""

    every: timedelta
    key: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule judged at events, or ``lasting``.

    ``on`` holds full event names such as ``order.status.paid``; of a lasting rule there are none.
    Without a ``record`` that is judged once for each group of its ``facts``, named by ``per``.
    """

    id: str
    place: Place
    on: tuple[str, ...]
    record: str
    do: Actions
    when: Condition | None = None
    lasting: Lasting | None = None
    once_per: OncePer | None = None
    priority: int = 0
    severity: Severity = "info"
    facts: Mapping[str, Figure] = field(default_factory=dict)
    per: tuple[str, ...] = ()
    quiet: tuple[Quiet, ...] = ()
    inhibited_by: tuple[Inhibit, ...] = ()
    repeat_every: timedelta | None = None
    group: Group | None = None
    title: Title | None = None
    note: str | None = None
