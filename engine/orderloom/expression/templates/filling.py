"""What a text's parts write, given values."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from orderloom.expression.limits import MAX_ITEMS, MAX_TEMPLATE_OUTPUT, MAX_TEMPLATE_STEPS
from orderloom.expression.ordering import runtime_kind
from orderloom.expression.printing import print_value
from orderloom.expression.templates.media import Manners
from orderloom.expression.templates.slots import Slot
from orderloom.expression.trouble import refuse

MISSING_MARK = "—"
LOOP = "loop"
_UNPRINTABLE = frozenset({"object", "unknown"})


def key_of(variable: str) -> str:
    """Give where a loop keeps its variable among a record's values: no field has such a name."""
    return f"for {variable}"


@dataclass(slots=True, kw_only=True)
class Filling:
    """One text while it is filled: the values in scope, what is written, what was missing.

    Attributes:
        s: A copy of the record's values, with the variables of the loops around the current spot.
        e: The surroundings.
        zone: Zone in which instants are shown.
        language: For truth values and lists.
        manners: The medium's.
        length: Characters of the whole template, for faults about all of it.
        missing: Expressions that gave nothing, as they were written.
    """

    s: dict[str, Any]
    e: Any
    zone: ZoneInfo
    language: str
    manners: Manners
    length: int
    missing: list[str] = field(default_factory=list)
    _written: list[str] = field(default_factory=list)
    _characters: int = 0
    _steps: int = 0

    def write(self, text: str) -> None:
        """Add to the text; too long is refused at once, or not added where it would be cut."""
        longest = self.manners.longest
        if longest is not None:
            text = text[: max(0, longest + 1 - self._characters)]
        self._written.append(text)
        self._characters += len(text)
        if self._characters > MAX_TEMPLATE_OUTPUT:
            refuse("OL393", 0, self.length, limit=f"{MAX_TEMPLATE_OUTPUT:,}")

    def evaluate(self, slot: Slot) -> Any:  # noqa: ANN401 - any value
        """Give a slot's value."""
        self.step(slot)
        return slot.evaluate(self.s, self.e)

    def step(self, slot: Slot) -> None:
        """Count what is done for ``slot``: no text may keep a flow waiting."""
        self._steps += 1
        if self._steps > MAX_TEMPLATE_STEPS:
            refuse("OL280", slot.offset, slot.end, limit=f"{MAX_TEMPLATE_STEPS:,}")

    def text(self) -> str:
        """Give what is written."""
        return self.manners.finish("".join(self._written))


@dataclass(frozen=True, slots=True)
class Words:
    """Text as the author wrote it."""

    text: str

    def fill(self, filling: Filling) -> None:
        """Write it."""
        filling.write(self.text)


@dataclass(frozen=True, slots=True)
class Printed:
    """``{{ … }}``."""

    slot: Slot

    def fill(self, filling: Filling) -> None:
        """Write the value, or the mark of a missing one."""
        value = filling.evaluate(self.slot)
        if value is None or value == "":
            filling.write(MISSING_MARK)
            filling.missing.append(self.slot.expression.text)
            return
        values = value if isinstance(value, list) else (value,)
        if {runtime_kind(each) for each in values} & _UNPRINTABLE:
            refuse("OL399", self.slot.offset, self.slot.end, found="object")
        filling.write(filling.manners.clean(print_value(value, filling.zone, filling.language)))


@dataclass(frozen=True, slots=True)
class Branches:
    """``{% if %}``: the first whose condition is true; unknown is not true."""

    branches: "tuple[tuple[Slot, tuple[Part, ...]], ...]"
    otherwise: "tuple[Part, ...]"

    def fill(self, filling: Filling) -> None:
        """Write the branch that holds."""
        for condition, parts in self.branches:
            if filling.evaluate(condition) is True:
                fill_all(parts, filling)
                return
        fill_all(self.otherwise, filling)


@dataclass(frozen=True, slots=True)
class Rounds:
    """``{% for %}``: once for every item; a missing list has none."""

    variable: str
    source: Slot
    parts: "tuple[Part, ...]"

    def fill(self, filling: Filling) -> None:
        """Write the parts for each item."""
        items = filling.evaluate(self.source)
        if items is None:
            filling.missing.append(self.source.expression.text)
            return
        self._check(items)
        values, outer, most = filling.s, filling.s.get(key_of(LOOP)), len(items)
        for index, item in enumerate(items, 1):
            filling.step(self.source)
            values[key_of(self.variable)] = item
            values[key_of(LOOP)] = {"index": index, "first": index == 1, "last": index == most}
            fill_all(self.parts, filling)
        values[key_of(LOOP)] = outer

    def _check(self, items: object) -> None:
        start, end = self.source.offset, self.source.end
        if not isinstance(items, list):
            refuse("OL390", start, end, expected="list", found=runtime_kind(items))
        if len(items) > MAX_ITEMS:
            refuse("OL392", start, end, found=str(len(items)), limit=f"{MAX_ITEMS:,}")


Part: TypeAlias = Words | Printed | Branches | Rounds


def fill_all(parts: tuple[Part, ...], filling: Filling) -> None:
    """Write parts in order."""
    for part in parts:
        part.fill(filling)
