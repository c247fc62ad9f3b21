"""Rows that a stranger's codec reads: looked at one by one, and copied, before any counts."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from orderloom.definition.codec import AddedFormat
from orderloom.errors import MessageRejected
from orderloom.expression.faults import shown
from orderloom.flow.message import ItemFault, Message
from orderloom.mapping.readers.encoding import check_bytes
from orderloom.mapping.readers.json_checks import MAX_DEPTH
from orderloom.mapping.readers.json_rows import MAX_EXPONENT
from orderloom.mapping.rows import Row
from orderloom.ports.codecs import CodecFault, CodecRefused, CodecRow

MAX_ROWS = 200_000
MAX_VALUES = 20_000_000
"""Texts, numbers, lists and objects of all rows together: each takes up memory of its own."""

_NOTHING = {"en": "it holds no item", "zh": "其中没有任何条目"}
_TOO_MANY = {"en": f"it holds more than {MAX_ROWS:,} items", "zh": f"条目超过 {MAX_ROWS:,} 个"}
_TOO_BIG = {"en": f"it holds more than {MAX_VALUES:,} values", "zh": f"值超过 {MAX_VALUES:,} 个"}


class _Strange(Exception):
    """A row holds what no row may hold."""


def read_codec(message: Message, format_: AddedFormat) -> "CodecRows":
    """Read all rows of a message.

    Raises:
        MessageRejected: It is too big or empty, the codec refuses it (OL915), or the codec failed
            or gave something that is no row (OL916).
    """
    check_bytes(message.body)
    copying = _Copying()
    rows: list[Row] = []
    for found in _given(message.body, format_):
        if len(rows) == MAX_ROWS:
            raise _refused(format_, _TOO_MANY)
        rows.append(_row(found, len(rows), format_, copying))
        if copying.count > MAX_VALUES:
            raise _refused(format_, _TOO_BIG)
    if not rows:
        raise _refused(format_, _NOTHING)
    return CodecRows(rows)


class CodecRows:
    """The rows of a codec; a mark is a row's ordinal."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in order."""
        return map(self.at, range(len(self._rows)))

    def at(self, mark: int) -> Row:
        """Give one row; whoever finds a fault in it leaves the others of that mark alone."""
        row = self._rows[mark]
        return Row(mark, row.where, row.raw, row.fault)


def _given(body: bytes, format_: AddedFormat) -> Iterator[object]:
    """Give what the codec gives; what it raises is said without its words, which may tell data."""
    try:
        yield from format_.read(body)
    except CodecRefused as refused:
        wording = format_.reasons.get(refused.reason)
        if wording is None:
            raise _failed(format_, type(refused).__name__) from None
        raise _refused(format_, wording, refused.where) from None
    except (Exception, SystemExit) as error:
        raise _failed(format_, type(error).__name__) from error


def _row(found: object, mark: int, format_: AddedFormat, copying: "_Copying") -> Row:
    if not isinstance(found, CodecRow | CodecFault) or type(found.where) is not str:
        raise _failed(format_, f"row {mark + 1}: {type(found).__name__}")
    where = shown(found.where.strip()) or f"row {mark + 1}"
    try:
        raw = copying.part(found.raw)
    except _Strange as strange:
        return Row(mark, where, {}, _fault("OL916", where, format_, error=str(strange)))
    if isinstance(found, CodecRow):
        return Row(mark, where, raw)
    wording = format_.reasons.get(found.reason)
    if wording is None:
        return Row(mark, where, raw, _fault("OL916", where, format_, error="CodecFault"))
    reasons = {"reason_en": wording["en"], "reason_zh": wording["zh"]}
    return Row(mark, where, raw, _fault("OL915", where, format_, place=where, **reasons))


class _Copying:
    """Copies values of rows, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def part(self, value: object, depth: int = 0) -> dict[str, Any]:
        """Copy an object.

        Raises:
            _Strange: It is none, or holds what no row may hold.
        """
        if not isinstance(value, Mapping):
            raise _Strange(type(value).__name__)
        if not all(type(name) is str for name in value):
            raise _Strange("a part that is not named by text")
        return {name: self._any(part, depth + 1) for name, part in value.items()}

    def _any(self, value: object, depth: int) -> object:
        self.count += 1
        if depth > MAX_DEPTH:
            raise _Strange(f"more than {MAX_DEPTH} levels")
        if isinstance(value, dict):
            return self.part(value, depth)
        if isinstance(value, list | tuple):
            return [self._any(each, depth + 1) for each in value]
        if isinstance(value, Decimal):
            return _number(value)
        if value is None or type(value) in {str, int, bool}:
            return value
        raise _Strange(type(value).__name__)


def _number(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value.adjusted()) > MAX_EXPONENT:
        raise _Strange("a number beyond all bounds")
    return value


def _fault(code: str, where: str, format_: AddedFormat, **facts: str) -> ItemFault:
    own = {"format": format_.name, "distribution": format_.distribution}
    return ItemFault(code, where, facts=own | facts)


def _refused(format_: AddedFormat, wording: Mapping[str, str], where: str = "") -> MessageRejected:
    return MessageRejected(
        "OL915",
        format=format_.name,
        distribution=format_.distribution,
        place=shown(where.strip()) or "–",
        reason_en=wording["en"],
        reason_zh=wording["zh"],
    )


def _failed(format_: AddedFormat, error: str) -> MessageRejected:
    facts = {"format": format_.name, "distribution": format_.distribution}
    return MessageRejected("OL916", error=shown(error), **facts)
