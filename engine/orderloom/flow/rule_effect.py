"""Effects that tell of rules themselves: that one lasts, or that one does nothing."""

from datetime import datetime
from typing import Any, Literal

from orderloom.flow.effect_base import Effect


class Spared(Effect, frozen=True, kw_only=True, tag="spared"):
    """A rule hit, and did nothing: ``reason`` is a code; ``values`` as in ``Judged``."""

    rule: str
    on: str
    reason: str
    facts: dict[str, str]
    values: dict[str, Any]


Step = Literal["pending", "broken", "started", "ending", "resumed", "ended"]


class Lasted(Effect, frozen=True, kw_only=True, tag="lasted"):
    """A lasting rule went a step on: ``values`` are what decided, ``due`` when the next may come.

    ``pending``: true, but not for long enough yet; ``broken``: no longer so before its time;
    ``ending``: over, but kept on for a while; ``resumed``: true again in that while.
    """

    rule: str
    step: Step
    values: dict[str, Any]
    due: datetime | None = None


class Parked(Effect, frozen=True, kw_only=True, tag="parked"):
    """A brake parked a definition's work on a record: ``number`` records were touched before.

    ``list`` names the actions, ``within`` is the brake's, as a person writes it.
    """

    definition: str
    list: str
    number: int
    within: str


class Released(Effect, frozen=True, kw_only=True, tag="released"):
    """A person decided about parked work; ``void``: resumed, but there is no more reason for it."""

    definition: str
    list: str
    decision: Literal["resumed", "discarded", "void"]
