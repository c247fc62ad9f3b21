"""Records to rows and back, exactly: one codec per record type.

A row says in ``shape`` which fields its documents were written with. When that is the codec's
own shape, one typed decoder reads them. Otherwise the flow has changed since: fields that this
version does not know, or cannot read any more, are set aside in an ``AgedRecord`` and written
back untouched with its next revision.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple, cast

import msgspec
from msgspec import Raw

from orderloom.definition.record import SYSTEM_FIELDS, RecordType
from orderloom.expression import types
from orderloom.expression.types import Type
from orderloom.flow.record import HoldDetail, Record
from orderloom.names import RecordId
from orderloom.store.field_types import decoded_type, document_type, is_open, stored_name
from orderloom.store.instants import instant, micros
from orderloom.store.open_values import mark, unmark
from orderloom.store.sealing import hides_key

READ_COLUMNS = (
    "id",
    "key",
    "revision",
    "shape",
    "document",
    "sensitive",
    "holds",
    "tags",
    "source",
    "created_at",
    "changed_at",
)
KEY_FIELD = "$key"
"""Where a sensitive document keeps the identity that the key column must not show."""


class StoredRow(NamedTuple):
    """A row of ``records`` as ``READ_COLUMNS`` lists it."""

    id: str
    key: str
    revision: int
    shape: str
    document: str
    sensitive: str | None
    holds: str
    tags: str
    source: str | None
    created_at: int
    changed_at: int


class AgedRecord(Record, frozen=True):
    """A record last written under another shape of its type.

    Attributes:
        shape: What the row says; an update demands that it still says so.
        rest: Stored fields that the present shape cannot read, as they stand in the document.
        sensitive_rest: The same for the sensitive document.
    """

    shape: str = ""
    rest: Mapping[str, Raw] = {}
    sensitive_rest: Mapping[str, Raw] = {}


class Documents(NamedTuple):
    """The columns of ``records`` that change with every revision, in their order."""

    revision: int
    shape: str
    document: str
    sensitive: str | None
    sensitive_key_id: str | None
    holds: str
    tags: str
    changed_at: int


class RecordCodec:
    """Writes and reads the records of one type.

    ``renames`` are names in documents of other shapes that are read under another one.
    """

    def __init__(self, record_type: RecordType) -> None:
        self.type = record_type.id
        self.renames: Mapping[str, str] = {}
        fields = _stored_fields(record_type)
        hidden = {name for name, field in record_type.fields.items() if field.sensitive}
        hidden |= record_type.hidden_memory
        self._hidden = tuple(sorted(hidden))
        self._apart = frozenset((*SYSTEM_FIELDS, *hidden))
        self._hides_key = hides_key(record_type)
        self._open = tuple(name for name, of in fields.items() if is_open(of))
        self.shape = _shape(fields, hidden)
        self._mixed_shape = self.shape + "+"
        pythonic = {name: decoded_type(of) for name, of in fields.items()}
        self._fields = {
            name: msgspec.json.Decoder(cast("type", of) | None) for name, of in pythonic.items()
        }
        self._clear = _decoder({n: of for n, of in pythonic.items() if n not in hidden})
        apart = {n: of for n, of in pythonic.items() if n in hidden}
        self._sensitive = _decoder({**apart, KEY_FIELD: str})
        self._encode = msgspec.json.Encoder().encode
        self._holds = msgspec.json.Decoder(dict[str, HoldDetail])
        self._tags = msgspec.json.Decoder(list[str])

    def encode(self, after: Record, before: Record | None) -> Documents:
        """Give the changing columns of ``after``; ``before`` as a reader gave it."""
        values = after.values
        apart = self._apart
        document = {n: v for n, v in values.items() if n not in apart and v is not None}
        hidden = {n: v for n in self._hidden if (v := values.get(n)) is not None}
        if self._open:
            self._mark(document)
            self._mark(hidden)
        shape = self.shape
        if type(before) is AgedRecord and (before.rest or before.sensitive_rest):
            shape = self._mixed_shape
            document = {**before.rest, **document}
            hidden = {**before.sensitive_rest, **hidden}
        if self._hides_key and hidden:
            hidden[KEY_FIELD] = after.key
        tags = values.get("tags")
        columns = (
            after.revision,
            shape,
            self._encode(document).decode(),
            self._encode(hidden).decode() if hidden else None,
            None,
            self._encode(after.holds).decode() if after.holds else "{}",
            self._encode(tags).decode() if tags else "[]",
            micros(values["changed_at"]),
        )
        return tuple.__new__(Documents, columns)  # in half the time of calling the class

    def demanded_shape(self, before: Record) -> str:
        """Give the shape that a row must still have when ``before`` is replaced."""
        return before.shape if isinstance(before, AgedRecord) else self.shape

    def decode(self, row: StoredRow) -> Record:
        """Give the record of a row; ``AgedRecord`` when the row has another shape.

        Raises:
            msgspec.ValidationError: The row was damaged outside Orderloom.
        """
        if row.shape != self.shape:
            return self._decode_aged(row)
        values: dict[str, Any] = self._clear.decode(row.document)
        if row.sensitive is not None:
            values.update(self._sensitive.decode(row.sensitive))
        for name in self._open:
            if name in values:
                values[name] = unmark(values[name])
        key = values.pop(KEY_FIELD, row.key)
        holds = self._complete(values, row)
        return Record(RecordId(row.id), self.type, key, row.revision, values, holds)

    def _decode_aged(self, row: StoredRow) -> AgedRecord:
        values: dict[str, Any] = {}
        rest = self._take(row.document, values)
        sensitive_rest = self._take(row.sensitive or "{}", values)
        key = sensitive_rest.pop(KEY_FIELD, None)
        holds = self._complete(values, row)
        return AgedRecord(
            RecordId(row.id),
            self.type,
            row.key if key is None else msgspec.json.decode(key, type=str),
            row.revision,
            values,
            holds,
            row.shape,
            rest,
            sensitive_rest,
        )

    def _take(self, document: str, values: dict[str, Any]) -> dict[str, Raw]:
        """Move what can be read into ``values`` and give the rest."""
        rest: dict[str, Raw] = {}
        for stored, raw in msgspec.json.decode(document, type=dict[str, Raw]).items():
            name = stored if stored in self._fields else self.renames.get(stored, stored)
            try:
                value = self._fields[name].decode(raw)
            except (KeyError, msgspec.ValidationError):
                rest[stored] = raw
            else:
                values[name] = unmark(value) if name in self._open else value
        return rest

    def _complete(self, values: dict[str, Any], row: StoredRow) -> dict[str, HoldDetail]:
        """Put the names that every record has into ``values``; give the holds."""
        holds = {} if row.holds == "{}" else self._holds.decode(row.holds)
        values["id"] = row.id
        values["version"] = row.revision
        values["created_at"] = instant(row.created_at)
        values["changed_at"] = instant(row.changed_at)
        values["tags"] = [] if row.tags == "[]" else self._tags.decode(row.tags)
        values["holds"] = list(holds)
        if row.source is not None:
            values["source"] = row.source
        return holds

    def _mark(self, document: dict[str, Any]) -> None:
        for name in self._open:
            if name in document:
                document[name] = mark(document[name])


def codecs_of(record_types: Iterable[RecordType]) -> dict[str, RecordCodec]:
    """Give a codec per record type, by its id."""
    return {record_type.id: RecordCodec(record_type) for record_type in record_types}


def _stored_fields(record_type: RecordType) -> dict[str, Type]:
    fields = {
        name: types.TEXT if field.kind == "reference" else field.type
        for name, field in record_type.fields.items()
        if field.kind != "records"
    }
    for name in record_type.state_fields:
        fields[name] = types.TEXT
        fields[f"{name}_since"] = types.TIME
    return fields | dict(record_type.memory)


def _shape(fields: Mapping[str, Type], hidden: Iterable[str]) -> str:
    described = [f"{name}:{stored_name(of)}" for name, of in sorted(fields.items())]
    text = "\n".join((*described, *sorted(hidden)))
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _decoder(fields: Mapping[str, object]) -> msgspec.json.Decoder[dict[str, Any]]:
    return msgspec.json.Decoder(cast("type[dict[str, Any]]", document_type(fields)))
