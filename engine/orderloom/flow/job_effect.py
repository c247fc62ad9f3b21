"""Effects that tell of jobs themselves."""

from typing import Literal

from orderloom.flow.effect_base import Effect


class Steered(Effect, frozen=True, kw_only=True, tag="steered"):
    """A person paused a job, let it go on or left the rest, when ``number`` were worked.

    ``definition`` names what is behind it, ``all`` says how many records it has.
    """

    job: str
    definition: str
    to: Literal["paused", "waiting", "over"]
    number: int
    all: int
