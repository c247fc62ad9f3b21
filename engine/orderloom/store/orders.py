"""In which order the items of messages under way are worked, where that is not as they stand."""

from array import array
from collections.abc import Sequence

import sqlalchemy as sa

from orderloom.store import tables
from orderloom.store.dialect import Dialect


def read_order(connection: sa.Connection, message_id: str, first: int) -> Sequence[int] | None:
    """Give the order of a message's items from ``first`` on, None: as they stand."""
    orders = tables.orders.c
    kept = sa.select(orders.positions).where(orders.message_id == message_id, orders.first == first)
    found = connection.scalar(kept)
    return None if found is None else array("I", found)


def write_order(
    connection: sa.Connection, dialect: Dialect, message_id: str, first: int, order: Sequence[int]
) -> None:
    """Keep the order of a message's items from ``first`` on; those of finished ones go."""
    finished = sa.select(tables.inbox.c.id).where(tables.inbox.c.finished.is_(sa.true()))
    connection.execute(sa.delete(tables.orders).where(tables.orders.c.message_id.in_(finished)))
    positions = array("I", order).tobytes()
    row = {"message_id": message_id, "first": first, "positions": positions}
    changed = dialect.put(tables.orders, ("message_id", "first"), ("positions",))
    connection.execute(changed, row)
