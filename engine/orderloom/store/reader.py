"""Records as one consistent picture, read straight through the driver."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import sqlalchemy as sa

from orderloom.definition.flow import Flow
from orderloom.definition.record import GRAMS, OVERDUE, TIMERS, is_own
from orderloom.flow.figure import Page, PageKey
from orderloom.flow.record import Record
from orderloom.store import tables
from orderloom.store.codec import READ_COLUMNS, RecordCodec, StoredRow
from orderloom.store.dialect import Dialect, cursor_of
from orderloom.store.figures import GROUPS as READ_GROUPS
from orderloom.store.figures import PARTED, PageCodec
from orderloom.store.figures import READ as READ_PAGE
from orderloom.store.keyring import Keyring
from orderloom.store.likeness import MOST_PIECES, Likeness
from orderloom.store.sealing import Identities, opened_text

_PAGE = 500
"""Keys asked for, or rows fetched, at once."""


_WRAPPED = "(SELECT wrapped FROM keys WHERE keys.id = records.sensitive_key_id)"


_HORIZON = "SELECT coalesce(max(seq), 0) FROM journal"


class ReadStatements:
    """The reader's statements as text, made once."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        own = [f"records.{name}" for name in READ_COLUMNS]
        columns = ", ".join([*own, "records.sensitive_key_id", _WRAPPED])
        self.by_key = self._select(columns, "records WHERE type = ? AND key = ?")
        self.by_keys = self._select(columns, f"records WHERE type = ? AND key {dialect.among}")
        self.by_id = self._select(f"type, {columns}", "records WHERE id = ?")
        self.by_type = self._select(columns, "records WHERE type = ? ORDER BY id")
        self.linked = self._select(
            columns,
            "links JOIN records ON records.id = links.record_id "
            "WHERE links.type = ? AND links.field = ? AND links.target = ? "
            "ORDER BY links.record_id",
        )
        self.pages = PageCodec()
        self.page = dialect.text(READ_PAGE)
        self.groups = dialect.text(READ_GROUPS)
        self.likeness = Likeness(dialect)

    def _select(self, columns: str, source: str) -> str:
        return self.dialect.text(f"SELECT {columns} FROM {source}")  # noqa: S608 - of this file


def _has_overdue(record: Record) -> bool:
    return any(OVERDUE in entry for entry in record.values.get(TIMERS) or ())


