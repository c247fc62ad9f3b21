"""What is kept beside records: notes of connections, webhooks not believed, files, versions."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import PurePosixPath

from msgspec.structs import replace

from orderloom.flow.version import Version
from orderloom.flow.webhook import Arrival, Refusal
from orderloom.memory.contents import Memory
from orderloom.store.finishing import finishing_of
from orderloom.store.refusals import KEPT, refusal_id


class MemoryNotebook:
    """A ``Notebook`` of one connection."""

    def __init__(self, memory: Memory, connection: str) -> None:
        self._memory = memory
        self._connection = connection

    def get(self, name: str) -> str | None:
        """Give what was put, None when nothing was."""
        return self._memory.contents.notes.get((self._connection, name))

    def put(self, name: str, value: str) -> None:
        """Remember a text in place of what was there."""
        with self._memory.lock:
            self._memory.contents.notes[self._connection, name] = value


class MemoryRefusals:
    """``Refusals`` over a memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def note(self, connection: str, stream: str, code: str, arrival: Arrival) -> None:
        """Keep what arrived; the same again is counted."""
        named, at = refusal_id(connection, stream, arrival), arrival.at.astimezone(UTC)
        with self._memory.lock:
            refusals = self._memory.contents.refusals
            if (known := refusals.get(named)) is not None:
                refusals[named] = replace(known, times=known.times + 1, last_at=at, code=code)
                return
            refusals[named] = Refusal(
                id=named,
                connection=connection,
                stream=stream,
                code=code,
                first_at=at,
                last_at=at,
                times=1,
                arrival=replace(arrival, at=at),
            )
            of = [each for each in refusals.values() if _place(each) == (connection, stream)]
            for each in sorted(of, key=lambda each: each.last_at, reverse=True)[KEPT:]:
                del refusals[each.id]

    def kept(self, connection: str | None = None) -> Sequence[Refusal]:
        """Give what is kept, oldest first; of one connection, or of all."""
        every = self._memory.contents.refusals.values()
        return [each for each in every if connection in (None, each.connection)]

    def drop(self, refusal_id: str) -> None:
        """Let one go: it was taken after all."""
        with self._memory.lock:
            self._memory.contents.refusals.pop(refusal_id, None)


def _place(refusal: Refusal) -> tuple[str, str]:
    return refusal.connection, refusal.stream


class MemoryFiles:
    """``Files`` over a memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def read(self, digest: str) -> bytes | None:
        """Give a file's bytes, None when no record has it any more."""
        files = self._memory.contents.files.items()
        return next((body for (_, named), body in files if named == digest), None)


class MemoryVersions:
    """``Versions`` over a memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def active(self) -> Version | None:
        """Give the version in force; None: none ever was."""
        versions = self._memory.contents.versions
        return versions[-1] if versions else None

    def every(self) -> Sequence[Version]:
        """Give all that ever were in force, oldest first."""
        return list(self._memory.contents.versions)

    def finishing(self) -> Mapping[str, int]:
        """Count the records that finish under machines of earlier versions, by ``Keep.name``."""
        kept = self._memory.contents.records.values()
        return finishing_of(each.row.document for each in kept)

    def sources(self, digest: str) -> tuple[str, Mapping[PurePosixPath, str]]:
        """Give the environment and the sources that are kept under a digest.

        Raises:
            KeyError: None are.
        """
        environment, files = self._memory.contents.sources[digest]
        return environment, dict(files)
