"""The table of schedules: how far each is handled."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.instants import instant


class SqlSchedules:
    """``Schedules`` over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        column = tables.schedules.c
        self._handled = sa.select(column.id, column.handled_at)

    def handled(self) -> Mapping[str, datetime]:
        """Give the instant up to which each known schedule is run or missed."""
        with self._database.reading.begin() as connection:
            return {name: instant(at) for name, at in connection.execute(self._handled)}
