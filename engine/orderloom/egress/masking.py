"""Taking secrets out of texts that people will read."""

from base64 import b64encode
from collections.abc import Iterable
from json import dumps
from urllib.parse import quote, quote_plus

MASK = "•••"


class Mask:
    """Replaces secrets, in every spelling in which they travel, by ``•••``."""

    def __init__(self, secrets: Iterable[str]) -> None:
        spellings = {each for secret in secrets if secret for each in _spellings(secret)}
        # The longest first: a secret may be the beginning of another.
        self._spellings = tuple(sorted(spellings, key=len, reverse=True))

    def __repr__(self) -> str:
        return f"Mask({len(self._spellings)} spellings)"

    def text(self, text: str) -> str:
        """Give ``text`` without secrets."""
        for spelling in self._spellings:
            text = text.replace(spelling, MASK)
        return text


def _spellings(secret: str) -> Iterable[str]:
    raw = secret.encode()
    yield secret
    yield quote(secret, safe="")
    yield quote_plus(secret, safe="")
    yield dumps(secret)[1:-1]
    yield dumps(secret, ensure_ascii=False)[1:-1]
    yield repr(secret)[1:-1]
    yield repr(raw)[2:-1]
    yield b64encode(raw).decode()
    yield raw.hex()
