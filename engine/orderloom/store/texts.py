"""Statements as text, made once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa


def compiled(
    dialect: sa.Dialect,
    statement: sa.Insert | sa.Update | sa.Delete | sa.Select[Any],
    order: Sequence[str],
) -> str:
    """Give a statement's text, held against the order of the values it is given.

    Raises:
        ValueError: It takes them in another order.
    """
    made = statement.compile(dialect=dialect)
    taken = made.positiontup
    if taken != list(order):
        raise ValueError(f"the statement takes {taken}, not {list(order)}: {made}")
    return str(made)
