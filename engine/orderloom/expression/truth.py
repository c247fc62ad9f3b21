"""Whether a condition is True, written for a function that asks it of many.

What several conditions read of a record is read once before all of them: such a path becomes a
name. Folding a text takes longer than finding something in it, so a folded text is kept as well.
"""

from typing import NamedTuple

from orderloom.expression.compiled import Truth
from orderloom.expression.constants import constant_name
from orderloom.expression.emit_calls import emit_call
from orderloom.expression.emitter import Emitter
from orderloom.expression.functions.text import Folded, normal
from orderloom.expression.typed import Call, Constant, Item, Meaning, Part, Root
from orderloom.expression.writing import Piece

_RECORD = "s.get("
_NORMAL = "_normal"


class Written(NamedTuple):
    """A truth with what it names besides."""

    truth: Truth
    constants: dict[str, object]


def write_truth(meaning: Meaning) -> Written:
    """Write whether a condition is True."""
    emitter = _Sharing()
    source = emitter.emit(meaning).truth
    return Written(Truth(source=source, shared=emitter.shared), emitter.constants)


class _Sharing(Emitter):
    """Writes paths into the record as names; ``shared`` fills on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.shared: dict[str, str] = {}
        self._by_node |= {
            Root: self._root,
            Part: self._shared_part,
            Item: self._shared_item,
            Call: self._call,
        }

    def _share(self, source: str) -> Piece:
        name = f"n{constant_name(source)}"
        self.shared[name] = source
        return Piece(name, simple=True)

    def _root(self, node: Root) -> Piece:
        source = node.binding.source
        return self._share(source) if source.startswith(_RECORD) else Piece(f"({source})")

    def _shared_part(self, node: Part) -> Piece:
        of = self.emit(node.of).source
        if of not in self.shared:
            return self._part(node)
        return self._share(f"None if {of} is None else {of}.get({node.name!r})")

    def _shared_item(self, node: Item) -> Piece:
        of = self.emit(node.of).source
        match node.index:
            case Constant(value=int() as index) if of in self.shared and index >= 0:
                return self._share(
                    f"None if {of} is None or len({of}) <= {index} else {of}[{index}]"
                )
        return self._item(node)

    def _call(self, node: Call) -> Piece:
        match node.function.name, node.arguments:
            case "length", {"t": Root() | Part() | Item() as text}:
                if (of := self.emit(text).source) in self.shared:
                    return Piece(f"(0 if {of} is None else len({of}))", nullable=False)
            case "contains", {
                "t": Root() | Part() | Item() as text,
                "part": Constant(value=Folded((part,))),
            }:
                if (of := self.emit(text).source) in self.shared:
                    return self.present([self._folded(of)], lambda name: f"{part!r} in {name}")
            case _:
                pass
        return emit_call(self, node)

    def _folded(self, of: str) -> Piece:
        """Write a text that is folded when it is first asked for; False says that it is not yet."""
        self.constants[_NORMAL] = normal
        name = f"f{of}"
        self.shared[name] = "False"
        folded = f"None if {of} is None else {_NORMAL}({of})"
        return Piece(f"({name} if {name} is not False else ({name} := {folded}))")
