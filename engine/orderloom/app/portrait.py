"""One record as somebody sees it, ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orderloom.app.viewing import Eyes
from orderloom.definition.record import RecordType
from orderloom.errors import OrderloomError
from orderloom.flow.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What is seen of a record.

    Attributes:
        shape: Its type.
        key: Its identity.
        values: Everything seen, by name: masked where it is not seen in the clear.
    """

    id: str
    shape: RecordType
    key: str
    revision: int
    values: Mapping[str, Any]

    @property
    def states(self) -> dict[str, object]:
        """Give where its machines stand, by field, of those that are seen."""
        return {name: self.values[name] for name in self.shape.state_fields if name in self.values}

    @property
    def tags(self) -> Sequence[str]:
        """Give its tags, if they are seen."""
        return list(self.values.get("tags", ()))

    @property
    def holds(self) -> Sequence[str]:
        """Give its holds, if they are seen."""
        return list(self.values.get("holds", ()))

    @property
    def fields(self) -> dict[str, Any]:
        """Give the values of its own fields, in the order in which they are declared."""
        return {name: self.values[name] for name in self.shape.fields if name in self.values}

    def document(self) -> dict[str, object]:
        """Give it as commands print it."""
        return {
            "id": self.id,
            "type": self.shape.id,
            "key": self.key,
            "revision": self.revision,
            "states": self.states,
            "tags": self.tags,
            "holds": self.holds,
        }


def portrait(eyes: Eyes, record: Record) -> Portrait:
    """Give a record as it is seen.

    Raises:
        OrderloomError: It is not.
    """
    glimpse = eyes.glimpse(record)
    if glimpse is None:
        raise OrderloomError("OL649", record=record.id)
    return Portrait(
        id=record.id,
        shape=glimpse.record,
        key=glimpse.key(record.key),
        revision=record.revision,
        values=glimpse.shown(record.values),
    )
