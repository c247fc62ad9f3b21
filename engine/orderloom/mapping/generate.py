"""One mapping as one generated function.

The function follows every path once, converts each field in its own ``try`` (which costs nothing
while nothing goes wrong), and notes every fault of an item, not only the first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from orderloom.definition.mapping import Item, Path
from orderloom.definition.mapping import Mapping as InboundMapping
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.message import ItemFault
from orderloom.flow.surroundings import Surroundings
from orderloom.mapping.asking import item_is_computed, twins_of, words_of
from orderloom.mapping.blame import Blame
from orderloom.mapping.convert.beside import in_currency
from orderloom.mapping.convert.cells import as_it_is, of_cell
from orderloom.mapping.convert.kinds import converter
from orderloom.mapping.convert.shapes import MAX_PARTS, is_blank
from orderloom.mapping.convert.times import WallClock
from orderloom.mapping.convert.words import Convert, read_text, read_trimmed_text
from orderloom.mapping.elements import list_of, text_of, texts_of
from orderloom.mapping.paths import Paths, Source
from orderloom.mapping.shortcuts import Shortcuts, is_text
from orderloom.mapping.straight import Straight, can_go_straight
from orderloom.mapping.unfit import Unfit, kind_of

MapItem: TypeAlias = Callable[
    [dict[str, Any], Surroundings | None, list[ItemFault], str, tuple[str, ...] | None],
    dict[str, Any],
]
"""Gives the fields of a raw item and appends to the faults.

Its arguments: raw item, surroundings (None unless ``is_computed``), faults, where the item
stands, and where the rows stand that were joined to it, if any were. ``happened_at`` is among the
fields under ``HAPPENED_AT``.
"""

HAPPENED_AT = "happened_at()"
"""A key that no field can have."""


def generate(mapping: InboundMapping, clock: WallClock) -> MapItem:
    """Generate the function of a mapping; ``clock`` shows times without offset.

    Raises:
        DefinitionInvalid: A format or a zone cannot be understood.
    """
    generator = _Generator(mapping, clock)
    source = generator.source
    source.add(0, "def map_item(raw, e, faults, where, wheres):")
    if can_go_straight(mapping):
        generator.straight()
    source.add(1, "fields = {}")
    block = _Block(depth=1, sink="fields", paths=generator.paths("raw", 1))
    generator.currency(block)
    block = generator.looking(block, mapping.items)
    for name, item in mapping.items:
        generator.field(block, name, item)
    if mapping.happened_at is not None:
        generator.happened_at(block, mapping.happened_at)
    source.add(1, "return fields")
    # The code consists of our own words; everything of the user's is a constant in the namespace.
    code = compile("\n".join(source.lines), f"<mapping {mapping.id}>", "exec")
    exec(code, source.namespace)  # noqa: S102
    function: MapItem = source.namespace["map_item"]  # type: ignore[assignment]
    return function


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Where code is being written: a depth, the dict it fills, and the object it reads.

    ``prefix`` is how its fields are called, ``at`` the variables of the ordinals in it,
    ``where`` the expression that says where its object stands, ``looked`` the variable that says
    whether its texts are plain. With ``keeps_none`` a cleared part is None, to clear a stored one.
    """

    depth: int
    sink: str
    paths: Paths
    s: str = "fields"
    e: str = "e"
    prefix: str = ""
    at: tuple[str, ...] = ()
    where: str = "where"
    looked: str = ""
    keeps_none: bool = True
    is_sensitive: bool = False