class SqlReader:
    """A ``Reader`` over one read transaction; whoever opened the connection closes it."""

    def __init__(
        self,
        connection: sa.Connection,
        flow: Flow,
        codecs: Mapping[str, RecordCodec],
        statements: ReadStatements,
        keyring: Keyring,
    ) -> None:
        self._connection = connection
        self._flow = flow
        self._codecs = codecs
        self._sql = statements
        self._dialect = statements.dialect
        self._keyring = keyring
        self._identities = Identities(flow, keyring)
        self._known: dict[tuple[str, str], Record | None] = {}
        self._pages: dict[PageKey, Page | None] = {}
        self._cursor = cursor_of(connection)

    def find(self, record_type: str, key: str) -> Record | None:
        """Give the record of that identity, or None."""
        identity = (record_type, key)
        if identity in self._known:
            return self._known[identity]
        if self._identities.hides(record_type):
            self.prefetch(record_type, (key,))
            return self._known[identity]
        found = self._select(record_type, self._sql.by_key, identity)
        self._known[identity] = found[0] if found else None
        return self._known[identity]

    def get(self, record_id: str) -> Record | None:
        """Give the record of that id, or None; also when the flow no longer has its type."""
        row = self._cursor.execute(self._sql.by_id, (record_id,)).fetchone()
        if row is None or (codec := self._codecs.get(row[0])) is None:
            return None
        return codec.decode(self._opened(row[1:]))

    def linked(self, record_type: str, name: str, value: object) -> Sequence[Record]:
        """Give the records of a type that are found by ``value`` under an indexed name, by id."""
        target = self._identities.indexed(record_type, name, value)
        return self._select(record_type, self._sql.linked, (record_type, name, target))

    def prefetch(self, record_type: str, keys: Iterable[str]) -> None:
        """Read these identities at once; ``find`` answers from memory from then on."""
        wanted = [key for key in dict.fromkeys(keys) if (record_type, key) not in self._known]
        for start in range(0, len(wanted), _PAGE):
            page = wanted[start : start + _PAGE]
            self._known.update(dict.fromkeys((record_type, key) for key in page))
            stored = [form for key in page for form in self._identities.forms(record_type, key)]
            parameters = (record_type, self._dialect.listed(stored))
            for record in self._select(record_type, self._sql.by_keys, parameters):
                self._known[record_type, record.key] = record

    def all(self, record_type: str) -> Iterator[Record]:
        """Give every record of a type by id, streamed."""
        decode = self._codecs[record_type].decode
        for row in self._streamed(self._sql.by_type, (record_type,)):
            yield decode(self._opened(row))

    def count_open(self, record_type: str, finals: Mapping[str, Collection[str]]) -> int:
        """Count the records of a type that are not in a final state of every machine."""
        columns = tables.records.c
        counted = sa.select(sa.func.count()).where(columns.type == record_type)
        if finals:
            is_final = [
                self._dialect.stored(columns.document, field).in_(sorted(states))
                for field, states in finals.items()
            ]
            counted = counted.where(sa.func.coalesce(sa.not_(sa.and_(*is_final)), sa.true()))
        found: int = self._connection.scalar(counted) or 0
        return found

    def alike(self, record_type: str, pieces: Iterable[str], most: int) -> Sequence[str]:
        """Give the ids of records of a type that share most pieces, most first, then by id."""
        wanted = list(dict.fromkeys(pieces))[:MOST_PIECES]
        stored = {self._identities.indexed(record_type, GRAMS, each): each for each in wanted}
        return self._sql.likeness.find(self._cursor, (record_type, GRAMS), stored, most)

    def horizon(self) -> int:
        """Give how far the journal goes in this picture."""
        newest: int = self._cursor.execute(_HORIZON).fetchone()[0]
        return newest

    def page(self, key: PageKey) -> Page | None:
        """Give a page of a figure's items, or None."""
        if key not in self._pages:
            row = self._cursor.execute(self._sql.page, key).fetchone()
            self._pages[key] = None if row is None else self._sql.pages.page(row[0])
        return self._pages[key]

    def hashed(self, purpose: str, text: str) -> str:
        """Give a text that stands for another one; in a store without keys it lasts for no run."""
        return self._keyring.hashed_or_plain(purpose, text)

    def groups(self, stream: str) -> Iterator[tuple[PageKey, Page]]:
        """Give the roots of all groups of a stream, by the group's text."""
        for group, body in self._streamed(self._sql.groups, (stream, PARTED)):
            yield PageKey(stream, group, 0), self._sql.pages.page(body)

    def states(self) -> Mapping[str, Mapping[str, int]]:
        """Count records by state: ``type.machine_field`` to state to number."""
        counts: dict[str, Counter[str]] = {}
        for record_type in self._flow.records.values():
            fields = tuple(record_type.state_fields)
            if fields:
                names = [f"{record_type.id}.{field}" for field in fields]
                counts |= self._count_states(record_type.id, fields, names)
        return counts

    def types(self) -> Mapping[str, int]:
        """Count records by type."""
        columns = tables.records.c
        counted = sa.select(columns.type, sa.func.count()).group_by(columns.type)
        found = self._connection.execute(counted)
        return {name: number for name, number in found if not is_own(name)}

    def stands(self, record_type: str, name: str) -> Mapping[str, Sequence[str]]:
        """Give the ids of a type's records by the text that is stored under a name."""
        columns = tables.records.c
        state = self._dialect.stored(columns.document, name)
        wanted = (
            sa.select(columns.id, state).where(columns.type == record_type).order_by(columns.id)
        )
        found: dict[str, list[str]] = {}
        for record_id, stored in self._connection.execute(wanted):
            if isinstance(stored, str):
                found.setdefault(stored, []).append(record_id)
        return found

    def ids(self, record_type: str) -> Sequence[str]:
        """Give the ids of all records of a type, sorted."""
        columns = tables.records.c
        wanted = sa.select(columns.id).where(columns.type == record_type).order_by(columns.id)
        return tuple(self._connection.scalars(wanted))

    def overdue(self) -> Sequence[Record]:
        """Give the records with timers that wait for a person to decide, by id."""
        columns = tables.records.c
        told = columns.document.contains(f'"{OVERDUE}"', autoescape=True)
        found = map(self.get, self._connection.scalars(sa.select(columns.id).where(told)).all())
        fitting = (each for each in found if each is not None and _has_overdue(each))
        return sorted(fitting, key=lambda each: each.id)

    def holders(self, record_type: str, name: str) -> int:
        """Count the records of a type that have, or where it is sealed may have, a value there."""
        columns = tables.records.c
        has = self._dialect.has(columns.document, name)
        counted = sa.select(sa.func.count()).where(columns.type == record_type)
        found = self._connection.scalar(counted.where(has | columns.sensitive.is_not(None)))
        return found or 0

    def _count_states(
        self, record_type: str, fields: Sequence[str], names: Sequence[str]
    ) -> dict[str, Counter[str]]:
        columns = tables.records.c
        states = [self._dialect.stored(columns.document, field) for field in fields]
        grouped = sa.select(sa.func.count(), *states).where(columns.type == record_type)
        counts = {name: Counter[str]() for name in names}
        for number, *reached in self._connection.execute(grouped.group_by(*states)):
            for name, state in zip(names, reached, strict=True):
                if state is not None:
                    counts[name][state] += number
        return counts

    def _select(self, record_type: str, text: str, parameters: Sequence[object]) -> list[Record]:
        decode = self._codecs[record_type].decode
        rows = self._cursor.execute(text, parameters).fetchall()
        return [decode(self._opened(row)) for row in rows]

    def _streamed(self, text: str, parameters: Sequence[object]) -> Iterator[Any]:
        with closing(self._dialect.streamed(self._connection)) as cursor:
            cursor.execute(text, parameters)
            while rows := cursor.fetchmany(_PAGE):
                yield from rows

    def _opened(self, row: Sequence[Any]) -> StoredRow:
        """Give a row with its secrets in the clear; those whose key was destroyed are missing."""
        key_id, wrapped = row[-2:]
        stored = StoredRow(*row[:-2])
        if key_id is None or stored.sensitive is None:
            return stored
        if wrapped is None:
            return stored._replace(sensitive=None)
        key = self._keyring.known(key_id, wrapped)
        return stored._replace(sensitive=opened_text(key, stored.sensitive, stored.id))
