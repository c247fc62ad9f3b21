"""What may be kept of bytes that could not be read: nobody knows whose data is in them."""

from orderloom.expression.faults import shown


def outline(text: str) -> str:
    """Give ``text`` with an ``x`` for every letter and a ``0`` for every digit; signs stay.

    So a person sees what kind of thing stands there, and the journal keeps no phone number.
    """
    return shown("".join("x" if c.isalpha() else "0" if c.isdigit() else c for c in text))
