"""The versions of definitions that this store has worked under."""

from datetime import datetime
from zlib import compress

import msgspec
from sqlalchemy.dialects.sqlite import insert

from orderloom.definition.flow import Flow
from orderloom.store import tables
from orderloom.store.engine import Database
from orderloom.store.instants import micros


def remember(database: Database, flow: Flow, at: datetime) -> bool:
    """Keep a flow's sources under its digest, and say whether they are new to the store.

    ``at`` is kept of the first time only.
    """
    sources = {str(path): text for path, text in flow.sources.items()}
    row = {
        "digest": flow.digest,
        "flow": flow.id,
        "environment": flow.environment,
        "created_at": micros(at),
        "content": compress(msgspec.json.encode(sources)),
    }
    with database.transaction() as connection:
        kept = insert(tables.definition_versions).on_conflict_do_nothing()
        return connection.execute(kept, row).rowcount == 1
