"""A store over a memory."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from os import urandom

from orderloom.definition.flow import Flow
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.version import Version
from orderloom.memory.committer import MemoryCommitter
from orderloom.memory.contents import Memory, Sources
from orderloom.memory.depths import depths_of
from orderloom.memory.inbox import MemoryInbox
from orderloom.memory.journal import MemoryJournal
from orderloom.memory.keeping import (
    MemoryFiles,
    MemoryNotebook,
    MemoryRefusals,
    MemoryVersions,
)
from orderloom.memory.outbox import MemoryOutbox
from orderloom.memory.reader import MemoryReader
from orderloom.memory.shapes import Hashes, Shapes
from orderloom.memory.waiting import MemoryJobs, MemorySchedules, MemoryTimers
from orderloom.ports import Depths, Notebook, Reader
from orderloom.store.sealing import Identities


def new_memory() -> Memory:
    """Give a memory that nothing is in."""
    return Memory(urandom(32))


class MemoryStores:
    """``Stores`` over a memory.

    Closing one leaves the memory as it is: another can be opened over it, as over a database.

    Args:
        memory: What is kept.
        shapes: How rows of the flow are made; may be shared by stores of one flow.
    """

    def __init__(self, memory: Memory, shapes: Shapes) -> None:
        self._memory = memory
        self._shapes = shapes
        self._hashes = Hashes(memory.key)
        self._identities = Identities(shapes.flow, self._hashes)
        self.inbox = MemoryInbox(memory, shapes.flow, self._identities)
        self.committer = MemoryCommitter(memory, shapes, self._identities)
        self.outbox = MemoryOutbox(memory)
        self.journal = MemoryJournal(memory)
        self.timers = MemoryTimers(memory)
        self.schedules = MemorySchedules(memory)
        self.jobs = MemoryJobs(memory)
        self.refusals = MemoryRefusals(memory)
        self.files = MemoryFiles(memory)
        self.versions = MemoryVersions(memory)
        _remember(memory, shapes.flow)
        if (active := self.versions.active()) is not None:
            self.stand(active)

    @property
    def number(self) -> int:
        """Give the number of the version that is written under; 0: of none."""
        return self.committer.version

    def under(self, flow: Flow) -> "MemoryStores":
        """Give the same store as another version of the flow reads and writes it."""
        return MemoryStores(self._memory, Shapes(flow))

    def stand(self, version: Version) -> None:
        """Read and write under a version that is in force."""
        self.committer.version = version.number
        if version.digest == self._shapes.flow.digest:
            self.rename(version.renames)

    def rename(self, renames: Mapping[str, Mapping[str, str]]) -> None:
        """Read what stands in records under names that are gone under others, by record type."""
        for record_type, names in renames.items():
            if (codec := self._shapes.codecs.get(record_type)) is not None:
                codec.renames = names

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Open a reader over a consistent picture, whatever is committed meanwhile."""
        memory = self._memory
        with memory.lock:
            contents = memory.contents
            memory.readers += 1
        try:
            yield MemoryReader(contents, self._shapes, self._identities, self._hashes)
        finally:
            with memory.lock:
                if contents is memory.contents:
                    memory.readers -= 1

    def prepare(self) -> None:
        """Do nothing: there are no keys to be made."""

    def notes(self, connection: str) -> Notebook:
        """Give what a connection remembers."""
        return MemoryNotebook(self._memory, connection)

    def erase(self, decision: Decision) -> Sequence[str]:
        """Write a decision that erases; give the messages whose bytes are gone.

        Raises:
            OrderloomError: A message that holds a record is not worked to the end (OL634), or a
                job (OL619).
        """
        return self.committer.erase([Batch(decisions=[decision])])

    def notices(self) -> Sequence[tuple[str, Mapping[str, str]]]:
        """Give codes that the user should be shown: there are none."""
        return ()

    def depths(self, now: datetime) -> Depths:
        """Say how much waits."""
        return depths_of(self._memory.contents, now)

    def close(self) -> None:
        """Let the store go; what is in memory stays with whoever has the memory."""


def _remember(memory: Memory, flow: Flow) -> None:
    """Keep a flow's sources under its digest."""
    sources = Sources(flow.environment, tuple(flow.sources.items()))
    memory.contents.sources.setdefault(flow.digest, sources)
