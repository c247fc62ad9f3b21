"""A reader of a format that an installed package adds, as mappings hold it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedFormat:
    """A format; ``read`` and the rest are what ``orderloom.ports.codecs`` says of a codec."""

    name: str
    distribution: str
    read: Callable[[bytes], Iterable[object]]
    reasons: Mapping[str, Mapping[str, str]]
    zipped: bool
