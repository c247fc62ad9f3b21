"""The one decimal context, and rounding half up."""

from decimal import (
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

from orderloom.expression.limits import MAX_DIGITS

# Like the process's own default, so that it makes no difference where a sum is worked out; apart
# from it, so that nobody else's setting changes a result.
CONTEXT = Context(
    prec=MAX_DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    traps=[InvalidOperation, DivisionByZero, Overflow],
    flags=[],
)
# Wide enough to round any value that CONTEXT can give to any permitted number of digits.
_WIDE = Context(
    prec=4_000, rounding=ROUND_HALF_UP, traps=[InvalidOperation, Overflow], flags=[Clamped]
)


def round_half_up(number: Decimal | int, digits: int) -> Decimal:
    """Round to ``digits`` places after the point, halves away from zero."""
    value = Decimal(number)
    if value.adjusted() > 1_000:
        raise Overflow
    return value.quantize(Decimal(1).scaleb(-digits), context=_WIDE)
