"""Keeping secrets out of what a platform's words make people read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from orderloom.egress.masking import Mask
from orderloom.errors import DeliveryFailed
from orderloom.expression.compiled import EvaluationFault
from orderloom.ports import Session

_MOST_DIGITS = 6
"""A wait of more seconds is none."""


def hidden(error: DeliveryFailed, session: Session, proofs: Iterable[str]) -> DeliveryFailed:
    """Give an error whose facts hold neither the secret nor what was made of it.

    Args:
        error: Quotes what the platform answered, which may repeat what it was sent.
        session: Has the secret.
        proofs: Tokens and signatures that were sent.
    """
    secret = session.secret
    texts = () if secret is None else (secret,) if isinstance(secret, str) else secret.values()
    mask = Mask((*texts, *proofs))
    facts = {
        name: text if _is_wait(name, text) else mask.text(text)
        for name, text in error.facts.items()
    }
    return type(error)(error.code, error.error_class, **facts)


def _is_wait(name: str, text: str) -> bool:
    """Say whether a fact is a number of seconds, which short secrets may be a part of."""
    return name == "retry_after" and text.isdecimal() and len(text) <= _MOST_DIGITS


@contextmanager
def told_of(session: Session) -> Iterator[None]:
    """Tell of a value that cannot be made, without the values that it was to be made of.

    Raises:
        DeliveryFailed: A value cannot be made: mostly a secret that lacks its parts (OL878).
    """
    try:
        yield
    except EvaluationFault as error:
        code = error.fault.code
        raise DeliveryFailed("OL878", "auth", connection=session.connection, fault=code) from None
