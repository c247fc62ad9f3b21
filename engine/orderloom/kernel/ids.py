"""Ids that a dry run names exactly as a live run would."""

from hashlib import blake2b

from orderloom.flow.command import Origin


class IdSource:
    """Derives ids from (message, position, ordinal) of one command.

    ``purpose`` keeps two commands of one origin apart, such as an item and the announcement
    that it was quarantined.
    """

    __slots__ = ("_ordinal", "_origin", "_purpose")

    def __init__(self, origin: Origin, purpose: str) -> None:
        self._origin = origin
        self._purpose = purpose
        self._ordinal = 0

    def next(self, prefix: str) -> str:
        """Give the next id, such as ``order-9f2c41d07be85a3316c0``."""
        self._ordinal += 1
        origin = self._origin
        seed = f"{origin.message}\0{origin.position}\0{self._purpose}\0{self._ordinal}"
        return f"{prefix}-{blake2b(seed.encode(), digest_size=10).hexdigest()}"
