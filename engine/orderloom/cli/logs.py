"""Where the engine's log goes: one line on stderr, the whole of it into a file."""

import logging
import os
import tempfile
from pathlib import Path

from orderloom.settings import LOG


class _OneLine(logging.Formatter):
    """Says what happened and which file has the details; a traceback is for the file."""

    def __init__(self, file: Path) -> None:
        super().__init__("log: %(message)s")
        self._file = file

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        line = super().format(_without_traceback(record))
        return f"{line} [{self._file}]"


def _without_traceback(record: logging.LogRecord) -> logging.LogRecord:
    bare = logging.makeLogRecord(record.__dict__)
    bare.exc_info = bare.exc_text = bare.stack_info = None
    return bare


def log_file() -> Path:
    """Give the file that has the whole log: the installation's, else one of this process."""
    wanted = os.environ.get(LOG)
    return Path(wanted or Path(tempfile.gettempdir()) / f"orderloom-{os.getpid()}.log")


def start_logging() -> None:
    """Send warnings and worse to stderr and to a file, which is made with the first of them."""
    file = log_file()
    whole = logging.FileHandler(file, encoding="utf-8", delay=True, errors="backslashreplace")
    whole.setFormatter(
        logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s")
    )
    short = logging.StreamHandler()
    short.setFormatter(_OneLine(file))
    logging.basicConfig(level=logging.WARNING, handlers=[whole, short])
    # A tick that was skipped because the one before took long is nothing to tell.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
