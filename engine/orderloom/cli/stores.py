"""Which store a command means."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from orderloom.errors import OrderloomError
from orderloom.settings import FOLDER

_SQLITE = "sqlite:///"


def store_url(wanted: str | None, folder: Path) -> str:
    """Give the address of the store: the one wanted, else one inside the flow's folder.

    A plain path is a SQLite file.
    """
    if wanted is None:
        wanted = str(folder / FOLDER / "orderloom.db")
    return wanted if "://" in wanted else f"{_SQLITE}{wanted}"


def writable_store(wanted: str | None, folder: Path) -> str:
    """Give the address of a store that may have to be made, with the folder for what is its own.

    Raises:
        OrderloomError: That folder cannot be made.
    """
    url = store_url(wanted, folder)
    if wanted is None or _file(url) is None:  # a server's store leaves its master key here
        try:
            make_folder(folder / FOLDER)
        except OSError as error:
            reason = error.strerror or "–"
            raise OrderloomError("OL674", folder=str(folder / FOLDER), reason=reason) from error
    return url


def make_folder(folder: Path, unversioned: str = "*.db*") -> None:
    """Make a folder for what a run leaves behind, which no version control should take in.

    Raises:
        OSError: It cannot be made.
    """
    folder.mkdir(exist_ok=True)
    mark = folder / ".gitignore"
    if not mark.exists():
        mark.write_text(f"{unversioned}\n", encoding="utf-8")


def existing_store(wanted: str | None, folder: Path) -> str:
    """Give the address of a store that is there.

    Raises:
        OrderloomError: There is none: asking must not make one.
    """
    url = store_url(wanted, folder)
    file = _file(url)
    if file is not None and not file.exists():
        raise OrderloomError("OL673", path=str(file))
    return url


@contextmanager
def readable_store(wanted: str | None, folder: Path) -> Iterator[str]:
    """Give the address of a store to look at; one that is not there reads as an empty one."""
    url = store_url(wanted, folder)
    file = _file(url)
    if file is None or file.exists():
        yield url
        return
    with TemporaryDirectory(prefix="orderloom-") as empty:
        yield f"{_SQLITE}{empty}/empty.db"


def _file(url: str) -> Path | None:
    """Give the file of a SQLite address; None for any other."""
    return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None
