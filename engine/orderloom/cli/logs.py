"""Where the engine's log goes: one line on stderr, the whole of it into a file."""

import logging
import os
import tempfile
from pathlib import Path

from orderloom.settings import LOG

JSON = "json"
"""In place of a file: every line on stderr is an object for programs."""


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
    named = wanted if wanted != JSON else None
    return Path(named or Path(tempfile.gettempdir()) / f"orderloom-{os.getpid()}.log")


def is_json() -> bool:
    """Say whether the log is for programs."""
    return os.environ.get(LOG) == JSON


def start_logging() -> None:
    """Begin to write the engine's log.

    Warnings and worse go to stderr, each on one line, and whole into a file, which is made with
    the first of them. For programs all goes to stderr, what was decided among it.
    """
    # A tick that was skipped because the one before took long is nothing to tell.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    if is_json():
        from orderloom.cli.json_log import json_handler  # noqa: PLC0415 - structlog takes a while

        logging.basicConfig(level=logging.WARNING, handlers=[json_handler()])
        logging.getLogger("orderloom").setLevel(logging.INFO)
        return
    file = log_file()
    whole = logging.FileHandler(file, encoding="utf-8", delay=True, errors="backslashreplace")
    whole.setFormatter(
        logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s")
    )
    short = logging.StreamHandler()
    short.setFormatter(_OneLine(file))
    logging.basicConfig(level=logging.WARNING, handlers=[whole, short])
