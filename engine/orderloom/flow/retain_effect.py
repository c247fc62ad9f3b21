"""Effects that tell of records whose time is over."""

from orderloom.flow.effect_base import Effect


class Archived(Effect, frozen=True, kw_only=True, tag="archived"):
    """No selection finds the record any more; ``back``: it changed, and is found again."""

    back: bool = False


class Erased(Effect, frozen=True, kw_only=True, tag="erased"):
    """What was sensitive of the record was destroyed, wherever it was kept, for ever."""
