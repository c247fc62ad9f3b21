"""What can be said of a mapping's items before any is mapped."""

from orderloom.definition.mapping import Item
from orderloom.definition.mapping import Mapping as InboundMapping


def is_computed(mapping: InboundMapping) -> bool:
    """Say whether any expression of the mapping has to be worked out for an item."""
    own = [item for _, item in mapping.items]
    return any(item_is_computed(item) for item in (*own, mapping.happened_at) if item is not None)


def item_is_computed(item: Item) -> bool:
    """Say whether an item, or a part of it, is an expression."""
    given = item.value or item.each_value
    if given is not None and given.compiled is not None:
        return True
    return any(item_is_computed(part) for _, part in item.parts)
