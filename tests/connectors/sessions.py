"""What a connector is given in tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from orderloom.codes.catalogue import lookup
from orderloom.flow.effect import Call
from orderloom.testing.clock import FrozenClock

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@dataclass
class FolderSession:
    """A connection to a folder, with a clock that stands still."""

    path: Path
    connection: str = "shop"
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(NOW))

    @property
    def folder(self):
        return str(self.path)


def call(key="k1", operation="notify", **payload):
    return Call(
        id="c1",
        at=NOW,
        connection="shop",
        operation=operation,
        payload=payload,
        key=key,
        irreversible=True,
        record_id="order_1",
    )


def said(error, language="en"):
    """What a person reads, and the error's class."""
    return lookup(error.code).message.fill(error.facts, language), error.error_class
