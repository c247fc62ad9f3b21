"""Static types of expressions, as the fields of a flow give them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """Text out of ``of``; comparing it with any other text is refused.

    ``groups`` are names for several of them: being equal to such a name is being one of those.
    """

    of: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

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
    """Named parts; ``open`` ones may hold further parts of unknown type.

    ``record`` is the type of the record whose parts these are, if they are one's.
    """

    fields: Mapping[str, "Type"]
    open: bool = False
    aliases: Mapping[str, str] | None = None
    record: str | None = None

    def __str__(self) -> str:
        return "object"


@dataclass(frozen=True, slots=True)
class ReferenceType:
    """The id of a record of type ``record``: a text, whose parts are read in that record.

    ``shapes`` gives the parts of every record type; it is complete only once all types are
    declared, since records refer to each other in circles.
    """

    record: str
    shapes: "Mapping[str, ObjectType]" = field(compare=False, repr=False, hash=False)

    def __str__(self) -> str:
        return f"reference to {self.record}"

    @property
    def parts(self) -> ObjectType:
        """Give the parts of the record; of an unknown type they may be anything."""
        return self.shapes.get(self.record) or ObjectType({}, open=True)


@dataclass(frozen=True, slots=True)
class ChildrenType:
    """Part of a record that is stored nowhere: the ``record``s whose ``through`` points here."""

    record: str
    through: str
    shapes: "Mapping[str, ObjectType]" = field(compare=False, repr=False, hash=False)

    def __str__(self) -> str:
        return str(self.listed)

    @property
    def listed(self) -> ListType:
        """Give the type of the list that reading it gives."""
        return ListType(ReferenceType(self.record, self.shapes))


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
    ScalarType
    | ChoiceType
    | MoneyType
    | ListType
    | ObjectType
    | ReferenceType
    | ChildrenType
    | AnyType
    | MissingType
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
