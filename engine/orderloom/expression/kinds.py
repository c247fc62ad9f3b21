"""Families of types: which may meet, and what two of them make together."""

from collections.abc import Iterable

from orderloom.expression.types import (
    ANY,
    DECIMAL,
    INTEGER,
    MISSING,
    TEXT,
    AnyType,
    ChildrenType,
    ChoiceType,
    ListType,
    MissingType,
    MoneyType,
    ObjectType,
    ReferenceType,
    ScalarType,
    Type,
)

# Both say nothing about what the value will be.
OPEN_KINDS = frozenset({"any", "missing"})


def kind(of: Type) -> str:  # noqa: PLR0911 - one line a type
    """Give the family of a type: integers are numbers, choices and references are text."""
    match of:
        case ScalarType(name="integer" | "decimal"):
            return "number"
        case ScalarType(name="text" | "phone" | "email") | ChoiceType() | ReferenceType():
            return "text"
        case ScalarType(name=name):
            return name
        case MoneyType():
            return "money"
        case ListType() | ChildrenType():
            return "list"
        case ObjectType():
            return "object"
        case MissingType():
            return "missing"
        case AnyType():
            return "any"


def unify(left: Type, right: Type) -> Type | None:
    """Give the one type that both values have, or None when they are unlike."""
    if left == right or isinstance(right, MissingType):
        return left
    if isinstance(left, MissingType):
        return right
    if isinstance(left, AnyType) or isinstance(right, AnyType):
        return ANY
    if kind(left) != kind(right):
        return None
    return _unify_alike(left, right)


def _unify_alike(left: Type, right: Type) -> Type | None:
    match left, right:
        case ScalarType(), ScalarType() if kind(left) == "number":
            return DECIMAL
        case MoneyType(), MoneyType():
            return MoneyType()
        case ListType(item=one), ListType(item=other):
            item = unify(one, other)
            return None if item is None else ListType(item)
        case ObjectType(), ObjectType():
            return _unify_objects(left, right)
        case _:
            return TEXT


def _unify_objects(left: ObjectType, right: ObjectType) -> ObjectType:
    fields: dict[str, Type] = {}
    for name in [*left.fields, *(n for n in right.fields if n not in left.fields)]:
        one, other = left.fields.get(name, MISSING), right.fields.get(name, MISSING)
        fields[name] = unify(one, other) or ANY
    return ObjectType(fields, open=left.open or right.open)


def unify_all(types: Iterable[Type]) -> Type | None:
    """Unify many; of none, nothing is known."""
    result: Type = MISSING
    for each in types:
        unified = unify(result, each)
        if unified is None:
            return None
        result = unified
    return ANY if isinstance(result, MissingType) else result


def is_integer(of: Type) -> bool:
    """Say whether values are whole numbers for certain."""
    return of == INTEGER


def fits(found: Type, expected: Type) -> bool:
    """Say whether a value of ``found`` may stand where ``expected`` is wanted.

    Integers may stand for decimals, texts for texts, and what is known only at run time for
    anything.
    """
    if kind(found) in OPEN_KINDS or isinstance(expected, AnyType) or found == expected:
        return True
    if expected == INTEGER:
        return False
    if isinstance(found, MoneyType) and isinstance(expected, MoneyType):
        return None in {found.currency, expected.currency} or found.currency == expected.currency
    if isinstance(found, ReferenceType) and isinstance(expected, ReferenceType):
        return False
    if isinstance(found, ListType) and isinstance(expected, ListType):
        return fits(found.item, expected.item)
    return kind(found) == kind(expected)


def describe(of: Type) -> str:
    """Name a type for people."""
    if isinstance(of, MoneyType) and of.currency:
        return f"{of.currency} money"
    return str(of)
