"""Which values of a field can be read when its type is another one."""

from orderloom.expression.types import (
    ChoiceType,
    ListType,
    MoneyType,
    ObjectType,
    ReferenceType,
    ScalarType,
    Type,
)

_WORDS = ("text", "phone", "email")


def is_readable(was: Type, now: Type) -> bool:
    """Say whether every value of one type reads as one of another, with nothing left out.

    A choice reads from texts as well; whether it has their words is another question.
    """
    match was, now:
        case _ if _is_text(was) and _is_text(now):
            return True
        case ScalarType(old), ScalarType(new):
            return old == new or (old, new) == ("integer", "decimal")
        case ReferenceType(record=old), ReferenceType(record=new):
            return old == new
        case ListType(old), ListType(new):
            return is_readable(old, new)
        case ObjectType(old, open=False), ObjectType(new, open=False):
            return all(name in new and is_readable(part, new[name]) for name, part in old.items())
        case _:
            return was == now or (isinstance(was, MoneyType) and isinstance(now, MoneyType))


def has_words_only(of: Type) -> frozenset[str] | None:
    """Give the only texts that a type may hold; None: it is no choice."""
    return frozenset(of.of) if isinstance(of, ChoiceType) else None


def _is_text(of: Type) -> bool:
    return isinstance(of, ChoiceType) or (isinstance(of, ScalarType) and of.name in _WORDS)
