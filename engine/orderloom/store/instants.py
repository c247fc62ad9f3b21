"""Instants as the tables hold them: microseconds since 1970 in UTC, as an integer.

An integer is exact, sorts and compares as time does, takes eight bytes at most, and means the
same in SQLite and PostgreSQL (BIGINT). ISO text would be read and compared more slowly, and a
database's own timestamps differ in zone and precision from one dialect to the next.
"""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000_000
_SECOND = 1_000_000


def micros(at: datetime) -> int:
    """Give the stored form of an aware instant."""
    since = at - _EPOCH
    return since.days * _DAY + since.seconds * _SECOND + since.microseconds


def instant(stored: int) -> datetime:
    """Give the instant of a stored form, in UTC."""
    return _EPOCH + timedelta(microseconds=stored)
