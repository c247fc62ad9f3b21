"""Effects that tell what becomes of messages besides that they go."""

from datetime import datetime

from msgspec import field

from orderloom.flow.effect_base import Effect

OF_MESSAGE = "message/"
"""Stands before a message's name where the answer to what carries it names who asked."""


class Delayed(Effect, frozen=True, kw_only=True, tag="delayed"):
    """A message waits until ``due`` before it goes; ``reason`` is a code, ``to`` as it is sent."""

    message: str
    to: str
    due: datetime
    reason: str
    facts: dict[str, str]


class Joined(Effect, frozen=True, kw_only=True, tag="joined"):
    """A message that waited is told within another one, ``into``."""

    message: str
    into: str
    to: str


class Bounced(Effect, frozen=True, kw_only=True, tag="bounced"):
    """A message was put into the outbox and did not arrive; ``error`` is a code."""

    message: str
    call: str
    error: str
    facts: dict[str, str] = field(default_factory=dict)
