"""Records as decisions and people see them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from orderloom.flow.figure import Page, PageKey
from orderloom.flow.record import Record


class View(Protocol):
    """Records as one decision sees them."""

    def find(self, record_type: str, key: str) -> Record | None:
        """Give the record of that identity, or None."""
        ...

    def get(self, record_id: str) -> Record | None:
        """Give the record of that id, or None."""
        ...

    def linked(self, record_type: str, name: str, value: object) -> Sequence[Record]:
        """Give the records of a type that are found by ``value`` under an indexed name, by id.

        Indexed are references, what they wait for, unique fields, and each value of a list of the
        engine's own.
        """
        ...

    def all(self, record_type: str) -> Iterator[Record]:
        """Give every record of a type by id, streamed."""
        ...

    def count_open(self, record_type: str, finals: Mapping[str, Collection[str]]) -> int:
        """Count the records of a type that are not in a final state of every machine.

        ``finals`` has the final states of each machine, by its field; without any all count.
        """
        ...

    def horizon(self) -> int:
        """Give how far the journal goes in this picture; every change moves it on."""
        ...

    def page(self, key: PageKey) -> Page | None:
        """Give a page of a figure's items, or None."""
        ...

    def groups(self, stream: str) -> Iterator[tuple[PageKey, Page]]:
        """Give the roots of all groups of a stream, by the group's text."""
        ...

    def hashed(self, purpose: str, text: str) -> str:
        """Give a text that stands for another one, in this store, and does not tell it."""
        ...


class Reader(View, Protocol):
    """A view that can be told what will be asked, and that can count."""

    def prefetch(self, record_type: str, keys: Iterable[str]) -> None:
        """Read these identities at once; ``find`` answers from memory until the next commit."""
        ...

    def alike(self, record_type: str, pieces: Iterable[str], most: int) -> Sequence[str]:
        """Give the ids of records of a type whose sought texts share most of some pieces.

        Most first, then by id; where very many share a piece, not all of them are considered.
        """
        ...

    def states(self) -> Mapping[str, Mapping[str, int]]:
        """Count records by state: ``type.machine_field`` to state to number."""
        ...

    def stands(self, record_type: str, name: str) -> Mapping[str, Sequence[str]]:
        """Give the ids of a type's records by the text that is stored under a name."""
        ...

    def ids(self, record_type: str) -> Sequence[str]:
        """Give the ids of all records of a type, sorted."""
        ...

    def overdue(self) -> Sequence[Record]:
        """Give the records with timers that wait for a person to decide, by id."""
        ...

    def holders(self, record_type: str, name: str) -> int:
        """Count the records of a type that have, or where it is sealed may have, a value there."""
        ...

    def types(self) -> Mapping[str, int]:
        """Count records by type."""
        ...
