"""What couriers share: parcels that they know, with a trace each."""

import base64
import hashlib
from abc import ABC
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from orderloom.ports import Clock
from orderloom_connectors.sandbox.platform import Answer, Document, Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One line of a trace.

    Attributes:
        at: When it happened, aware.
        code: The courier's own code.
        place: Where, as the courier names it.
        operator: Who, empty: not told.
    """

    at: datetime
    code: str
    text: str
    place: str = ""
    operator: str = ""


@dataclass(slots=True)
class Parcel:
    """A parcel; ``asked`` counts how often its trace was told."""

    nodes: list[Node] = field(default_factory=list)
    asked: int = 0


class Courier(Platform, ABC):
    """A courier; ``booked`` is our order number to the parcel's number.

    Attributes:
        down: While true, every request is answered with status 503.

    Args:
        clock: Its time of day.
    """

    first_number = 1

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.parcels: dict[str, Parcel] = {}
        self.booked: dict[str, str] = {}
        self.down = False

    def book(self, order: str, pattern: str) -> str:
        """Give the number of a new parcel for an order of ours."""
        number = pattern.format(self.first_number + len(self.booked))
        self.booked[order] = number
        self.parcels[number] = Parcel()
        return number

    def trace(self, number: str) -> Sequence[Node]:
        """Give a parcel's nodes, in the order in which they were noted."""
        parcel = self.parcels.get(number, Parcel())
        parcel.asked += 1
        return parcel.nodes

    def when_down(self) -> Answer | None:
        """Give the answer of a courier that is down."""
        document: Document = {"message": "service unavailable"}
        return self.refuse("down", document, status=503) if self.down else None


def raw_md5(text: str) -> str:
    """Give Base64 of the 16 raw bytes of MD5, never of their hex text."""
    return base64.b64encode(hashlib.md5(text.encode(), usedforsecurity=False).digest()).decode()


def has_all(fields: Mapping[str, object], *names: str) -> bool:
    """Say whether every name has a text that is not empty."""
    return all(isinstance(fields.get(name), str) and fields[name] for name in names)
