"""What the engine remembers of a key that is no record of the flow: a rule's item, a group.

Each is a record of a type of the engine's own. So of two decisions on one key one sees the other,
a dry run sees what it remembers itself, and all of it is committed with the decision or not.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b

from orderloom.definition.record import MEMO
from orderloom.expression.values import Money
from orderloom.flow.record import identity_key
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay

LONGEST = 64
"""So many characters of a key are written as they are; of a longer one its digest."""


def recall(work: Overlay, definition: str, key: object) -> Draft | None:
    """Give what is remembered for a definition and a key, None when nothing is."""
    return work.find(work.program.records[MEMO], identity_key((definition, key_text(key))))


def memo(work: Overlay, definition: str, key: object) -> Draft:
    """Give what is remembered for a definition (``kind/id``) and a key; empty at first."""
    record = work.program.records[MEMO]
    parts = (definition, key_text(key))
    found = work.find(record, identity_key(parts))
    if found is None:
        found = work.add(record, identity_key(parts))
        found.values |= zip(record.identity, parts, strict=True)
    return found


def key_text(key: object) -> str:
    """Give a value as a text that equal values share; 1.0 and 1.00 are equal."""
    text = _text(key)
    if len(text) <= LONGEST:
        return text
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _text(value: object) -> str:  # noqa: PLR0911 - one line a kind of value
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value.normalize() + 0:f}"
        case Money(amount, currency):
            return f"{currency} {_text(amount)}"
        case datetime():
            return value.isoformat()
        case Mapping():
            return identity_key([f"{name}={_text(value[name])}" for name in sorted(value)])
        case list() | tuple():
            return identity_key([_text(part) for part in value])
        case _:
            return str(value)
