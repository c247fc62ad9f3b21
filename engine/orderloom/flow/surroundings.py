"""What generated code reaches as ``e``: everything but the record's own values."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from orderloom.expression.lookup import FactLookup, Lookup, NoRecords


class Surroundings:
    """The names around a record while one expression is evaluated.

    Attributes:
        now: The command's instant.
        event: The event's parts by name.
        old: The record's values before the command, None when it is new.
        user: ``{"id", "roles"}`` of the person acting, or None.
        results: Results of earlier actions, by their ``as``.
        facts: The figures of rules and trees, where these are judged.
        records: The records of the store; without any where none can be seen.
        raw: A channel's own object, in mappings only.
        values: ``with`` names, in messages only.
        to: The addressee, in messages only.
    """

    __slots__ = (
        "event",
        "facts",
        "now",
        "old",
        "raw",
        "records",
        "results",
        "to",
        "user",
        "values",
    )

    def __init__(  # noqa: PLR0913 - each names one thing around a record
        self,
        now: datetime | None = None,
        *,
        event: Mapping[str, Any] | None = None,
        old: Mapping[str, Any] | None = None,
        user: Mapping[str, Any] | None = None,
        records: Lookup | None = None,
        raw: Any = None,  # noqa: ANN401 - a channel's object can be anything
    ) -> None:
        self.now = now
        self.event = event or {}
        self.old = old
        self.user = user
        self.records: Lookup = records or NoRecords()
        self.raw = raw
        self.facts: FactLookup = {}
        self.results: dict[str, Any] = {}
        self.values: Mapping[str, Any] = {}
        self.to: Any = None
