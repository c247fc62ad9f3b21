"""What a flow seeks by for the first time is written down once, for the records that are there."""

from collections.abc import Mapping

import sqlalchemy as sa

from orderloom.definition.flow import Flow
from orderloom.definition.record import GRAMS
from orderloom.store import tables
from orderloom.store.codec import RecordCodec
from orderloom.store.dialect import Dialect, cursor_of
from orderloom.store.gram_rows import gram_rows
from orderloom.store.hot_statements import HotStatements
from orderloom.store.keyring import Keyring
from orderloom.store.reader import ReadStatements, SqlReader
from orderloom.store.sealing import Identities


def seek_anew(
    connection: sa.Connection,
    dialect: Dialect,
    flow: Flow,
    codecs: Mapping[str, RecordCodec],
    keyring: Keyring,
) -> None:
    """Write what records of the types that the flow seeks are made of, in place of what there is.

    Args:
        connection: In a transaction that writes.
        dialect: Its database's.
        flow: The flow that seeks.
        codecs: How it reads records, by type.
        keyring: Opens and hashes what is sensitive; where any is, it must be prepared.
    """
    identities = Identities(flow, keyring)
    sql = HotStatements(dialect)
    reader = SqlReader(connection, flow, codecs, ReadStatements(dialect), keyring)
    cursor = cursor_of(connection)
    links = tables.links.c
    for shape in flow.records.values():
        if shape.sought:
            old = sa.delete(tables.links).where(links.type == shape.id, links.field == GRAMS)
            connection.execute(old)
            for record in reader.all(shape.id):
                sql.link.write(cursor, gram_rows(record, shape.sought, identities))
