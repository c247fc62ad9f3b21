"""Outbound mappings: how a record becomes what a target is sent."""

from dataclasses import dataclass

from orderloom.definition.common import Title, Value
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """What ``push`` sends, and where.

    Attributes:
        target: A connection, a group, or ``source``: the connection that the record came from.
        to: The connections that may be asked: they offer the operation and have an address here.
        fields: Path in the payload, key by key, to the value there.
    """

    id: str
    place: Place
    record: str
    target: str
    operation: str
    to: tuple[str, ...]
    fields: tuple[tuple[tuple[str, ...], Value], ...]
    title: Title | None = None
    note: str | None = None
