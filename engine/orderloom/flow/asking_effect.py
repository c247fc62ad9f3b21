"""Effects that tell others: an event of the flow's own, a question to people, and their word."""

from typing import Any

from orderloom.flow.effect_base import Effect


class Emitted(Effect, frozen=True, kw_only=True, tag="emitted"):
    """An event of the flow's own happened; ``values`` are its parts."""

    event: str
    values: dict[str, Any]


class Asked(Effect, frozen=True, kw_only=True, tag="asked"):
    """People of ``roles`` are asked; ``approval`` is its id. ``again``: it was open already."""

    approval: str
    title: str
    roles: tuple[str, ...]
    again: bool = False


class Decided(Effect, frozen=True, kw_only=True, tag="decided"):
    """A person said ``yes`` or ``no`` to what was asked, or withdrew it."""

    verdict: str
    title: str
    who: str
