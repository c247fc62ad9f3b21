"""Whether a mapping has anything to compute."""

from orderloom.definition.mapping import Item
from orderloom.definition.mapping import Mapping as InboundMapping


def is_computed(mapping: InboundMapping) -> bool:
    """Say whether any expression of the mapping has to be worked out for an item."""
    items = [item for _, item in mapping.items]
    own = [*items, *filter(None, (mapping.happened_at,))]
    return any(computes(item) for item in own)


def computes(item: Item) -> bool:
    """Say whether an expression of an item, or of a part of it, has to be worked out."""
    given = item.value or item.each_value
    if given is not None and given.compiled is not None:
        return True
    return any(computes(part) for _, part in item.parts)
