"""What stored records say of the earlier versions under which they finish."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from orderloom.definition.record import FINISHING

TOLD = f'"{FINISHING}'
"""Stands in the documents of records that finish, and in hardly any other."""


def finishing_of(documents: Iterable[str]) -> Counter[str]:
    """Count the records by the names of the machines under which they finish."""
    found = Counter[str]()
    for document in documents:
        if TOLD in document:
            values: dict[str, object] = msgspec.json.decode(document)
            names = (each for name, each in values.items() if name.startswith(FINISHING))
            found.update(map(str, names))
    return found
