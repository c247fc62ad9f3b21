"""One record as one viewer sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orderloom.definition.record import Field, RecordType
from orderloom.definition.role import Manner, See
from orderloom.sight.masking import Mask, shown, spoken

NAMING = "id"
"""What a record is called by among records: whoever sees it at all sees that."""
_MOST: tuple[Manner, ...] = ("clear", "mask", "hide")


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """A record that may be seen; ``sees`` are the words, at least one, that let it.

    Each name is shown as the word that allows most shows it.
    """

    record: RecordType
    sees: tuple[See, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether every field is seen, masked or not."""
        return any(see.fields is None and see.sensitive != "hide" for see in self.sees)

    def manner(self, name: str) -> Manner:
        """Say how a value is shown, by the name of its field or of what the engine keeps."""
        if name == NAMING:
            return "clear"
        if name.startswith("$"):
            return "hide"
        named = self._named(name)
        field = self.record.fields.get(named)
        told: set[Manner] = {
            see.sensitive if field is not None and field.sensitive else "clear"
            for see in self.sees
            if see.fields is None or named in see.fields or name in see.fields
        }
        return next((each for each in _MOST if each in told), "hide")

    def show(self, name: str, value: Any) -> Any:  # noqa: ANN401 - a flow's value
        """Give a value as it is shown; of a hidden one nothing."""
        return self._shown(name, value, shown)

    def say(self, name: str, value: Any) -> Any:  # noqa: ANN401 - a flow's value
        """Give a value as a text may work with it: only texts have masks, the rest is missing."""
        return self._shown(name, value, spoken)

    def shown(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give what is seen of a record's values, as it is shown."""
        told = ((name, self.show(name, value)) for name, value in values.items())
        return {name: value for name, value in told if value is not None}

    def clear(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give those of a record's values that are seen as they are."""
        return {name: each for name, each in values.items() if self.manner(name) == "clear"}

    def key(self, key: str) -> str:
        """Give the record's identity as it is shown: whole, or no more than that it has one."""
        manners = {self.manner(name) for name in self.record.identity}
        return str(shown(key if "hide" not in manners else 0, hidden=manners != {"clear"}))

    def _shown(self, name: str, value: Any, mask: Mask) -> Any:  # noqa: ANN401 - a flow's value
        manner = self.manner(name)
        if manner == "hide" or value is None:
            return None
        field = self.record.fields.get(name)
        return value if manner == "clear" or field is None else masked(field, value, mask)

    def _named(self, name: str) -> str:
        """Give the field whose state a name tells the beginning of, else the name itself."""
        field = name.removesuffix("_since")
        return (
            field if name not in self.record.fields and field in self.record.state_fields else name
        )


def masked(field: Field, value: Any, mask: Mask) -> Any:  # noqa: ANN401 - a flow's value
    """Give a sensitive value masked: of a whole with sensitive parts only these."""
    if field.item is not None and field.item.sensitive and isinstance(value, list):
        return [masked(field.item, each, mask) for each in value]
    if any(each.sensitive for each in field.parts.values()):
        if isinstance(value, list):
            return [_masked_parts(field.parts, each, mask) for each in value]
        return _masked_parts(field.parts, value, mask)
    return mask(value, hidden=True)


def _masked_parts(parts: Mapping[str, Field], value: Any, mask: Mask) -> Any:  # noqa: ANN401
    if not isinstance(value, Mapping):
        return mask(value, hidden=True)
    return {name: _masked_part(parts.get(name), each, mask) for name, each in value.items()}


def _masked_part(field: Field | None, value: Any, mask: Mask) -> Any:  # noqa: ANN401
    if field is None:
        return mask(value, hidden=True)
    return masked(field, value, mask) if field.sensitive else value
