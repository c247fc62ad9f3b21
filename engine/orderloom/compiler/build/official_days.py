"""The days off and make-up working days that a country's government orders.

Source: the notices of the State Council, as the library chinesecalendar keeps them.
"""

from datetime import date
from functools import cache
from typing import NamedTuple


class OfficialDays(NamedTuple):
    """Days off, and weekend days that are worked in their place."""

    free: frozenset[date]
    working: frozenset[date]


@cache  # of a library's constants
def official_days(country: str) -> OfficialDays:
    """Give what is known for a country of the schema; none for ``""``.

    Years whose notice the installed library does not know have none: there the week alone
    counts, and what the calendar itself lists.
    """
    if not country:
        return OfficialDays(frozenset(), frozenset())
    # Few flows ask for it, so nobody else should wait for it.
    from chinese_calendar import constants  # noqa: PLC0415

    return OfficialDays(frozenset(constants.holidays), frozenset(constants.workdays))
