"""Where the master key comes from: a named secret, or a file beside the store. Never the store."""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from pathlib import Path
from tempfile import NamedTemporaryFile

from orderloom.errors import StoreUnusable

SIZE = 32
NAME = "ORDERLOOM_MASTER_KEY"
"""What a given key is called in messages."""


class MasterKey:
    """One source of the master key, 32 bytes that are written as base64.

    Args:
        text: The secret's value; None: the file is used.
        file: Where the key lies otherwise; made with mode 0600 when it is first needed.
    """

    def __init__(self, text: str | None, file: Path) -> None:
        self._given = None if text is None else _decoded(text, NAME)
        self._file = file

    def read(self) -> bytes | None:
        """Give the key, None when there is no file yet.

        Raises:
            StoreUnusable: What is there is no key (OL627), or the file cannot be read (OL629).
        """
        if self._given is not None:
            return self._given
        try:
            return _decoded(self._file.read_text(encoding="ascii"), str(self._file))
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise StoreUnusable("OL627", source=str(self._file)) from error
        except OSError as error:
            raise self._unusable(error) from error

    def make(self) -> Path:
        """Write a new key to the file, unless somebody else just did; give where.

        Raises:
            StoreUnusable: The file cannot be written (OL629).
        """
        try:
            self._write(b64encode(os.urandom(SIZE)))
        except FileExistsError:
            pass  # another process was first: its key is as good
        except OSError as error:
            raise self._unusable(error) from error
        return self._file

    def _write(self, text: bytes) -> None:
        """Write as a whole and durably: what it protects must not outlive it.

        A temporary file has mode 0600 from its first moment; linking it under its name fails
        when there is one already.
        """
        folder = self._file.parent
        folder.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=f"{self._file.name}.") as draft:
            draft.write(text + b"\n")
            draft.flush()
            os.fsync(draft.fileno())
            os.link(draft.name, self._file)

    def _unusable(self, error: OSError) -> StoreUnusable:
        return StoreUnusable("OL629", path=str(self._file), reason=error.strerror or "–")


def _decoded(text: str, source: str) -> bytes:
    try:
        key = b64decode(text.strip().translate(str.maketrans("-_", "+/")), validate=True)
    except (NotBase64, ValueError):
        key = b""
    if len(key) != SIZE:
        raise StoreUnusable("OL627", source=source)
    return key
