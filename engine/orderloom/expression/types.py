"""Static types of expressions, as the fields of a flow give them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

ScalarName = Literal[
    "text", "integer", "decimal", "boolean", "time", "date", "duration", "phone", "email"
]


@dataclass(frozen=True, slots=True)
class ScalarType:
    """A plain value; phone and email are text that is masked for people."""

    name: ScalarName

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """Text out of ``of``; comparing it with any other text is refused."""

    of: tuple[str, ...]

    def __str__(self) -> str:
        return "choice"


@dataclass(frozen=True, slots=True)
class MoneyType:
    """Money; ``currency`` None when the currency is known only at run time."""

    currency: str | None = None

    def __str__(self) -> str:
        return "money"


@dataclass(frozen=True, slots=True)
class ListType:
    """A list whose items all have one type."""

    item: "Type"

    def __str__(self) -> str:
        return f"list of {self.item}"


@dataclass(frozen=True, slots=True)
class ObjectType:
    """Named parts; ``open`` ones may hold further parts of unknown type."""

    fields: Mapping[str, "Type"]
    open: bool = False
    aliases: Mapping[str, str] | None = None

    def __str__(self) -> str:
        return "object"


@dataclass(frozen=True, slots=True)
class AnyType:
    """Known only at run time: every operation on it is checked then."""

    def __str__(self) -> str:
        return "any"


@dataclass(frozen=True, slots=True)
class MissingType:
    """The type of a value that is always missing."""

    def __str__(self) -> str:
        return "missing"


Type: TypeAlias = (
    ScalarType | ChoiceType | MoneyType | ListType | ObjectType | AnyType | MissingType
)

TEXT = ScalarType("text")
INTEGER = ScalarType("integer")
DECIMAL = ScalarType("decimal")
BOOLEAN = ScalarType("boolean")
TIME = ScalarType("time")
DATE = ScalarType("date")
DURATION = ScalarType("duration")
PHONE = ScalarType("phone")
EMAIL = ScalarType("email")
MONEY = MoneyType()
ANY = AnyType()
MISSING = MissingType()
