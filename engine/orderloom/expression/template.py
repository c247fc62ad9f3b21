"""Message texts with ``{{ expression }}`` in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import Compiled, EvaluationFault, ExpressionInvalid, Read
from orderloom.expression.faults import Faults, shown
from orderloom.expression.functions.zones import find_zone
from orderloom.expression.kinds import describe, kind
from orderloom.expression.limits import MAX_TEMPLATE_CHARACTERS, MAX_TEMPLATE_OUTPUT
from orderloom.expression.ordering import runtime_kind
from orderloom.expression.printing import print_value
from orderloom.expression.scope import Scope
from orderloom.expression.trouble import refuse
from orderloom.expression.types import ListType, Type

MISSING_MARK = "—"
_UNPRINTABLE = frozenset({"object", "unknown"})
# Jinja's delimiters, with its dashes that strip white space. Jinja's own lexer does not serve: it
# gives no offsets, and stops at the very signs that our diagnoses are about.
_BLOCK = re.compile(
    r"""\{%-?\s*raw\s*-?%\}(?P<raw>.*?)\{%-?\s*endraw\s*-?%\}
    |\{%(?P<block>.*?)(?:%\}|$)
    |\{\#(?P<comment>.*?)\#\}
    |\{\{(?P<strip_left>-?)
     (?P<inside>(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|(?!-?\}\}).)*+)
     (?P<closed>(?P<strip_right>-?)\}\})?
    |(?P<open_comment>\{\#)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One ``{{ … }}``: its expression, and where that begins in the template."""

    expression: Compiled
    offset: int

    def evaluate(self, s: Mapping[str, Any], e: Any) -> Any:  # noqa: ANN401 - any value
        """Give the value; a fault counts in the whole template."""
        try:
            return self.expression.evaluate(s, e)
        except EvaluationFault as stopped:
            fault = stopped.fault
            start, end = fault.start + self.offset, fault.end + self.offset
            raise EvaluationFault(replace(fault, start=start, end=end)) from stopped


Segment: TypeAlias = "str | Slot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text ready to be filled.

    Attributes:
        text: As it was written.
        segments: Plain text and slots, in order.
        zone: Zone in which instants are shown.
        reads: Every distinct path read, in order of appearance.
        volatile: Whether it reads ``now``.
    """

    text: str
    segments: tuple[Segment, ...]
    zone: ZoneInfo
    reads: tuple[Read, ...]
    volatile: bool = False

    def render(
        self,
        s: Mapping[str, Any],
        e: Any,  # noqa: ANN401 - the surroundings belong to a higher layer
        language: str = "en",
    ) -> tuple[str, tuple[str, ...]]:
        """Fill the text.

        Args:
            s: The record's values.
            e: The surroundings.
            language: ``en`` or ``zh``, for truth values and lists.

        Returns:
            The text, and what was missing in it (printed as ``—``), as it was written.

        Raises:
            EvaluationFault: A value cannot be printed, or the text gets too long.
        """
        written: list[str] = []
        missing: list[str] = []
        for segment in self.segments:
            if isinstance(segment, str):
                written.append(segment)
                continue
            value = segment.evaluate(s, e)
            if value is None or value == "":
                written.append(MISSING_MARK)
                missing.append(segment.expression.text)
            else:
                written.append(self._print(value, segment, language))
        text = "".join(written)
        if len(text) > MAX_TEMPLATE_OUTPUT:
            refuse("OL393", 0, len(self.text), limit=f"{MAX_TEMPLATE_OUTPUT:,}")
        return text, tuple(dict.fromkeys(missing))

    def _print(self, value: object, slot: Slot, language: str) -> str:
        values = value if isinstance(value, list) else (value,)
        kinds = {runtime_kind(each) for each in values}
        if kinds & _UNPRINTABLE:
            end = slot.offset + len(slot.expression.text)
            refuse("OL399", slot.offset, end, found="object")
        return print_value(value, self.zone, language)


def compile_template(text: str, scope: Scope) -> Template:
    """Give a message's text ready to be filled.

    Args:
        text: Text with ``{{ expression }}``; ``{# … #}`` is dropped.
        scope: The names the expressions may use.

    Raises:
        ExpressionInvalid: With every fault found; offsets count in ``text``.
    """
    faults = Faults()
    zone = find_zone(scope.zone)
    if zone is None:
        faults.add("OL381", 0, len(text), found=scope.zone, nearest="")
    if len(text) > MAX_TEMPLATE_CHARACTERS:
        facts = {"found": str(len(text)), "limit": f"{MAX_TEMPLATE_CHARACTERS:,}"}
        faults.add("OL301", MAX_TEMPLATE_CHARACTERS, len(text), **facts)
    if faults or zone is None:
        raise ExpressionInvalid(faults.sorted())
    segments = tuple(_segments(text, scope, faults))
    faults.raise_if_any()
    slots = [segment.expression for segment in segments if isinstance(segment, Slot)]
    reads = {read.path: read for slot in slots for read in slot.reads}
    return Template(
        text=text,
        segments=segments,
        zone=zone,
        reads=tuple(reads.values()),
        volatile=any(slot.volatile for slot in slots),
    )


def _segments(text: str, scope: Scope, faults: Faults) -> Iterator[Segment]:
    """Cut the text at its blocks; faults of all of them are collected."""
    place = 0
    strip = False
    for block in _BLOCK.finditer(text):
        plain = text[place : block.start()]
        plain = plain.lstrip() if strip else plain
        yield plain.rstrip() if block["strip_left"] else plain
        place, strip = block.end(), bool(block["strip_right"])
        if block["raw"] is not None:
            yield block["raw"]
        elif block["inside"] is not None:
            slot = _slot(block, scope, faults)
            if slot is not None:
                yield slot
        elif block["comment"] is None:
            _refuse_block(block, faults)
    yield text[place:].lstrip() if strip else text[place:]


def _refuse_block(block: re.Match[str], faults: Faults) -> None:
    if block["open_comment"]:
        faults.add("OL398", block.start(), block.end(), found="{#", mend="#}")
    else:
        faults.add("OL396", block.start(), block.end(), found=shown(block[0]))


def _slot(block: re.Match[str], scope: Scope, faults: Faults) -> Slot | None:
    inside = block["inside"]
    if not block["closed"]:
        faults.add("OL398", block.start(), block.start() + 2, found="{{", mend="}}")
        return None
    offset = block.start("inside") + len(inside) - len(inside.lstrip())
    try:
        compiled = compile_expression(inside.strip(), scope)
    except ExpressionInvalid as invalid:
        for fault in invalid.faults:
            faults.add(fault.code, fault.start + offset, fault.end + offset, **fault.facts)
        return None
    if not _is_printable(compiled.type):
        finish = offset + len(inside.strip())
        faults.add("OL399", offset, finish, found=describe(compiled.type))
        return None
    return Slot(compiled, offset)


def _is_printable(of: Type) -> bool:
    return kind(of.item if isinstance(of, ListType) else of) != "object"
