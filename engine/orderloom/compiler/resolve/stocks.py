"""What stocks declare, before anything of them is built."""

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.definition.stock import AVAILABLE, KINDS, RESERVED


def kinds_of(root: MapNode) -> tuple[str, ...]:
    """Give the kinds that goods of a declared stock may have, those that all have first."""
    own = reading.texts(root, "kinds") or KINDS
    return tuple(dict.fromkeys((AVAILABLE, RESERVED, *own)))
