"""Values as they are while a flow runs.

=========  ==============================================================
language   Python
=========  ==============================================================
missing    ``None`` (an unknown condition too)
text       ``str``, never empty, in NFC; choice, phone and email as well
integer    ``int``
decimal    ``Decimal``
boolean    ``bool``
money      ``Money``
time       aware ``datetime`` in UTC
date       ``date``
duration   ``timedelta``
list       ``list`` or ``tuple``
object     ``dict`` with text keys
=========  ==============================================================
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple, TypeAlias


class Money(NamedTuple):
    """An exact amount in one currency (ISO 4217); two are equal if both parts are."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:f}"


Scalar: TypeAlias = str | int | Decimal | bool | Money | datetime | date | timedelta
Value: TypeAlias = "Scalar | list[Value] | tuple[Value, ...] | dict[str, Value] | None"
