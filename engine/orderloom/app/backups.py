"""Backups of a flow's store: made while it works, and put back only where they belong."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from orderloom.definition.flow import Flow
from orderloom.egress.switch import STOP_FILE
from orderloom.errors import OrderloomError, StoreUnusable
from orderloom.settings import MASTER_KEY
from orderloom.store import backup as files
from orderloom.store.backup import Restored, Stamp
from orderloom.store.engine import sqlite_driver
from orderloom.store.master_key import NAME
from orderloom.store.opening_key import opens
from orderloom.store.schema import Revision, pending

_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A store's file, and where its master key comes from."""

    file: Path

    @property
    def key_source(self) -> str:
        """Say where the master key is."""
        return NAME if os.environ.get(MASTER_KEY) else f"{self.file}.key"

    def opens(self) -> bool:
        """Say whether the master key at hand opens the store."""
        return opens(self.file, os.environ.get(MASTER_KEY) or None)


def place_of(url: str) -> Place:
    """Give the file of a store's address.

    Raises:
        OrderloomError: It is no file (OL090).
    """
    if not url.startswith(_SQLITE):
        raise OrderloomError("OL090", url=url.rpartition("@")[2])
    return Place(file=Path(url.removeprefix(_SQLITE)))


def lacking(place: Place) -> tuple[str | None, tuple[Revision, ...]]:
    """Give the revision of a store's schema, and those that it lacks; changes nothing.

    Raises:
        StoreUnusable: It is no store, or of a newer schema.
    """
    stored, missing = pending(sqlite_driver(), str(place.file))
    return stored, tuple(missing)


def back_up(place: Place, file: Path, at: datetime) -> Stamp:
    """Make a backup.

    Raises:
        StoreUnusable: As ``store.backup.back_up``.
    """
    return files.back_up(place.file, file, at)


def restore(  # noqa: PLR0913 - what is put where, and what was said of it
    flow: Flow,
    folder: Path,
    place: Place,
    file: Path,
    at: datetime,
    *,
    source: str | None,
    replaces: bool,
) -> Restored:
    """Put a backup in the place of a flow's store; where calls wait in it, stop what leaves.

    Args:
        flow: The flow, in the environment that the store is for.
        folder: The flow's folder.
        place: The store.
        file: The backup.
        at: When that is.
        source: The environment that the caller says the backup is of; None: this one.
        replaces: Keep a store that is there under another name.

    Raises:
        OrderloomError: It is of another flow (OL086) or environment (OL085).
        StoreUnusable: As ``store.backup.restore``.
    """
    stamp = files.read_stamp(file)
    if stamp.flow != flow.id:
        raise OrderloomError("OL086", flow=stamp.flow, wanted=flow.id)
    wanted = source or flow.environment
    if stamp.environment != wanted:
        facts = {"environment": stamp.environment, "wanted": wanted}
        raise OrderloomError("OL085", **facts)
    switch = folder / STOP_FILE
    was_stopped = switch.exists()
    # Before the store is there: whoever opens it at once must not send what waits in it.
    _stop(switch)
    try:
        restored = files.restore(file, place.file, at, replaces=replaces)
    except BaseException:
        if not was_stopped:
            switch.unlink(missing_ok=True)
        raise
    if not restored.waiting and not was_stopped:
        switch.unlink(missing_ok=True)
    return restored


def _stop(switch: Path) -> None:
    try:
        switch.touch()
    except OSError as error:
        reason = error.strerror or "–"
        raise StoreUnusable("OL621", path=str(switch), reason=reason) from error
