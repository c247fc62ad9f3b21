"""What can be said of a mapping's items before any is mapped."""

from collections.abc import Iterable

from orderloom.definition.mapping import Item
from orderloom.definition.mapping import Mapping as InboundMapping
from orderloom.expression.types import ChoiceType


def is_computed(mapping: InboundMapping) -> bool:
    """Say whether any expression of the mapping has to be worked out for an item."""
    own = [item for _, item in mapping.items]
    items = [item for item in (*own, mapping.happened_at) if item is not None]
    return mapping.rank is not None or any(map(item_is_computed, items))


def item_is_computed(item: Item) -> bool:
    """Say whether an item, or a part of it, is an expression."""
    given = item.value or item.each_value
    if given is not None and given.compiled is not None:
        return True
    return any(item_is_computed(part) for _, part in item.parts)


def twins_of(mapping: InboundMapping) -> list[str]:
    """Name the fields that read the same instant as ``happened_at``."""
    item = mapping.happened_at
    if item is None:
        return []
    return [name for name, other in mapping.items if _reads_alike(other, item)]


def _reads_alike(one: Item, other: Item) -> bool:
    if one.path is None or one.kind != "time" or one.target is None or one.target.kind != "time":
        return False
    return (one.path, one.format, one.zone, one.words) == (
        other.path, other.format, other.zone, other.words,
    )  # fmt: skip


def words_of(mapping: InboundMapping, item: Item, path: str) -> Iterable[str]:
    """Give the words that the conversion of the field ``path`` knows, if it goes by words."""
    if mapping.read.format in {"xml", "excel"}:
        return ()
    states = mapping.state_fields.get(path, ())
    target = item.target
    of = target.type.of if target is not None and isinstance(target.type, ChoiceType) else ()
    return item.words or states or of