class _Generator:
    def __init__(self, mapping: InboundMapping, clock: WallClock) -> None:
        self.source = Source()
        self.source.namespace.update(
            {
                "ABSENT": object(), "NO_PARTS": MappingProxyType({}), "NO_ROWS": (),
                "Unfit": Unfit, "TROUBLE": TROUBLE, "Surroundings": Surroundings,
                "MAX_PARTS": MAX_PARTS, "is_blank": is_blank, "kind_of": kind_of,
                "text_of": text_of, "list_of": list_of, "texts_of": texts_of,
                "dict": dict, "list": list, "tuple": tuple, "str": str,
                "enumerate": enumerate, "len": len, "type": type,
            }
        )  # fmt: skip
        self._mapping = mapping
        self._clock = clock
        self._is_xml = mapping.read.format == "xml"
        self._currency = ""
        self._shortcuts = Shortcuts(self.source)

    def paths(self, root: str, depth: int) -> Paths:
        """Give the paths from an object, for a block at ``depth``."""
        return Paths(self.source, root, depth, listed="list_of" if self._is_xml else "")

    def looking(self, block: _Block, items: Sequence[tuple[str, Item]]) -> _Block:
        """Have all texts of a block looked at once, before its fields are written."""
        values = [
            block.paths.value(item.path.steps)
            for name, item in items
            if item.path is not None and self._is_text(block.prefix, name, item)
        ]
        return replace(block, looked=self._shortcuts.texts(values, block.depth))

    def _is_text(self, prefix: str, name: str, item: Item) -> bool:
        if self._is_xml or item.parts:
            return False
        blame = Blame(prefix + name, is_sensitive=False)
        is_own = self._has_own_kind(item, blame)
        return is_own and is_text(self._convert(item, blame))

    def currency(self, block: _Block) -> None:
        """Have the currency read that stands beside the amounts, if the mapping names one."""
        if (path := self._mapping.currency) is not None:
            value = block.paths.value(path.steps)
            self._currency = f"text_of({value})" if self._is_xml else value

    def field(self, block: _Block, name: str, item: Item, called: str = "") -> None:
        """Write the code of one field of ``block``."""
        sensitive = block.is_sensitive or (item.target is not None and item.target.sensitive)
        blame = Blame(block.prefix + (called or name), sensitive)
        target = f"{block.sink}[{self.source.constant(name)}]"
        if item.each_path is not None or item.each_value is not None:
            self._list(block, target, item, blame)
        elif item.parts:
            self._object(block, target, item, blame)
        elif item.value is not None:
            self._from_value(block, target, item, blame)
        elif item.path is not None:
            value = self._at_path(block, item, item.path)
            self.source.add(block.depth, f"if {value} is not ABSENT:")
            self._converted(_deeper(block), target, item, blame, value)

    def straight(self) -> None:
        """Write the straight way, which all but odd items go."""
        items = list(self._mapping.items)
        if (happened_at := self._mapping.happened_at) is not None:
            items.append((HAPPENED_AT, happened_at))
        self.source.add(1, "try:")
        way = Straight(self.source, self._shortcuts, self._straight_conversion, self._is_text)
        if self._mapping.currency is not None:
            self._currency = way.beside(self._mapping.currency, 2)
        twins = twins_of(self._mapping)
        way.write(items, 2, {HAPPENED_AT: twins[0]} if twins else {})
        self.source.add(1, "except (LookupError, TypeError, Unfit):")
        self.source.add(2, "pass")

    def _straight_conversion(
        self, prefix: str, name: str, item: Item, value: str, looked: str
    ) -> str:
        block = _Block(depth=2, sink="", paths=self.paths("raw", 2), prefix=prefix, looked=looked)
        return self._conversion(block, item, Blame(prefix + name, is_sensitive=False), value)

    def happened_at(self, block: _Block, item: Item) -> None:
        """Write the code of ``happened_at``: often a field reads the same instant already."""
        twins = twins_of(self._mapping)
        if not twins:
            self.field(block, HAPPENED_AT, item, called="happened_at")
            return
        instant, known = self.source.name("v"), self.source.constant(twins[0])
        target = self.source.constant(HAPPENED_AT)
        self.source.add(block.depth, f"{instant} = {block.sink}.get({known})")
        self.source.add(block.depth, f"if {instant} is not None:")
        self.source.add(block.depth + 1, f"{block.sink}[{target}] = {instant}")
        self.source.add(block.depth, "else:")
        self.field(_deeper(block), HAPPENED_AT, item, called="happened_at")

    def _at_path(self, block: _Block, item: Item, path: Path) -> str:
        """Give the variable of what stands at a path; of an XML element, its text or its list."""
        value = block.paths.value(path.steps)
        if not self._is_xml or item.kind in {"object", "place"}:
            return value
        read = "text_of" if item.kind != "list" else "texts_of"
        if item.target is not None and item.target.parts:
            read = "list_of"
        name = self.source.name("v")
        self.source.add(block.depth, f"{name} = {read}({value})")
        return name

    def _from_value(self, block: _Block, target: str, item: Item, blame: Blame) -> None:
        """An expression without a value leaves what is stored, like an absent path."""
        value = self.source.name("v")
        self._evaluated(block, item, blame, value)
        if item.on_null == "refuse":
            self.source.add(block.depth, f"if {value} is not ABSENT:")
        else:
            self.source.add(block.depth, f"if {value} is not ABSENT and {value} is not None:")
        self._converted(_deeper(block), target, item, blame, value)

    def _evaluated(self, block: _Block, item: Item, blame: Blame, value: str) -> None:
        """Write the value of ``value`` or ``each``; ABSENT when it cannot be worked out."""
        given = item.value or item.each_value
        if given is None or given.compiled is None:
            constant = self.source.constant(None if given is None else given.constant)
            self.source.add(block.depth, f"{value} = {constant}")
            return
        evaluate = self.source.constant(given.compiled.evaluate)
        self.source.add(block.depth, "try:")
        self.source.add(block.depth + 1, f"{value} = {evaluate}({block.s}, {block.e})")
        self.source.add(block.depth, "except TROUBLE as trouble:")
        self.source.add(block.depth + 1, f"{value} = ABSENT")
        self._blamed(_deeper(block), blame, "None")

    def _converted(self, block: _Block, target: str, item: Item, blame: Blame, value: str) -> None:
        """Write the conversion of ``value`` into ``target``."""
        converted = self._conversion(block, item, blame, value)
        self.source.add(block.depth, "try:")
        deeper = _deeper(block)
        if item.on_null == "clear" and block.keeps_none:
            self.source.add(deeper.depth, f"{target} = {converted}")
        else:
            self.source.add(deeper.depth, f"found = {converted}")
            self._stored_unless_none(deeper, target, item, blame)
        self.source.add(block.depth, "except Unfit as trouble:")
        self._blamed(deeper, blame, value)

    def _conversion(self, block: _Block, item: Item, blame: Blame, value: str) -> str:
        """Give the code that converts ``value``."""
        convert = self._convert(item, blame)
        if self._currency and item.kind == "money" and item.words is None:
            return self._in_currency(item, value)
        converted = f"{self.source.constant(convert)}({value})"
        if words := words_of(self._mapping, item, blame.path):
            known = self._shortcuts.word(words, convert, value)
            return converted if known is None else f"{known} else {converted}"
        if not self._has_own_kind(item, blame):
            return converted
        looked = "" if item.path is None else block.looked
        plain = self._shortcuts.plain(item, convert, value, looked)
        return converted if plain is None else f"{plain} else {converted}"

    def _in_currency(self, item: Item, value: str) -> str:
        plain = self._shortcuts.beside(item, value, self._currency)
        if self._mapping.read.format == "excel":
            value = f"{self.source.constant(of_cell(item, as_it_is, as_it_is))}({value})"
        converted = f"{self.source.constant(in_currency(item))}({value}, {self._currency})"
        is_direct = self._mapping.read.format not in {"excel", "xml"}
        return f"{plain} else {converted}" if plain and is_direct else converted

    def _has_own_kind(self, item: Item, blame: Blame) -> bool:
        """Say whether a conversion is that of the item's kind and nothing besides."""
        if self._mapping.read.format == "excel" or item.words is not None:
            return False
        if blame.path in self._mapping.state_fields:  # no part is called like that
            return False
        return item.target is None or item.target.kind == item.kind

    def _stored_unless_none(self, block: _Block, target: str, item: Item, blame: Blame) -> None:
        self.source.add(block.depth, "if found is not None:")
        self.source.add(block.depth + 1, f"{target} = found")
        if item.on_null == "refuse":
            self.source.add(block.depth, "else:")
            self._refused(_deeper(block), blame, "OL541", '""')

    def _convert(self, item: Item, blame: Blame) -> Convert:
        is_top = "." not in blame.path
        states = self._mapping.state_fields.get(blame.path) if is_top else None
        convert = converter(item, self._clock, states)
        if self._mapping.read.format == "excel":
            plain = converter(replace(item, format=None), self._clock, states)
            return of_cell(item, convert, plain)
        if is_top and blame.path in self._mapping.identity and convert is read_text:
            return read_trimmed_text
        return convert

    def _object(self, block: _Block, target: str, item: Item, blame: Blame) -> None:
        """Write an object whose parts come from paths of the same raw object."""
        sink = self.source.name("o")
        self.source.add(block.depth, f"{sink} = {{}}")
        inner = replace(
            block, sink=sink, prefix=f"{blame.path}.", keeps_none=False, looked="",
            is_sensitive=blame.is_sensitive,
        )  # fmt: skip
        for name, part in item.parts:
            self.field(inner, name, part)
        self.source.add(block.depth, f"if {sink}:")
        self.source.add(block.depth + 1, f"{target} = {sink}")

    def _list(self, block: _Block, target: str, item: Item, blame: Blame) -> None:
        """Write a list: each of its raw parts becomes one."""
        rows = self._rows(block, item, blame)
        self.source.add(block.depth, f"if type({rows}) is list or type({rows}) is tuple:")
        inner = _deeper(block)
        if item.parts:
            self._too_many(inner, blame, rows)
            self._members(_deeper(inner), target, item, blame, rows)
        else:
            self._converted(inner, target, item, blame, rows)
        self.source.add(block.depth, f"elif is_blank({rows}):")
        self._blank(inner, target, item, blame)
        self.source.add(block.depth, f"elif {rows} is not ABSENT:")
        self._refused(inner, blame, "OL558", rows)

    def _rows(self, block: _Block, item: Item, blame: Blame) -> str:
        if item.each_path is None:
            name = self.source.name("v")
            self._evaluated(block, item, blame, name)
            # As everywhere, an expression without a value leaves what is stored.
            self.source.add(block.depth, f"if {name} is None:")
            self.source.add(block.depth + 1, f"{name} = ABSENT")
            return name
        steps = item.each_path.steps
        rows = block.paths.value(steps[:-1] if steps and steps[-1].every else steps)
        if not self._is_xml:
            return rows
        name = self.source.name("v")
        self.source.add(block.depth, f"{name} = list_of({rows})")
        return name

    def _blank(self, block: _Block, target: str, item: Item, blame: Blame) -> None:
        match item.on_null:
            case "clear" if block.keeps_none:
                self.source.add(block.depth, f"{target} = None")
            case "refuse":
                self._refused(block, blame, "OL541", '""')
            case _:
                self.source.add(block.depth, "pass")

    def _too_many(self, block: _Block, blame: Blame, rows: str) -> None:
        self.source.add(block.depth, f"if len({rows}) > MAX_PARTS:")
        facts = f"count=str(len({rows})), limit=str(MAX_PARTS)"
        self.source.add(block.depth + 1, f"trouble = Unfit('OL567', {facts})")
        self._blamed(_deeper(block), blame, rows)
        self.source.add(block.depth, "else:")

    def _members(self, block: _Block, target: str, item: Item, blame: Blame, rows: str) -> None:
        """Write the loop over the parts of a list of objects."""
        source, depth = self.source, block.depth
        found, index, part, sink, held = (source.name(letter) for letter in "liporw"[:5])
        is_keyed = item.target is not None and item.target.key is not None
        member = Blame(f"{blame.path}[%d]", blame.is_sensitive)
        source.add(depth, f"{found} = []")
        where = self._where(block, item, rows, index, held)
        source.add(depth, f"for {index}, {part} in enumerate({rows}):")
        inner = replace(
            block, depth=depth + 1, sink=sink, prefix=f"{member.path}.", at=(*block.at, index),
            paths=self.paths(part, depth + 1), where=where, keeps_none=is_keyed, looked="",
            is_sensitive=blame.is_sensitive,
        )  # fmt: skip
        source.add(depth + 1, f"if type({part}) is not dict:")
        self._refused(_deeper(inner), member, "OL559", part)
        source.add(depth + 2, "continue")
        source.add(depth + 1, f"{sink} = {{}}")
        inner = self.looking(self._with_own_names(inner, item, part), item.parts)
        for name, each in item.parts:
            self.field(inner, name, each)
        source.add(depth + 1, f"{found}.append({sink})")
        source.add(depth, f"{target} = {found}")

    def _where(self, block: _Block, item: Item, rows: str, index: str, held: str) -> str:
        """Give the expression for where a part stands: joined rows have places of their own."""
        if item.each_value is None or not self._mapping.group_by or block.at:
            return block.where
        self.source.add(block.depth, f"{held} = wheres if {rows} is raw.get('rows') else None")
        return f"({block.where} if {held} is None else {held}[{index}])"

    def _with_own_names(self, block: _Block, item: Item, part: str) -> _Block:
        """Let expressions of parts see the part as ``raw``, and its fields before the item's."""
        if not any(item_is_computed(each) for _, each in item.parts):
            return block
        own = self.source.name("e")
        self.source.add(block.depth, f"{own} = Surroundings({block.e}.now, raw={part})")
        return replace(block, s=f"{{**{block.s}, **{block.sink}}}", e=own)

    def _refused(self, block: _Block, blame: Blame, code: str, value: str) -> None:
        """Write a fault that needs no conversion to be found; ``code`` is one of ours."""
        facts = "" if code == "OL541" else f", kind=kind_of({value})"
        self.source.add(block.depth, f"trouble = Unfit({code!r}{facts})")
        self._blamed(block, blame, value)

    def _blamed(self, block: _Block, blame: Blame, value: str) -> None:
        fault = self.source.constant(blame.fault)
        wheres = ", ".join(("trouble", value, block.where, *block.at))
        self.source.add(block.depth, f"faults.append({fault}({wheres}))")


def _deeper(block: _Block) -> _Block:
    return replace(block, depth=block.depth + 1)
