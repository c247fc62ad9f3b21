"""Texts, choices, and tables that translate a channel's words."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import islice
from typing import TypeAlias
from unicodedata import normalize

from orderloom.expression.faults import shown
from orderloom.mapping.unfit import Unfit, kind_of
from orderloom.names import nearest

Convert: TypeAlias = Callable[[object], object]
"""Gives a value of the flow, None for a blank one; raises ``Unfit``."""

FEW = 8
"""So many known words are listed in a message."""
MOST = 500
LONGEST = 60
MAX_TEXT = 131_072
"""Characters of a text; nothing that people write is longer."""


def word_of(value: object) -> str | None:
    """Give a scalar's text without white space around it; None for a blank one.

    ``1`` and ``"1"`` give the same word, true is ``true``.

    Raises:
        Unfit: It is a list or an object.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return normalize("NFC", value.strip()) or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise Unfit("OL542", kind=kind_of(value))


def read_text(value: object) -> object:
    """Give a text as it stands, in NFC; numbers give theirs."""
    if type(value) is str:
        if not value or value.isspace():
            return None
        if "\0" in value:
            raise Unfit("OL543")
        if len(value) > MAX_TEXT:
            raise Unfit("OL566", length=str(len(value)), limit=str(MAX_TEXT))
        return value if value.isascii() else normalize("NFC", value)
    if isinstance(value, bool):
        raise Unfit("OL542", kind="boolean")
    return word_of(value)


def read_trimmed_text(value: object) -> object:
    """Give a text without the white space around it: a padded number is the same order."""
    found = read_text(value)
    return found.strip() if isinstance(found, str) else found


def choice(of: Iterable[str]) -> Convert:
    """Give a conversion to one of the words ``of``."""
    words = {word: word for word in of}

    def read_choice(value: object) -> object:
        word = words.get(value) if type(value) is str else None
        if word is not None:
            return word
        found = word_of(value)
        if found is None or found in words:
            return found
        raise Unfit("OL556", **suggestions(found, words))

    return read_choice


def translated(words: Mapping[str, object], otherwise: Convert, convert: Convert) -> Convert:
    """Give a conversion through a table.

    Args:
        words: A channel's word to what it means.
        otherwise: Takes raw values that the table lacks.
        convert: Takes what the table gives.
    """
    table = {normalize("NFC", word): meaning for word, meaning in words.items()}

    def read_translated(value: object) -> object:
        word = word_of(value)
        if word is None:
            return None
        return convert(table[word]) if word in table else otherwise(value)

    return read_translated


def refusing(words: Iterable[str]) -> Convert:
    """Give what stands for ``else: refuse``."""
    known = tuple(words)

    def refuse_word(value: object) -> object:
        raise Unfit("OL557", **suggestions(word_of(value) or "", known))

    return refuse_word


def suggestions(word: str, known: Iterable[str]) -> dict[str, str]:
    """Give the facts ``nearest`` and, when they are few, ``known``; empty when there is none.

    Names may come from a stranger's message: only short ones, and not too many, are compared.
    """
    names = [shown(name) for name in islice(known, MOST) if len(name) <= LONGEST]
    listed = ", ".join(names) if len(names) <= FEW else ""
    close = nearest(word, names) if len(word) <= LONGEST else None
    return {"nearest": close or "", "known": listed}
