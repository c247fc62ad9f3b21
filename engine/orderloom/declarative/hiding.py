"""Keeping secrets out of what a platform's words make people read."""

from collections.abc import Iterable

from orderloom.egress.masking import Mask
from orderloom.errors import DeliveryFailed
from orderloom.ports import Session


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
    facts = {name: mask.text(text) for name, text in error.facts.items()}
    return type(error)(error.code, error.error_class, **facts)
