"""Writing records, and what they are found by."""

from typing import TypeAlias, cast

from orderloom.definition.record import GRAMS
from orderloom.memory.contents import Contents, Kept, Target
from orderloom.memory.shapes import Shapes
from orderloom.store.codec import Documents, StoredRow
from orderloom.store.gram_rows import gram_rows
from orderloom.store.group import RecordRows
from orderloom.store.sealing import Identities

Columns: TypeAlias = tuple[int, str, str, str | None, str | None, str, str, int]
"""As ``Documents`` has them."""
_WIDTH = len(Documents._fields)


def write_records(contents: Contents, rows: RecordRows) -> None:
    """Write rows that fit; see ``RowMaker`` for their columns."""
    for new in rows.new:
        record_id, record_type, key = cast("tuple[str, str, str]", new[:3])
        source, created_at = cast("tuple[str | None, int]", new[-2:])
        row = _row((record_id, key), new[3:-2], source, created_at)
        contents.records[record_id] = Kept(record_type, row)
        contents.keys[record_type, key] = record_id
        contents.types.setdefault(record_type, set()).add(record_id)
    for changed in rows.changed:
        record_type, was = contents.records[cast("str", changed[_WIDTH])]
        row = _row((was.id, was.key), changed[:_WIDTH], was.source, was.created_at)
        contents.records[was.id] = Kept(record_type, row)
    _find_by(contents, rows)


def _find_by(contents: Contents, rows: RecordRows) -> None:
    """Let records be found by what they have now, and by nothing that they had."""
    for (record_id,) in rows.forgotten:
        free(contents, record_id)
        _unlink(contents, record_id)
    for record_id, name in rows.uniques_gone:
        free(contents, record_id, name)
    for record_id, name in rows.links_gone:
        _unlink(contents, record_id, name)
    for record_id, record_type, name, value in rows.links_new:
        _link(contents, record_id, Target(record_type, name, value))
    for record_type, name, value, record_id in rows.uniques_new:
        contents.uniques[Target(record_type, name, value)] = record_id


def find_by_texts(contents: Contents, shapes: Shapes, identities: Identities) -> None:
    """Let records of the types that the flow seeks be found by what they are made of now."""
    for shape in shapes.flow.records.values():
        if not shape.sought:
            continue
        for record_id in contents.types.get(shape.id, ()):
            record = shapes.codecs[shape.id].decode(contents.records[record_id].row)
            _unlink(contents, record_id, GRAMS)
            for _, record_type, name, value in gram_rows(record, shape.sought, identities):
                _link(contents, record_id, Target(record_type, name, value))


def free(contents: Contents, record_id: str, name: str | None = None) -> None:
    """Give up a record's unique values: under a name, or all.

    Whatever is unique finds its record, too, so it stands among what that is found by.
    """
    for target in contents.linked.get(record_id, ()):
        if name in (None, target.name) and contents.uniques.get(target) == record_id:
            del contents.uniques[target]


def _row(
    identity: tuple[str, str], columns: tuple[object, ...], source: str | None, created_at: int
) -> StoredRow:
    revision, shape, document, sensitive, _, holds, tags, changed_at = cast("Columns", columns)
    return StoredRow(
        *identity,
        revision,
        shape,
        document,
        sensitive,
        holds,
        tags,
        source,
        created_at,
        changed_at,
    )


def _link(contents: Contents, record_id: str, target: Target) -> None:
    contents.links.setdefault(target, set()).add(record_id)
    contents.linked.setdefault(record_id, set()).add(target)


def _unlink(contents: Contents, record_id: str, name: str | None = None) -> None:
    held = contents.linked.get(record_id, set())
    for target in [each for each in held if name in (None, each.name)]:
        held.discard(target)
        found = contents.links[target]
        found.discard(record_id)
        if not found:
            del contents.links[target]
