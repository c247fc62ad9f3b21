"""Whether a master key opens a store, found out without opening the store for work."""

from contextlib import closing
from pathlib import Path

from orderloom.errors import StoreUnusable
from orderloom.store.engine import sqlite_driver
from orderloom.store.keyring import LOOKUP, master_cipher
from orderloom.store.master_key import MasterKey


def opens(file: Path, text: str | None) -> bool:
    """Say whether the master key fits; a store that has no secrets yet fits any.

    Args:
        file: The store's file.
        text: The key; None: the file beside the store has it.

    Raises:
        StoreUnusable: What is there is no key (OL627), or cannot be read (OL629).
    """
    with closing(sqlite_driver().connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as store:
        row = store.execute("SELECT wrapped FROM keys WHERE id = ?", (LOOKUP,)).fetchone()
    if row is None:
        return True
    key = MasterKey(text, Path(f"{file}.key")).read()
    if key is None:
        return False
    try:
        master_cipher(key).open(row[0], LOOKUP)
    except StoreUnusable:
        return False
    return True
