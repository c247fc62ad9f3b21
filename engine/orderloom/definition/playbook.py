"""Playbooks: what a person does to a record with one click, or a definition with ``run``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orderloom.definition.action import Actions
from orderloom.definition.common import Title
from orderloom.definition.record import Field
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """A playbook over one record; ``input`` is what ``event`` brings, ``by`` who may run it.

    ``bulk``: a person may run it on many records at once.
    """

    id: str
    place: Place
    record: str
    by: tuple[str, ...]
    do: Actions
    input: Mapping[str, Field] = field(default_factory=dict)
    bulk: bool = False
    title: Title | None = None
    note: str | None = None
