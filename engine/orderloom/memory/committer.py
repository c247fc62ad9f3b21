"""The only one who writes decisions: a whole group of batches, or nothing of it.

Everything that can be wrong with a group is found before the first row is written: rows are made,
held against what is there, and only then put in their places.
"""

from collections.abc import Callable, Sequence

from orderloom.errors import StoreUnusable
from orderloom.flow.decision import Batch
from orderloom.flow.version import Version
from orderloom.memory import wiping
from orderloom.memory.contents import Contents, Memory
from orderloom.memory.holding import first_conflict
from orderloom.memory.records import find_by_texts, write_records
from orderloom.memory.shapes import InTheClear, Shapes
from orderloom.memory.writing import Rows, misfit, write
from orderloom.ports import Writing, Written
from orderloom.store.group import Group, call_row, encoded, item_row
from orderloom.store.jobs import job_row
from orderloom.store.sealing import Identities


class MemoryCommitter:
    """A ``Committer`` over a memory.

    Attributes:
        version: Number of the version that decisions are made under; nothing else is written.
    """

    def __init__(self, memory: Memory, shapes: Shapes, identities: Identities) -> None:
        self.version = 0
        self._memory = memory
        self._shapes = shapes
        self._identities = identities
        self._rows = shapes.rows(identities)

    def commit(self, batches: Sequence[Batch]) -> None:
        """Write all of it, or nothing.

        Raises:
            Overtaken: Another process has moved a message on, or worked an item of it.
            RevisionConflict: As a database's committer says.
            StoreUnusable: Another version of the definitions is in force (OL692).
            ErasureBarred: What it erases is still worked.
        """
        with self._memory.lock:
            self._commit(Group(batches, self._shapes.journal))

    def commit_alone(self, prepare: Callable[[], Batch]) -> None:
        """Write what is prepared while nobody else can write anything, or nothing."""
        with self._memory.lock:
            group = Group([prepare()], self._shapes.journal)
            self._commit(group)
            if group.version is not None:
                find_by_texts(self._memory.part(), self._shapes, self._identities)

    def begin(self, batches: Sequence[Batch]) -> Writing:
        """Write at once."""
        self.commit(batches)
        return Written()

    def erase(self, batches: Sequence[Batch]) -> tuple[str, ...]:
        """Write decisions that erase; give the messages whose bytes are gone."""
        with self._memory.lock:
            group = Group(batches, self._shapes.journal)
            self._stand(self._memory.contents)
            return self._erase(group, self._made(group))

    def _commit(self, group: Group) -> None:
        made = self._made(group)
        self._stand(self._memory.contents)
        if group.erases:
            self._erase(group, made)
        else:
            self._hold(self._memory.contents, group, made)
            self._write(self._memory.part(), group, made)
        if group.version is not None:
            self.version = group.version.number

    def _erase(self, group: Group, made: Rows) -> tuple[str, ...]:
        """Do on a copy what may turn out not to be possible after something of it was done."""
        contents = self._memory.contents.copy()
        messages: list[str] = []
        for record in group.erases.values():
            messages += wiping.wipe(contents, self._identities, record)
        self._hold(contents, group, made)
        self._write(contents, group, made)
        for record in group.erases.values():
            if self._identities.hides(record.type):
                wiping.forget_identity(contents, self._identities, record)
        self._memory.contents, self._memory.readers = contents, 0
        return tuple(messages)

    def _made(self, group: Group) -> Rows:
        documents = encoded(group.changes, self._shapes.codecs)
        return Rows(
            self._rows.rows(group.changes, documents, InTheClear()),
            [item_row(each, self._identities) for each in group.items],
            [call_row(each, None) for each in group.calls],
            [job_row(each, None) for each in group.new_jobs()],
            self._shapes.pages.rows(group.pages),
        )

    def _stand(self, contents: Contents) -> None:
        """Refuse what was decided under definitions that are no longer in force."""
        newest = newest_of(contents)
        number = 0 if newest is None else newest.number
        if number != self.version:
            raise StoreUnusable("OL692", number=str(number))

    def _hold(self, contents: Contents, group: Group, made: Rows) -> None:
        conflict = first_conflict(contents, group, made.records)
        if conflict is not None:
            raise conflict
        misfit(contents, group, made)

    def _write(self, contents: Contents, group: Group, made: Rows) -> None:
        write_records(contents, made.records)
        write(contents, group, made, self._shapes.flow.digest)


def newest_of(contents: Contents) -> Version | None:
    """Give the version in force."""
    return contents.versions[-1] if contents.versions else None
