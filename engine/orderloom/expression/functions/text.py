"""Functions over text."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import re2

from orderloom.expression.arithmetic import CONTEXT
from orderloom.expression.functions.model import (
    SCOPE_ZONE,
    Function,
    Parameter,
    UnfitLiteral,
)
from orderloom.expression.functions.zones import zone_named, zone_of
from orderloom.expression.limits import MAX_PATTERN_BYTES, MAX_TEXT
from orderloom.expression.literals import parse_decimal
from orderloom.expression.printing import Format, parse_format, print_value
from orderloom.expression.trouble import refuse
from orderloom.expression.types import BOOLEAN, DECIMAL, INTEGER, TEXT, ListType


def normal(text: str) -> str | None:
    """Fold a text for comparing: NFKC, trimmed, spaces joined, lower case."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(folded.lower().split()) or None


def length(text: str | None) -> int:
    """Count characters."""
    return 0 if text is None else len(text)


def digits(text: str) -> str | None:
    """Keep the digits, as ASCII."""
    if text.isascii():
        return (text if text.isdigit() else "".join(filter(str.isdigit, text))) or None
    found = [str(unicodedata.decimal(c)) for c in text if c.isdecimal()]
    return "".join(found) or None


class Folded(tuple[str, ...]):
    """Texts that are normal already."""

    __slots__ = ()


def fold_part(part: str) -> Folded:
    """Make a literal text normal once, instead of at every call."""
    return fold((part,))


def _normal_part(part: str | Folded) -> str | None:
    if isinstance(part, Folded):
        return part[0] if part else None
    return normal(part)


def contains(text: str, part: str | Folded) -> bool | None:
    """Say whether ``part`` occurs in ``text``, both normal."""
    left, right = normal(text), _normal_part(part)
    return None if left is None or right is None else right in left


def fold(parts: Sequence[str | None]) -> Folded:
    """Make texts normal, leaving out missing ones."""
    folded = [normal(part) for part in parts if part]
    return Folded(part for part in folded if part)


def contains_any(text: str, parts: Sequence[str | None]) -> bool | None:
    """Say whether one of ``parts`` occurs in ``text``, all normal."""
    left = normal(text)
    wanted = parts if isinstance(parts, Folded) else fold(parts)
    return None if left is None else any(part in left for part in wanted)


def starts_with(text: str, part: str | Folded) -> bool | None:
    """Say whether ``text`` begins with ``part``, both normal."""
    left, right = normal(text), _normal_part(part)
    return None if left is None or right is None else left.startswith(right)


def compile_pattern(pattern: str) -> Any:  # noqa: ANN401 - re2 ships no types
    """Compile a pattern of RE2 within the program's size limit."""
    options = re2.Options()
    options.max_mem = MAX_PATTERN_BYTES
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as trouble:
        reason = str(trouble.args[0]) if trouble.args else ""
        raise UnfitLiteral("OL365", reason=reason.strip("b'\"")[:80]) from trouble


def matches(text: str, pattern: Any) -> bool:  # noqa: ANN401 - re2 ships no types
    """Say whether the whole text matches."""
    return pattern.fullmatch(text) is not None


def replace(text: str, old: str, new: str | None, start: int, end: int) -> str | None:
    """Replace every ``old``."""
    grown = len(text) + text.count(old) * (len(new or "") - len(old))
    if grown > MAX_TEXT:
        refuse("OL393", start, end, limit=f"{MAX_TEXT:,}")
    return text.replace(old, new or "") or None


def parts(text: str, separator: str) -> list[str | None]:
    """Cut at every ``separator``; an empty piece is missing but keeps its place."""
    return [piece or None for piece in text.split(separator)]


def join(
    texts: Sequence[str | None] | None, separator: str | None, start: int, end: int
) -> str | None:
    """Join texts, leaving out missing ones."""
    present = [text for text in texts or () if text]
    if sum(map(len, present)) + len(present) * len(separator or "") > MAX_TEXT:
        refuse("OL393", start, end, limit=f"{MAX_TEXT:,}")
    return (separator or "").join(present) or None


def text_of(
    value: object, format_: Format | None, zone: ZoneInfo | str, start: int, end: int
) -> str | None:
    """Write a value for people."""
    where = zone_of(zone, start, end)
    written = print_value(value, where) if format_ is None else format_.write(value, where)
    if written is None:
        refuse("OL390", start, end, expected="a value that fits the format", found="another value")
    if len(written) > MAX_TEXT:
        refuse("OL393", start, end, limit=f"{MAX_TEXT:,}")
    return written or None


def number_of(text: str) -> Decimal | None:
    """Read a number that a person wrote, thousands with commas too."""
    folded = unicodedata.normalize("NFKC", text).strip().removeprefix("+")
    whole, point, rest = folded.partition(".")
    if "," in whole:
        first, *groups = whole.removeprefix("-").split(",")
        if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
            return None
        folded = whole.replace(",", "") + point + rest
    return parse_decimal(folded)


def mask(text: str) -> str:
    """Hide the middle: ``138****1234``, ``z***@example.com``."""
    name, at, domain = text.partition("@")
    if at and name and domain:
        return f"{name[0]}***@{domain}"
    if len(text) >= 8:
        return f"{text[:3]}****{text[-4:]}"
    return text[0] + "*" * (len(text) - 1) if len(text) > 1 else "*"


