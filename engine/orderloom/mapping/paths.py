"""Code that follows paths: each shared beginning is followed once."""

from collections.abc import Sequence

from orderloom.definition.mapping import Step


class Source:
    """Lines of a function under construction, and the constants that they name.

    Text of users gets into the namespace as constants only, never into the code.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.namespace: dict[str, object] = {"__builtins__": {}}
        self._count = 0

    def add(self, depth: int, line: str) -> None:
        """Append a line, indented by ``depth``."""
        self.lines.append("    " * depth + line)

    def name(self, letter: str) -> str:
        """Give a new name."""
        self._count += 1
        return f"{letter}{self._count}"

    def constant(self, value: object) -> str:
        """Give a name for a constant."""
        name = self.name("c")
        self.namespace[name] = value
        return name


class Paths:
    """Paths from one object, for the code of one block: a trie whose nodes are variables.

    A step that meets anything but what it steps into finds nothing: many channels write an empty
    object as ``[]`` or ``""``.

    Args:
        source: Takes the code.
        root: The variable of the object.
        depth: Of the block.
        listed: The function that makes a list of a part that may stand alone, empty when only
            lists are lists.
    """

    def __init__(self, source: Source, root: str, depth: int, listed: str = "") -> None:
        self._source = source
        self._listed = listed
        self._depth = depth
        self._values: dict[tuple[Step, ...], str] = {(): root}
        self._holders: dict[tuple[tuple[Step, ...], str], str] = {((), "dict"): root}

    def value(self, steps: Sequence[Step]) -> str:
        """Give the variable that holds what the path leads to, ``ABSENT`` for nothing."""
        path = tuple(steps)
        if path not in self._values:
            self._values[path] = self._follow(path)
        return self._values[path]

    def _follow(self, path: tuple[Step, ...]) -> str:
        step, name = path[-1], self._source.name("v")
        if step.key is not None:
            holder = self._holder(path[:-1], "dict")
            key = self._source.constant(step.key)
            self._add(f"{name} = {holder}.get({key}, ABSENT)")
            return name
        holder = self._holder(path[:-1], "list")
        index = int(step.index or 0)
        self._add(f"{name} = {holder}[{index}] if len({holder}) > {index} else ABSENT")
        return name

    def _holder(self, path: tuple[Step, ...], kind: str) -> str:
        """Give the variable that holds the value as a dict or a list, empty if it is none."""
        if (path, kind) not in self._holders:
            value, name = self.value(path), self._source.name("h")
            empty = "NO_PARTS" if kind == "dict" else "NO_ROWS"
            if kind == "list" and self._listed:
                self._add(f"{name} = {self._listed}({value})")
                value = name
            self._add(f"{name} = {value} if type({value}) is {kind} else {empty}")
            self._holders[path, kind] = name
        return self._holders[path, kind]

    def _add(self, line: str) -> None:
        self._source.add(self._depth, line)
