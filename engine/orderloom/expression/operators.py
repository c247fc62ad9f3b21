"""Which operands fit which operator, and what comes out."""

from orderloom.expression.kinds import is_integer, kind
from orderloom.expression.types import (
    ANY,
    DECIMAL,
    DURATION,
    INTEGER,
    MONEY,
    TIME,
    MoneyType,
    Type,
)

# operator, kind on the left, kind on the right: kind of the result
ARITHMETIC = {
    ("+", "number", "number"): "number",
    ("-", "number", "number"): "number",
    ("*", "number", "number"): "number",
    ("/", "number", "number"): "number",
    ("+", "money", "money"): "money",
    ("-", "money", "money"): "money",
    ("*", "money", "number"): "money",
    ("*", "number", "money"): "money",
    ("/", "money", "number"): "money",
    ("/", "money", "money"): "number",
    ("-", "time", "time"): "duration",
    ("+", "time", "duration"): "time",
    ("+", "duration", "time"): "time",
    ("-", "time", "duration"): "time",
    ("+", "duration", "duration"): "duration",
    ("-", "duration", "duration"): "duration",
    ("*", "duration", "number"): "duration",
    ("*", "number", "duration"): "duration",
    ("/", "duration", "number"): "duration",
    ("/", "duration", "duration"): "number",
}
ORDERED = frozenset({"number", "text", "money", "time", "date", "duration"})
EQUATED = ORDERED | {"boolean"}
_RESULTS: dict[str, Type] = {"number": DECIMAL, "money": MONEY, "time": TIME, "duration": DURATION}


def arithmetic_pairs(operator: str, left: str, right: str) -> list[tuple[str, str]]:
    """List the pairs of kinds that ``operator`` takes and that these two can be."""
    return [
        (one, other)
        for sign, one, other in ARITHMETIC
        if sign == operator
        and left in {one, "any", "missing"}
        and right in {other, "any", "missing"}
    ]


def arithmetic_result(operator: str, pair: tuple[str, str], left: Type, right: Type) -> Type:
    """Give the type of ``left operator right`` once their kinds are ``pair``."""
    result = ARITHMETIC[(operator, *pair)]
    if result == "number" and pair == ("number", "number") and operator != "/":
        return INTEGER if is_integer(left) and is_integer(right) else DECIMAL
    if result == "money":
        currency = currency_of(left) or currency_of(right)
        return MoneyType(currency)
    return _RESULTS.get(result, ANY)


def currency_of(of: Type) -> str | None:
    """Give the currency that money is known to have."""
    return of.currency if isinstance(of, MoneyType) else None


def comparison_family(operator: str, left: Type, right: Type) -> str | None:
    """Say how two types compare: a kind, ``any`` for at run time, None for not at all."""
    allowed = EQUATED if operator in {"==", "!="} else ORDERED
    kinds = {kind(left), kind(right)} - {"any", "missing"}
    if not kinds:
        return "any"
    return kinds.pop() if len(kinds) == 1 and kinds <= allowed else None
