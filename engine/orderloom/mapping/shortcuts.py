"""Values that need no conversion, told by an expression instead of a call.

Most of what channels write is plain: a clean text, an amount with all its digits. Seeing that in
place costs a fraction of calling the conversion, which is there for everything else.
"""

from decimal import Decimal
from unicodedata import is_normalized

from orderloom.definition.mapping import Item
from orderloom.expression.values import Money
from orderloom.mapping.convert.money import plain_spelling
from orderloom.mapping.convert.numbers import MAX_INTEGER
from orderloom.mapping.convert.words import MAX_TEXT, Convert, read_text, read_trimmed_text
from orderloom.mapping.paths import Source

# Printable are neither NUL nor any white space but the common one, which comes before "!".
_IS_PLAIN = (
    'type({v}) is str and {v}.isprintable() and {v} >= "!" and is_normalized("NFC", {v})'
    f" and len({{v}}) <= {MAX_TEXT}"
)


class Shortcuts:
    """Writes, for code of ``source``, what a plain value becomes and when it is plain."""

    def __init__(self, source: Source) -> None:
        self._source = source
        source.namespace.update(
            {
                "is_normalized": is_normalized, "int": int, "bool": bool, "Decimal": Decimal,
                "Money": Money, "make": tuple.__new__,
            }
        )  # fmt: skip

    def plain(self, item: Item, convert: Convert, value: str) -> str | None:
        """Give ``a if b``: when ``b`` holds, ``convert`` would make ``a`` of the variable ``value``.

        None: there is no telling without the conversion. It is that of the item's own kind.
        """
        if convert is read_text:
            return f"{value} if {_IS_PLAIN.format(v=value)}"
        if convert is read_trimmed_text:
            return f'{value} if {_IS_PLAIN.format(v=value)} and {value}[-1] >= "!"'
        match item.kind:
            case "integer":
                bounded = f"{-MAX_INTEGER} <= {value} <= {MAX_INTEGER}"
                return f"{value} if type({value}) is int and {bounded}"
            case "boolean":
                return f"{value} if type({value}) is bool"
            case "money" if item.format is None:
                return self._money(item, value)
            case _:
                return None

    def _money(self, item: Item, value: str) -> str | None:
        currency = item.currency or (None if item.target is None else item.target.currency)
        if currency is None:
            return None
        is_plain = self._source.constant(plain_spelling(currency))
        own = self._source.constant(currency)
        made = f"make(Money, (Decimal({value}), {own}))"
        return f"{made} if type({value}) is str and {is_plain}({value})"
