"""The straight way through a mapping, for items that have everything: no step is looked at twice.

Whatever is not as expected raises, and the item goes the careful way, which says what is wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from orderloom.definition.mapping import Item, Path, Step
from orderloom.definition.mapping import Mapping as InboundMapping
from orderloom.mapping.paths import Source
from orderloom.mapping.shortcuts import Shortcuts

Converted: TypeAlias = Callable[[str, str, Item, str, str], str]
"""Gives the code of a conversion: prefix, name and item of a field, the variable of its raw value,
and the variable that says whether its block's texts are plain."""
Items: TypeAlias = Sequence[tuple[str, Item]]


def can_go_straight(mapping: InboundMapping) -> bool:
    """Say whether a mapping does no more than follow paths, and lists one deep."""
    return mapping.read.format in {"json", "csv", "fixed", "form"} and all(
        _is_path(item) or (_is_list(item) and all(_is_path(part) for _, part in item.parts))
        for _, item in mapping.items
    )


def _is_path(item: Item) -> bool:
    is_constant = item.value is not None and item.value.compiled is None
    return (item.path is not None or is_constant) and not item.parts


def _is_list(item: Item) -> bool:
    return item.each_path is not None and bool(item.parts)


class Straight:
    """Writes the straight way, as the body of a ``try``.

    Args:
        source: Takes the code.
        shortcuts: Of the same source.
        converted: How values are converted.
        is_text: Whether a field, by prefix, name and item, takes any text.
    """

    def __init__(
        self,
        source: Source,
        shortcuts: Shortcuts,
        converted: Converted,
        is_text: Callable[[str, str, Item], bool],
    ) -> None:
        self._source = source
        self._shortcuts = shortcuts
        self._converted = converted
        self._is_text = is_text
        self._held: dict[tuple[str, tuple[Step, ...]], str] = {}

    def beside(self, path: Path, depth: int) -> str:
        """Write that what stands at a path is fetched; give its variable."""
        self._source.namespace.update({"LookupError": LookupError, "TypeError": TypeError})
        return self._value("raw", path.steps, depth)

    def write(self, items: Items, depth: int, twins: Mapping[str, str]) -> None:
        """Write all of it, down to the ``return``.

        ``twins`` are fields that have the value of another, written before them.
        """
        self._source.namespace.update({"LookupError": LookupError, "TypeError": TypeError})
        looked = self._look("", items, "raw", depth)
        values: dict[str, str] = {}
        for name, item in items:
            if name in twins:
                values[name] = self._present(values[twins[name]], depth)
                continue
            values[name] = self._valued("", name, item, ("raw", looked), depth)
            if name in twins.values():
                values[name] = self._named(values[name], depth)
        self._source.add(depth, f"return {self._object(values)}")

    def _look(self, prefix: str, items: Items, root: str, depth: int) -> str:
        """Write that all values are fetched, and all texts looked at once."""
        texts = []
        for name, item in items:
            if item.path is not None:
                value = self._value(root, item.path.steps, depth)
                if self._is_text(prefix, name, item):
                    texts.append(value)
        return self._shortcuts.texts(texts, depth)

    def _value(self, root: str, steps: Sequence[Step], depth: int) -> str:
        """Give the variable of what a path leads to."""
        path = (root, tuple(steps))
        if not steps:
            return root
        if path not in self._held:
            holder, step = self._value(root, steps[:-1], depth), steps[-1]
            name = self._held[path] = self._source.name("x")
            key = str(step.index or 0) if step.key is None else self._source.constant(step.key)
            if step.key is None:
                self._demand(f"type({holder}) is list", depth)
            self._source.add(depth, f"{name} = {holder}[{key}]")
        return self._held[path]

    def _demand(self, condition: str, depth: int) -> None:
        self._source.add(depth, f"if not ({condition}):")
        self._source.add(depth + 1, "raise LookupError")

    def _object(self, values: Mapping[str, str]) -> str:
        """Give a dict of fields with the code of their values."""
        pairs = (f"{self._source.constant(name)}: {value}" for name, value in values.items())
        return f"{{{', '.join(pairs)}}}"

    def _valued(
        self, prefix: str, name: str, item: Item, block: tuple[str, str], depth: int
    ) -> str:
        """Give the code of a field's value; ``block``: its root, its texts."""
        root, looked = block
        if _is_list(item):
            return self._list(f"{prefix}{name}", item, depth)
        if item.path is not None:
            raw = self._value(root, item.path.steps, depth)
        else:
            raw = self._source.constant(None if item.value is None else item.value.constant)
        value = self._converted(prefix, name, item, raw, looked)
        may_be_missing = item.on_null == "clear" and not prefix and item.path is not None
        return value if may_be_missing else self._present(value, depth)

    def _named(self, value: str, depth: int) -> str:
        """Give a variable with a value."""
        name = self._source.name("x")
        self._source.add(depth, f"{name} = {value}")
        return name

    def _present(self, value: str, depth: int) -> str:
        """Give the variable of a value that must be there."""
        name = self._named(value, depth)
        self._demand(f"{name} is not None", depth)
        return name

    def _list(self, called: str, item: Item, depth: int) -> str:
        """Write the loop over a list of objects; give the variable of the new list."""
        steps = () if item.each_path is None else item.each_path.steps
        rows = self._value("raw", steps[:-1] if steps and steps[-1].every else steps, depth)
        found, part = self._source.name("l"), self._source.name("p")
        self._demand(f"type({rows}) is list and len({rows}) <= MAX_PARTS", depth)
        self._source.add(depth, f"{found} = []")
        self._source.add(depth, f"for {part} in {rows}:")
        prefix = f"{called}[%d]."
        looked = self._look(prefix, item.parts, part, depth + 1)
        values = {
            name: self._valued(prefix, name, each, (part, looked), depth + 1)
            for name, each in item.parts
        }
        self._source.add(depth + 1, f"{found}.append({self._object(values)})")
        return found
