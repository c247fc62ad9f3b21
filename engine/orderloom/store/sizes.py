"""How big a store's tables are, and how fast they grow."""

from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from orderloom.errors import StoreUnusable
from orderloom.store import tables
from orderloom.store.engine import sqlite_driver
from orderloom.store.instants import micros

DAYS = 7
"""Growth is that of so many days."""
SAMPLE = 500
_INSTANTS: Mapping[str, str] = {
    "inbox": "received_at",
    "items": "at",
    "records": "created_at",
    "journal": "at",
    "outbox": "at",
    "stock_lines": "at",
}
_LIKE: Mapping[str, str] = {"bodies": "inbox", "keys": "inbox", "orders": "inbox"}
"""Tables whose rows come with those of another one."""


class TableSize(NamedTuple):
    """A table with its indexes: about so many bytes, and so many more a day."""

    name: str
    rows: int
    bytes: int
    daily: int


def table_sizes(file: Path, now: datetime) -> list[TableSize]:
    """Give all tables, the biggest first."""
    with closing(_opened(file)) as store:
        rows = {name: _count(store, name) for name in tables.metadata.tables}
        since = micros(now - timedelta(days=DAYS))
        sizes = _sizes(store, rows)
        new = {name: _count(store, name, column, since) for name, column in _INSTANTS.items()}
    found = []
    for name, number in rows.items():
        size = sizes.get(name, 0)
        like = _LIKE.get(name, name)
        share = new.get(like, 0) / rows[like] if rows[like] else 0.0
        daily = round(size * share / DAYS)
        found.append(TableSize(name, number, size, daily))
    return sorted(found, key=lambda each: (-each.bytes, each.name))


def damage(file: Path) -> str | None:
    """Say what is damaged, None: nothing is."""
    driver = sqlite_driver()
    try:
        with closing(_opened(file)) as store:
            found = store.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found == "ok" and store.execute("PRAGMA foreign_key_check").fetchone():
                return "foreign keys"
    except driver.DatabaseError as error:
        return str(error)
    return None if found == "ok" else str(found)


def newest_instant(file: Path) -> int:
    """Give the instant of the newest journal entry in microseconds, 0 without one."""
    with closing(_opened(file)) as store:
        found = store.execute("SELECT at FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return 0 if found is None else int(found[0])


def _sizes(store: Any, rows: Mapping[str, int]) -> dict[str, int]:  # noqa: ANN401 - as below
    """Share the file's used pages out: each table by what its newest rows hold, indexes included.

    SQLite itself tells no table's pages unless it was built to.
    """
    pages, free, size = (
        store.execute(f"PRAGMA {word}").fetchone()[0]
        for word in ("page_count", "freelist_count", "page_size")
    )
    weights = {name: _weight(store, name) * number for name, number in rows.items() if number}
    whole = sum(weights.values())
    used = (pages - free) * size
    return {name: round(used * weight / whole) for name, weight in weights.items()}


def _weight(store: Any, name: str) -> float:  # noqa: ANN401 - as below
    """Give the mean bytes of a table's rows, by a sample."""
    columns = tables.metadata.tables[name].columns
    lengths = " + ".join(
        f'coalesce(length(CAST("{each.name}" AS BLOB)), 0) + 2' for each in columns
    )
    words = f'SELECT avg({lengths}) FROM (SELECT * FROM "{name}" LIMIT {SAMPLE})'  # noqa: S608
    mean: float = store.execute(words).fetchone()[0]
    return mean


def _count(store: Any, name: str, column: str = "", since: int = 0) -> int:  # noqa: ANN401 - as above
    where = f' WHERE "{column}" >= {since}' if column else ""
    found = store.execute(f'SELECT count(*) FROM "{name}"{where}')  # noqa: S608 - names of ours
    number: int = found.fetchone()[0]
    return number


def _opened(file: Path) -> Any:  # noqa: ANN401 - as above
    driver = sqlite_driver()
    try:
        return driver.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    except driver.OperationalError as error:
        raise StoreUnusable("OL621", path=str(file), reason=str(error)) from error
