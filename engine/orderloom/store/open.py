"""Opens a store for a flow."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from orderloom.definition.flow import Flow
from orderloom.flow.decision import Decision
from orderloom.flow.version import Version
from orderloom.ports import Clock, Depths, Notebook, Reader, Versions
from orderloom.store.codec import codecs_of
from orderloom.store.committer import SqlCommitter
from orderloom.store.database import Database
from orderloom.store.depths import depths_of
from orderloom.store.engine import create
from orderloom.store.files import SqlFiles
from orderloom.store.inbox import SqlInbox
from orderloom.store.jobs import SqlJobs
from orderloom.store.journal import SqlJournal
from orderloom.store.keyring import Keyring
from orderloom.store.master_key import MasterKey
from orderloom.store.notes import SqlNotebook
from orderloom.store.outbox import SqlOutbox
from orderloom.store.reader import ReadStatements, SqlReader
from orderloom.store.refusals import SqlRefusals
from orderloom.store.schedules import SqlSchedules
from orderloom.store.schema import REVISIONS, upgrade
from orderloom.store.timers import SqlTimers
from orderloom.store.versions import SqlVersions, remember


class SqlStores:
    """``Stores`` over one database.

    Attributes:
        database: The database behind.
        keyring: The keys of what is secret in it.
        upgraded: The revision of the schema that it was of before it was opened; None: the same.
    """

    def __init__(
        self, database: Database, flow: Flow, keyring: Keyring, upgraded: str | None = None
    ) -> None:
        codecs = codecs_of(flow.records.values())
        self.versions = SqlVersions(database)
        self.database = database
        self.keyring = keyring
        self.upgraded = upgraded
        self.inbox = SqlInbox(database, flow, self.keyring)
        self.committer = SqlCommitter(database, flow, codecs, self.keyring)
        self.outbox = SqlOutbox(database, self.keyring)
        self.files = SqlFiles(database, self.keyring)
        self.journal = SqlJournal(database)
        self.timers = SqlTimers(database)
        self.schedules = SqlSchedules(database)
        self.jobs = SqlJobs(database, self.keyring)
        self.refusals = SqlRefusals(database, self.keyring)
        self._flow = flow
        self._codecs = codecs
        self._statements = ReadStatements(database.dialect)
        if (active := self.versions.active()) is not None:
            self.stand(active)

    @property
    def flow(self) -> Flow:
        """Give the flow under which it is read and written."""
        return self._flow

    @property
    def number(self) -> int:
        """Give the number of the version that is written under; 0: of none."""
        return self.committer.version

    def under(self, flow: Flow) -> "SqlStores":
        """Give the same store as another version of the flow reads and writes it."""
        return SqlStores(self.database, flow, self.keyring)

    def stand(self, version: Version) -> None:
        """Read and write under a version that is in force."""
        self.committer.version = version.number
        if version.digest == self._flow.digest:
            self.rename(version.renames)

    def rename(self, renames: Mapping[str, Mapping[str, str]]) -> None:
        """Read what stands in records under names that are gone under others, by record type."""
        for record_type, names in renames.items():
            if (codec := self._codecs.get(record_type)) is not None:
                codec.renames = names

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Open a reader over a consistent picture; commit only after it is closed.

        A rollback journal lets no commit through while anybody reads, and what was read is
        stale after a commit anyway.
        """
        with self.database.picture() as connection:
            yield SqlReader(connection, self._flow, self._codecs, self._statements, self.keyring)

    def prepare(self) -> None:
        """Make sure that what is sensitive can be hashed and sealed."""
        self.keyring.prepare()

    def notes(self, connection: str) -> Notebook:
        """Give what a connection remembers."""
        return SqlNotebook(self.database, self.keyring, connection)

    def erase(self, decision: Decision) -> Sequence[str]:
        """Write a decision that erases; give the messages whose bytes are gone.

        Nobody can bring back what is destroyed.

        Raises:
            OrderloomError: A message that holds a record is not worked to the end (OL634), or a
                job, which may hold it (OL619).
            RevisionConflict: A record changed meanwhile; decide again.
        """
        return self.committer.erase(decision)

    def notices(self) -> Sequence[tuple[str, Mapping[str, str]]]:
        """Give codes, with their facts, that the user should be shown."""
        database = self.database
        own = [] if database.notice is None else [(database.notice, database.notice_facts)]
        if self.upgraded is not None:
            own.append(("OL081", {"was": self.upgraded, "schema": REVISIONS[-1]}))
        return [*own, *self.keyring.notices]

    def depths(self, now: datetime) -> Depths:
        """Say how much waits."""
        return depths_of(self.database, now)

    def close(self) -> None:
        """Let the store go when what was begun is written."""
        self.committer.close()
        self.database.close()


Choose = Callable[[Versions], Flow]
"""Gives the flow to work under, with the versions of a store before its eyes."""


def open_store(
    url: str,
    flow: Flow,
    clock: Clock,
    master_key: str | None = None,
    choose: Choose | None = None,
) -> SqlStores:
    """Open the store behind ``url``, made or brought to the present schema when needed.

    Args:
        url: ``sqlite:///`` and a path, relative to the working directory unless it is absolute;
            or ``postgresql://`` and a server's address.
        flow: The flow that is worked; the store remembers its sources.
        clock: Says when this version was first seen.
        master_key: What wraps the data keys; None: a file beside the store, made when needed.
        choose: Gives the flow that is worked after all; None: ``flow``.

    Raises:
        StoreUnusable: The database cannot be used (OL620 to OL624, OL056 to OL058, OL072), or
            what was given is no master key (OL627).
    """
    return open_database(create(url), flow, clock, master_key, choose)


def open_database(
    database: Database,
    flow: Flow,
    clock: Clock,
    master_key: str | None = None,
    choose: Choose | None = None,
) -> SqlStores:
    """Do as ``open_store`` with an open database, which is closed when that fails."""
    try:
        master = MasterKey(master_key, database.key_file)
        upgraded = upgrade(database)
        remember(database, flow, clock.now())
        chosen = flow if choose is None else choose(SqlVersions(database))
    except BaseException:
        database.close()
        raise
    return SqlStores(database, chosen, Keyring(database, master), upgraded)
