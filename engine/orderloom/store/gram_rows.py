"""The pieces of texts by which records that are alike are found, as rows of ``links``."""

from collections.abc import Iterable

from orderloom.definition.record import GRAMS
from orderloom.expression.grams import grams_of
from orderloom.flow.record import Record
from orderloom.store.sealing import Identities


def gram_rows(
    record: Record, names: Iterable[str], identities: Identities
) -> list[tuple[str, str, str, str]]:
    """Give the rows of ``links`` by which a record is found by what its texts are made of."""
    pieces = {gram.text for text in texts_of(record, names) for gram in grams_of(text)}
    return [
        (record.id, record.type, GRAMS, identities.indexed(record.type, GRAMS, piece))
        for piece in sorted(pieces)
    ]


def texts_of(record: Record, names: Iterable[str]) -> list[str]:
    """Give the texts that a record has in some fields, in their order."""
    return [text for name in names if isinstance(text := record.values.get(name), str)]
