"""Rules: on an event, when a condition is true, act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from orderloom.definition.action import Actions
from orderloom.definition.common import Condition, Title
from orderloom.definition.figure import Figure
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule judged at events; ``on`` holds full event names such as ``order.status.paid``."""

    id: str
    place: Place
    on: tuple[str, ...]
    record: str
    do: Actions
    when: Condition | None = None
    priority: int = 0
    severity: Literal["info", "warning", "critical"] = "info"
    facts: Mapping[str, Figure] = field(default_factory=dict)
    title: Title | None = None
    note: str | None = None