def similar(left: str, right: str) -> Decimal | None:
    """Compare by pairs of neighbouring characters, 0 to 1 (Dice), both normal."""
    one, other = (normal(left) or "").replace(" ", ""), (normal(right) or "").replace(" ", "")
    if not one or not other:
        return None
    if one == other:
        return Decimal(1)
    pairs = _pairs(one)
    others = _pairs(other)
    total = sum(pairs.values()) + sum(others.values())
    if not total:
        return Decimal(0)
    shared = sum(min(count, others.get(pair, 0)) for pair, count in pairs.items())
    return CONTEXT.divide(Decimal(2 * shared), Decimal(total))


def _pairs(text: str) -> dict[str, int]:
    counted: dict[str, int] = {}
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        counted[pair] = counted.get(pair, 0) + 1
    return counted


_T = Parameter(name="t", accepts=("text",))
_PART = Parameter(name="part", accepts=("text",), prepare=fold_part)
ZONE = Parameter(
    name="zone", accepts=("text",), default=SCOPE_ZONE, keyword_only=True, prepare=zone_named
)

FUNCTIONS = (
    Function(
        name="normal", parameters=(_T,), result=TEXT, run=normal,
        en="the text folded for comparing: full-width to ASCII, trimmed, spaces joined, lower case",
        zh="归一化:全角转半角、去首尾空格、合并空格、转小写",
    ),
    Function(
        name="length", parameters=(_T,), result=INTEGER, run=length,
        takes_missing=True, never_missing=True,
        en="number of characters; 0 for missing", zh="字符数;缺失为 0",
    ),
    Function(
        name="digits", parameters=(_T,), result=TEXT, run=digits,
        en="only the digits, full-width ones as ASCII", zh="只保留数字,全角转半角",
    ),
    Function(
        name="contains", parameters=(_T, _PART), result=BOOLEAN, run=contains,
        en="whether the part occurs in the text, both folded by normal",
        zh="文本是否包含该片段,两边先归一化",
    ),
    Function(
        name="contains_any",
        parameters=(_T, Parameter(name="list", accepts=("list",), items=("text",), prepare=fold)),
        result=BOOLEAN, run=contains_any,
        en="whether one of the list occurs in the text, all folded by normal",
        zh="文本是否包含列表中任一片段,均先归一化",
    ),
    Function(
        name="starts_with", parameters=(_T, _PART), result=BOOLEAN, run=starts_with,
        en="whether the text begins with the part, both folded by normal",
        zh="文本是否以该片段开头,两边先归一化",
    ),
    Function(
        name="matches",
        parameters=(
            _T,
            Parameter(name="pattern", accepts=("text",), literal=True, prepare=compile_pattern),
        ),
        result=BOOLEAN, run=matches,
        en="whether the whole text matches the pattern (RE2), both as they are",
        zh="整段文本是否匹配正则(RE2),不做归一化",
    ),
    Function(
        name="replace",
        parameters=(
            _T,
            Parameter(name="a", accepts=("text",)),
            Parameter(name="b", accepts=("text",), may_be_empty=True),
        ),
        result=TEXT, run=replace, located=True,
        en="the text with every a replaced by b, literally", zh="把文本中的 a 全部换成 b,按字面",
    ),
    Function(
        name="parts", parameters=(_T, Parameter(name="sep", accepts=("text",))),
        result=ListType(TEXT), run=parts,
        en="the pieces between separators; empty pieces are missing",
        zh="按分隔符切开;空片段为缺失",
    ),
    Function(
        name="join",
        parameters=(
            Parameter(name="list", accepts=("list",), items=("text",)),
            Parameter(name="sep", accepts=("text",), may_be_empty=True),
        ),
        result=TEXT, run=join, takes_missing=True, located=True,
        en="the texts of a list in one, with the separator between; missing ones are left out",
        zh="用分隔符连接列表中的文本,跳过缺失",
    ),
    Function(
        name="text",
        parameters=(
            Parameter(
                name="x",
                accepts=("text", "number", "boolean", "money", "time", "date", "duration", "list"),
            ),
            Parameter(
                name="format", accepts=("text",), default=None, literal=True, prepare=parse_format
            ),
            ZONE,
        ),
        result=TEXT, run=text_of, located=True,
        en="the value for people: yyyy MM dd HH mm ss for times, 0.00 #,##0.00 or 0% for numbers",
        zh="把值写成文字:时间用 yyyy MM dd HH mm ss,数字用 0.00、#,##0.00 或 0%",
    ),
    Function(
        name="number", parameters=(_T,), result=DECIMAL, run=number_of,
        en="the number that the text holds; missing when it holds none",
        zh="文本里的数字;不是数字则缺失",
    ),
    Function(
        name="mask", parameters=(_T,), result=TEXT, run=mask,
        en="the text with its middle hidden: 138****1234", zh="隐藏中间:138****1234",
    ),
    Function(
        name="similar",
        parameters=(Parameter(name="a", accepts=("text",)), Parameter(name="b", accepts=("text",))),
        result=DECIMAL, run=similar,
        en="how alike two texts are, 0 to 1, by pairs of characters",
        zh="两段文本的相似度 0–1,按相邻字符对",
    ),
)  # fmt: skip
