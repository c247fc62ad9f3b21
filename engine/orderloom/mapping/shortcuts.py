"""Values that need no conversion, told by an expression instead of a call.

Most of what channels write is plain: a clean text, an amount with all its digits. Seeing that in
place costs a fraction of calling the conversion, which is there for everything else.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from unicodedata import is_normalized

from orderloom.definition.mapping import Item
from orderloom.expression.currencies import MINOR_UNITS, minor_units
from orderloom.expression.values import Money
from orderloom.mapping.convert.words import MAX_TEXT, Convert, read_text, read_trimmed_text
from orderloom.mapping.paths import Source
from orderloom.mapping.unfit import Unfit

_MOST_DIGITS = 15
_FIXED = (str, int, bool)
_USUAL_PLACES = 2
"""Of the minor units of most currencies."""
_FEW = 3
"""So few texts are looked at one by one."""
_QUICK_INTEGER = 2**30 - 1
"""Up to here the interpreter compares integers in place; larger ones take the conversion."""


def are_plain(texts: tuple[object, ...]) -> bool:
    """Say whether all are texts without white space but the common one, and in NFC.

    What is true of them joined is true of each: NFC is closed under taking parts.
    """
    try:
        joined = "".join(texts)  # type: ignore[arg-type] # that is the question
    except TypeError:
        return False
    return joined.isprintable() and len(joined) <= MAX_TEXT and is_normalized("NFC", joined)


def is_text(convert: Convert) -> bool:
    """Say whether a conversion takes any text."""
    return convert is read_text or convert is read_trimmed_text


class Shortcuts:
    """Writes, for code of ``source``, what a plain value becomes and when it is plain."""

    def __init__(self, source: Source) -> None:
        self._source = source
        source.namespace.update(
            {
                "int": int, "bool": bool, "Decimal": Decimal,
                "Money": Money, "make": tuple.__new__, "are_plain": are_plain,
            }
        )  # fmt: skip

    def texts(self, values: Sequence[str], depth: int) -> str:
        """Write that all these variables are looked at once; give the variable of the answer.

        Empty: they are too few for that.
        """
        if len(values) < _FEW:
            return ""
        name = self._source.name("t")
        self._source.add(depth, f"{name} = are_plain(({', '.join(values)}))")
        return name

    def plain(self, item: Item, convert: Convert, value: str, looked: str) -> str | None:
        """Give ``a if b``: when ``b`` holds, ``convert`` makes ``a`` of the variable ``value``.

        None: there is no telling without the conversion. It is that of the item's own kind.
        ``looked`` is what ``texts`` gave for the block.
        """
        if is_text(convert):
            # White space but the common one is not plain, and that comes before "!".
            plain = looked or self._alone(value)
            end = f' and {value}[-1] >= "!"' if convert is read_trimmed_text else ""
            return f'{value} if {plain} and {value} >= "!"{end}'
        match item.kind:
            case "integer":
                return f"{value} if type({value}) is int and 0 <= {value} <= {_QUICK_INTEGER}"
            case "decimal" if item.format is None:
                quick = f"type({value}) is int and 0 <= {value} <= {_QUICK_INTEGER}"
                return f"Decimal({value}) if {quick}"
            case "boolean":
                return f"{value} if type({value}) is bool"
            case "money" if item.format is None:
                return self._money(item, value)
            case _:
                return None

    def word(self, words: Iterable[str], convert: Convert, value: str) -> str | None:
        """Give ``a if b`` as ``plain`` does, for a value that is one of known words as it stands.

        What each becomes is found beforehand by asking the conversion, for numerals as well.
        """
        known: dict[object, object] = {}
        for word in words:
            spelt = (word, int(word)) if word.isdecimal() and word.isascii() else (word,)
            for each in spelt:
                try:
                    known[each] = convert(each)
                except Unfit:
                    continue
        if any(type(found) not in _FIXED for found in known.values()):
            return None
        table = self._source.constant(known)
        is_word = f"(type({value}) is str or type({value}) is int) and {value} in {table}"
        return f"{table}[{value}] if {is_word}"

    def _alone(self, value: str) -> str:
        """Write whether a text is plain that is looked at by itself; ASCII is in NFC."""
        is_clean = f"{value}.isascii() and {value}.isprintable() and len({value}) <= {MAX_TEXT}"
        return f"(type({value}) is str and {is_clean} or are_plain(({value},)))"

    def _money(self, item: Item, value: str) -> str | None:
        currency = item.currency or (None if item.target is None else item.target.currency)
        if currency is None:
            return None
        own = self._source.constant(currency)
        made = f"make(Money, (Decimal({value}), {own}))"
        return f"{made} if {_is_round(value, minor_units(currency))}"

    def beside(self, item: Item, value: str, currency: str) -> str | None:
        """Give ``a if b`` as ``plain`` does, for an amount and the currency that stands beside it.

        ``currency`` is a variable too: it may hold anything.
        """
        only = None if item.target is None else item.target.currency
        usual = {code for code, places in MINOR_UNITS.items() if places == _USUAL_PLACES}
        known = frozenset(usual if only is None else usual & {only})
        if item.format is not None or not known:
            return None
        made = f"make(Money, (Decimal({value}), {currency}))"
        named = f"type({currency}) is str and {currency} in {self._source.constant(known)}"
        return f"{made} if {_is_round(value, _USUAL_PLACES)} and {named}"


def _is_round(value: str, places: int) -> str:
    """Write whether a text is just the digits of the minor unit, and no more: nothing to round."""
    digits = f'{value}.strip("0123456789") == ""'
    if places:
        digits = f'{value}[{-1 - places}] == "." and {value}.strip("0123456789") == "."'
    bounded = f"{places} < len({value}) <= {_MOST_DIGITS + 1 + places}"
    return f"type({value}) is str and {bounded} and {digits}"
