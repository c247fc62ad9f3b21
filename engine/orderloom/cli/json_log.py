"""The log for programs: one JSON object a line.

An exception's own words may hold anything that stood in a record or a message: of it only its kind
and where it happened are written.
"""

import logging
import traceback
from collections.abc import Sequence
from typing import Any

import structlog
from structlog.types import EventDict

PACKAGE = "orderloom"
DEEPEST = 12
"""So many of the innermost places of an exception are written."""


def json_handler() -> logging.Handler:
    """Give what writes to stderr."""
    handler = logging.StreamHandler()
    chain: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.stdlib.ExtraAdder(),
        _without_words,
    ]
    finish: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=chain, processors=finish)
    )
    return handler


def _telling(frames: Sequence[traceback.FrameSummary]) -> list[traceback.FrameSummary]:
    """Give the places of our own packages, and the innermost of all."""
    own = [each for each in frames[:-1] if PACKAGE in each.filename]
    return [*own[-DEEPEST:], *frames[-1:]]


def _without_words(_: Any, __: str, event: EventDict) -> EventDict:  # noqa: ANN401 - structlog's
    """Write an exception's kind and places in place of its words."""
    told = event.pop("exc_info", None)
    record: logging.LogRecord = event["_record"]
    found = told if isinstance(told, tuple) else record.exc_info
    record.exc_info = record.exc_text = record.stack_info = None
    if found and found[0] is not None:
        frames = _telling(traceback.extract_tb(found[2]))
        event["error"] = found[0].__name__
        event["places"] = [f"{each.filename}:{each.lineno} {each.name}" for each in frames]
    return event
