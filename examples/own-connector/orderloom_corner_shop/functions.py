"""Functions for expressions: pure, typed, total."""

from orderloom.ports.functions import Argument, ExpressionFunction

LENGTHS = (8, 12, 13, 14)


def is_ean(code: str) -> bool:
    """Say whether a text is an article number with the right last digit (GS1)."""
    if len(code) not in LENGTHS or not (code.isascii() and code.isdigit()):
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code)))
    return total % 10 == 0


IS_EAN = ExpressionFunction(
    name="is_ean",
    takes=(Argument("code", "text"),),
    gives="boolean",
    en="whether the text is an article number (EAN, UPC) whose last digit is right",
    zh="文本是否为校验位正确的商品条码（EAN、UPC）",
    run=is_ean,
)
