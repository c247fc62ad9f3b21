"""Webhooks that were not believed."""

from collections.abc import Sequence
from typing import Protocol

from orderloom.flow.webhook import Arrival, Refusal


class Refusals(Protocol):
    """A ring of what was refused, durable; of each stream the newest are kept."""

    def note(self, connection: str, stream: str, code: str, arrival: Arrival) -> None:
        """Keep what arrived (one commit); the same again is counted."""
        ...

    def kept(self, connection: str | None = None) -> Sequence[Refusal]:
        """Give what is kept, oldest first; of one connection, or of all."""
        ...

    def drop(self, refusal_id: str) -> None:
        """Let one go: it was taken after all."""
        ...
