"""What the core asks of the world, in its own words. Adapters live in ``store`` and connectors."""

from orderloom.ports.clock import Clock
from orderloom.ports.connecting import Connector, Http, OperationShape, ReceivedFile, Session
from orderloom.ports.inbox import Inbox, Standing
from orderloom.ports.journal import Erased, Journal, JournalEntry
from orderloom.ports.outbox import Outbox, OutboxRow, Switch
from orderloom.ports.records import Reader, View
from orderloom.ports.sandbox import RunningSandbox, Sandbox, SandboxPlace
from orderloom.ports.stores import (
    Committer,
    Jobs,
    Notebook,
    Schedules,
    Stores,
    Timers,
    Writing,
    Written,
)

__all__ = [
    "Clock",
    "Committer",
    "Connector",
    "Erased",
    "Http",
    "Inbox",
    "Jobs",
    "Journal",
    "JournalEntry",
    "Notebook",
    "OperationShape",
    "Outbox",
    "OutboxRow",
    "Reader",
    "ReceivedFile",
    "RunningSandbox",
    "Sandbox",
    "SandboxPlace",
    "Schedules",
    "Session",
    "Standing",
    "Stores",
    "Switch",
    "Timers",
    "View",
    "Writing",
    "Written",
]
