"""A record as the interpreter sees it, and the key that makes two the same."""

from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from msgspec import Struct, field

from orderloom.names import RecordId

PARTITIONS = 256


class HoldDetail(Struct, frozen=True):
    """Why a hold is there. ``blocks`` empty: every transition. ``by``: roles that may lift it."""

    blocks: tuple[str, ...]
    by: tuple[str, ...]
    why: dict[str, str]
    definition: str


def is_found_by(stored: object, value: object) -> bool:
    """Say whether a record is found by ``value`` where it has ``stored``: it, or a list with it."""
    return stored == value or (isinstance(stored, list) and value in stored)


class Record(Struct, frozen=True):
    """One record at one revision; nobody changes it in place.

    Attributes:
        values: Everything an expression can name, by name: fields, machine fields and their
            ``_since``, and ``id created_at changed_at version source tags holds``. Missing
            values are absent.
        key: The identity, as ``identity_key`` gives it; unique per type.
        revision: 1 when created; each commit that changes the record adds 1.
        holds: Hold name to its detail; ``values["holds"]`` lists the names.
    """

    id: RecordId
    type: str
    key: str
    revision: int
    values: dict[str, Any]
    holds: dict[str, HoldDetail] = field(default_factory=dict)


def is_open(record: Record, finals: Mapping[str, Collection[str]]) -> bool:
    """Say whether a record is not in a final state of every machine, given by their fields."""
    return not finals or any(record.values.get(name) not in last for name, last in finals.items())


def identity_key(parts: Sequence[object]) -> str:
    """Join identity values to one text, unambiguous and readable: ``pdd/2026-0017``.

    Every part must be present; a ``/`` or ``%`` inside a part is percent-encoded.
    """
    joined = "/".join(map(str, parts))
    if "%" not in joined and joined.count("/") == len(parts) - 1:
        return joined
    return "/".join(str(part).replace("%", "%25").replace("/", "%2F") for part in parts)


def partition_of(record_type: str, key: str) -> int:
    """Give the partition, 0 to 255, in which commands of one identity are worked in order."""
    digest = blake2b(f"{record_type}\0{key}".encode(), digest_size=2).digest()
    return int.from_bytes(digest, "big") % PARTITIONS
