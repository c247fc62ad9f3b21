"""Opens a store for a flow."""

from collections.abc import Iterator
from contextlib import contextmanager

from orderloom.definition.flow import Flow
from orderloom.ports import Clock, Reader
from orderloom.store import versions
from orderloom.store.codec import codecs_of
from orderloom.store.committer import SqlCommitter
from orderloom.store.engine import Database, create
from orderloom.store.inbox import SqlInbox
from orderloom.store.journal import SqlJournal
from orderloom.store.outbox import SqlOutbox
from orderloom.store.reader import ReadStatements, SqlReader
from orderloom.store.schema import upgrade


class SqlStores:
    """``Stores`` over one database.

    Attributes:
        database: The database behind; its ``notice`` is for the app to print.
    """

    def __init__(self, database: Database, flow: Flow) -> None:
        codecs = codecs_of(flow.records.values())
        self.database = database
        self.inbox = SqlInbox(database, flow)
        self.committer = SqlCommitter(database, flow, codecs)
        self.outbox = SqlOutbox(database)
        self.journal = SqlJournal(database)
        self._flow = flow
        self._codecs = codecs
        self._statements = ReadStatements()

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Open a reader over a consistent picture; commit only after it is closed.

        A rollback journal lets no commit through while anybody reads, and what was read is
        stale after a commit anyway.
        """
        with self.database.reading.begin() as connection:
            yield SqlReader(connection, self._flow, self._codecs, self._statements)

    def close(self) -> None:
        """Let the store go."""
        self.database.close()


def open_store(url: str, flow: Flow, clock: Clock) -> SqlStores:
    """Open the store behind ``url``, made or brought to the present schema when needed.

    Args:
        url: ``sqlite:///`` and a path, relative to the working directory unless it is absolute.
        flow: The flow that is worked; the store remembers its sources.
        clock: Says when this version was first seen.

    Raises:
        StoreUnusable: The database cannot be used (OL620 to OL624).
    """
    return open_database(create(url), flow, clock)


def open_database(database: Database, flow: Flow, clock: Clock) -> SqlStores:
    """Do as ``open_store`` with an open database, which is closed when that fails."""
    try:
        upgrade(database)
        versions.remember(database, flow, clock.now())
    except BaseException:
        database.close()
        raise
    return SqlStores(database, flow)
