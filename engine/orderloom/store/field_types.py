"""How a field's type is stored: what msgspec shall decode it to, and when that is open."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypedDict, cast

from orderloom.expression.types import (
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
from orderloom.expression.values import Money

_make_typed_dict = cast("Callable[..., type]", TypedDict)


def stored_name(of: Type) -> str:
    """Describe how a type is stored: two types of one name read each other's values."""
    match of:
        case ScalarType(name):
            return "text" if name in ("phone", "email") else name
        case ChoiceType() | ReferenceType():
            return "text"
        case MoneyType():
            return "money"
        case ListType(item):
            return f"[{stored_name(item)}]"
        case ObjectType(fields, open=False):
            parts = (f"{name}:{stored_name(part)}" for name, part in sorted(fields.items()))
            return f"{{{','.join(parts)}}}"
        case ObjectType() | AnyType() | MissingType() | ChildrenType():
            return "any"


def is_open(of: Type) -> bool:
    """Say whether a value of this type needs marks to come back as it was."""
    match of:
        case ListType(item):
            return is_open(item)
        case ObjectType(fields, open=False):
            return any(is_open(part) for part in fields.values())
        case ObjectType() | AnyType() | MissingType():
            return True
        case _:
            return False


def decoded_type(of: Type) -> object:
    """Give the Python type to decode to; ``Any`` for open types."""
    if is_open(of):
        return Any
    match of:
        case ListType(item):
            return list[decoded_type(item) | None]  # type: ignore[misc,operator] # made at run time
        case ObjectType(fields):
            return document_type({name: decoded_type(part) for name, part in fields.items()})
        case MoneyType():
            return Money
        case ScalarType(name):
            return _SCALARS[name]
        case _:
            return str


def document_type(fields: Mapping[str, object]) -> type:
    """Give a type of dict in which every name may be absent or null and others are skipped."""
    parts = {name: cast("type", of) | None for name, of in fields.items()}
    return _make_typed_dict("Document", parts, total=False)


_SCALARS: Mapping[str, type] = {
    "text": str,
    "integer": int,
    "decimal": Decimal,
    "boolean": bool,
    "time": datetime,
    "date": date,
    "duration": timedelta,
    "phone": str,
    "email": str,
}
