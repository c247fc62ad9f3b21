"""The two forms of a sentence that tells an effect."""

from typing import NamedTuple

from orderloom.codes.model import Wording


class Phrase(NamedTuple):
    """One sentence: as a forecast, and told afterwards."""

    would: Wording
    did: Wording


def phrase(would: tuple[str, str], did: tuple[str, str]) -> Phrase:
    """Make a phrase; each form is a pair (en, zh)."""
    return Phrase(Wording(*would), Wording(*did))
