"""A database as the store uses it, whichever it is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import sqlalchemy as sa

from orderloom.store.dialect import Dialect


class Database(ABC):
    """Two ways to one database.

    Attributes:
        writing: The way on which transactions write.
        reading: Its transactions see one state of the database from their first statement on.
        dialect: What is said differently to databases of this kind.
        path: The file or the address, for messages; never a password.
        notice: A code the user should be shown once, or None.
        notice_facts: What the wording of ``notice`` names.
    """

    writing: sa.Engine
    reading: sa.Engine
    dialect: Dialect
    path: str
    notice: str | None
    notice_facts: dict[str, str]

    @property
    @abstractmethod
    def key_file(self) -> Path:
        """Give the file of its master key when none is given."""

    @property
    @abstractmethod
    def is_readable_meanwhile(self) -> bool:
        """Say whether somebody may read while a transaction is written."""

    @abstractmethod
    def told(self) -> AbstractContextManager[None]:
        """Tell what the driver says inside the block as the store's own errors.

        Raises:
            StoreUnusable: Another process holds the lock (OL624), or the database cannot be
                used now.
            RevisionConflict: It took a write back, for the sake of another one.
        """

    @abstractmethod
    def transaction(self) -> AbstractContextManager[sa.Connection]:
        """Write when nobody else does: all of the block or, when it raises, nothing.

        Whoever begins sees everything that such transactions wrote before.

        Raises:
            StoreUnusable: As ``told``.
        """

    def aside(self) -> AbstractContextManager[sa.Connection]:
        """Do as ``transaction``, but beside others where the database can.

        It is for what no other writer can make untrue: single statements that say under which
        condition they hold, and rows that nobody else writes.
        """
        return self.transaction()

    @contextmanager
    def picture(self) -> Iterator[sa.Connection]:
        """Read one state of the database."""
        with self.told(), self.reading.begin() as connection:
            yield connection

    @abstractmethod
    def migrated(self, connection: sa.Connection) -> None:
        """Finish what migrations, which are the same for all databases, have made."""

    @abstractmethod
    def empty_log(self) -> None:
        """Let nothing that was deleted live on in a log that is the store's own."""

    @abstractmethod
    def close(self) -> None:
        """Let both ways go."""
