"""The demo's shop: a fresh copy of the example, with its channels' files waiting in the inboxes."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from orderloom.cli.stores import make_folder
from orderloom.errors import OrderloomError
from orderloom.settings import FOLDER

ENVIRONMENT = "sandbox"
"""The environment of the example's flow whose addresses are this computer's."""

_EXAMPLE = "all-channel-shop"
_DATA = "data"
_SUFFIX = "_orders"
_LIVE = Path("live") / "connections.yaml"
# Longer than any connector waits for a file to be written to its end.
_SETTLED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Shop:
    """A place to run the demo: the flow's folder and a store that does not exist yet."""

    folder: Path
    store: Path


@contextmanager
def fresh_shop(now: datetime) -> Iterator[Shop]:
    """Make a new shop; the last demo's is thrown away, so that every run is the same.

    It lies beside the example's sources, where it can be looked at afterwards, unless another
    demo is at work there.

    Raises:
        OrderloomError: The example is neither in a checkout nor in the installed package.
    """
    with _example() as example, _place(example.parent.parent / FOLDER) as place:
        shop = Shop(place / "shop", place / "demo.db")
        hidden = shutil.ignore_patterns(".*", _DATA, "inbox", "outbox")
        shutil.copytree(example, shop.folder, ignore=hidden)
        _fill_inboxes(example / _DATA, shop.folder / "inbox", now)
        yield shop


@contextmanager
def _example() -> Iterator[Path]:
    """Find the example in the checkout, or the copy that the package brings."""
    checkout = Path(__file__).parents[3] / "examples" / _EXAMPLE
    if checkout.is_dir():
        yield checkout
        return
    with as_file(files("orderloom_definitions") / "examples" / _EXAMPLE) as packaged:
        if not packaged.is_dir():
            raise OrderloomError("OL667", folder=str(checkout))
        yield packaged


@contextmanager
def _place(home: Path) -> Iterator[Path]:
    """Give an empty folder: always the same one, or a temporary one while that is taken."""
    lock = lock_place(home)
    if lock is None:
        with TemporaryDirectory(prefix="orderloom-demo-", ignore_cleanup_errors=True) as other:
            yield Path(other)
        return
    try:
        shutil.rmtree(home / "demo", ignore_errors=True)
        (home / "demo").mkdir()
        yield home / "demo"
    finally:
        lock.close()


def lock_place(home: Path) -> sqlite3.Connection | None:
    """Take the demo's place until the connection is closed; None when it cannot be had.

    SQLite locks files alike on every system, and lets go when a process dies.
    """
    try:
        make_folder(home, "*")
        lock = sqlite3.connect(home / "demo.lock", timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error):
        return None
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        lock.close()
        return None
    return lock


def point_at(shop: Shop, urls: Mapping[str, str]) -> None:
    """Let the copy's live connections lead to where the platforms really answer.

    The example names the ports that ``sandbox up`` takes; another program may sit on one.
    """
    path = shop.folder / _LIVE
    text = path.read_text(encoding="utf-8")
    for name, url in urls.items():
        address = rf"url: \"[^\"]*\", secret: {name}_sandbox\b"
        text = re.sub(address, f'url: "{url}", secret: {name}_sandbox', text)
    path.write_text(text, encoding="utf-8")


def _fill_inboxes(data: Path, inbox: Path, now: datetime) -> None:
    """Put ``pdd_orders.json`` into the folder that ``pdd`` watches, and so on."""
    settled = (now - _SETTLED).timestamp()
    for file in sorted(data.iterdir()):
        channel = file.stem.removesuffix(_SUFFIX)
        if channel != file.stem:
            (inbox / channel).mkdir(parents=True)
            target = shutil.copyfile(file, inbox / channel / file.name)
            os.utime(target, (settled, settled))
