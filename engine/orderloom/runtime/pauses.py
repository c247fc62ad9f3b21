"""How long to wait before something is tried again."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from orderloom.definition.connection import Retry
from orderloom.errors import DeliveryFailed

LONGEST_ASKED = timedelta(days=1)
"""A peer that asks for a longer pause is believed so far only."""


def pause(retry: Retry, failures: int, draw: float) -> timedelta:
    """Give the pause after so many failures in a row, one at least.

    Args:
        retry: The connection's.
        failures: Those so far.
        draw: From 0 to 1: which part of the pause is waited, where it is not exact.
    """
    longest = retry.longest
    full = retry.first
    for _ in range(failures - 1):
        full *= retry.factor
        if full >= longest or retry.factor == 1:
            break
    full = min(full, longest)
    return full * draw if retry.jitter else full


def asked_pause(error: DeliveryFailed, now: datetime) -> timedelta:
    """Give how long the peer asked to be left alone (``Retry-After``), nothing if it did not."""
    said = error.facts.get("retry_after", "").strip()
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST_ASKED)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return timedelta(0)
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST_ASKED)
