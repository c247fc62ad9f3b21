"""What the core asks of the world, in its own words. Adapters live in ``store`` and connectors."""

from orderloom.ports.clock import Clock
from orderloom.ports.connecting import (
    Connector,
    ConnectorFacts,
    Http,
    JsonSchema,
    Log,
    OperationShape,
    Reach,
    ReceivedFile,
    Session,
    Setting,
    facts_of,
)
from orderloom.ports.inbox import Inbox, Standing, Untaken
from orderloom.ports.journal import Erased, Journal, JournalEntry
from orderloom.ports.outbox import CallStanding, Outbox, OutboxRow, Switch
from orderloom.ports.records import Reader, View
from orderloom.ports.refusals import Refusals
from orderloom.ports.sandbox import RunningSandbox, Sandbox, SandboxPlace
from orderloom.ports.stores import (
    Committer,
    Files,
    Jobs,
    Notebook,
    Schedules,
    Stores,
    Timers,
    Versions,
    Writing,
    Written,
)

__all__ = [
    "CallStanding",
    "Clock",
    "Committer",
    "Connector",
    "ConnectorFacts",
    "Erased",
    "Files",
    "Http",
    "Inbox",
    "Jobs",
    "Journal",
    "JournalEntry",
    "JsonSchema",
    "Log",
    "Notebook",
    "OperationShape",
    "Outbox",
    "OutboxRow",
    "Reach",
    "Reader",
    "ReceivedFile",
    "Refusals",
    "RunningSandbox",
    "Sandbox",
    "SandboxPlace",
    "Schedules",
    "Session",
    "Setting",
    "Standing",
    "Stores",
    "Switch",
    "Timers",
    "Untaken",
    "Versions",
    "View",
    "Writing",
    "Written",
    "facts_of",
]
