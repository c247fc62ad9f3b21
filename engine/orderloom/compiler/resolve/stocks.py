"""What stocks declare, before anything of them is built."""

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.definition.stock import AVAILABLE, KINDS, RESERVED


def rule_of(root: MapNode, source: str | None, target: str | None) -> MapNode | None:
    """Give what a declared stock says of movements between two kinds."""
    rules = [said for _, said in reading.entries(root, "moves") if isinstance(said, MapNode)]
    kinds = (source or "", target or "")
    return next(
        (each for each in rules if (reading.text(each, "from"), reading.text(each, "to")) == kinds),
        None,
    )


def kinds_of(root: MapNode) -> tuple[str, ...]:
    """Give the kinds that goods of a declared stock may have, those that all have first."""
    own = reading.texts(root, "kinds") or KINDS
    return tuple(dict.fromkeys((AVAILABLE, RESERVED, *own)))
