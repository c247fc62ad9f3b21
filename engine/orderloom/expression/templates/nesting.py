"""Pieces put in order by Jinja's parser: branches, rounds, and what stands in them.

Jinja is given a skeleton with one piece a line and a placeholder for each expression, so that a
line of its tree is a piece of ours and nothing that a user wrote reaches it but the order of tags.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jinja2 import Environment, nodes

from orderloom.expression import types
from orderloom.expression.faults import Faults, shown
from orderloom.expression.kinds import OPEN_KINDS, describe, kind
from orderloom.expression.limits import MAX_TEMPLATE_BLOCKS, MAX_TEMPLATE_LOOPS
from orderloom.expression.scope import Name, Scope
from orderloom.expression.templates.cutting import Piece
from orderloom.expression.templates.filling import (
    LOOP,
    Branches,
    Part,
    Printed,
    Rounds,
    Words,
    key_of,
)
from orderloom.expression.templates.slots import Slot, compile_slot
from orderloom.expression.templates.tags import Tag, check_variable, read_tag
from orderloom.expression.types import ListType, ObjectType, Type

_PLACE = ObjectType({"index": types.INTEGER, "first": types.BOOLEAN, "last": types.BOOLEAN})
_SKELETON = {
    "if": "{% if p %}", "elif": "{% elif p %}", "else": "{% else %}", "endif": "{% endif %}",
    "for": "{% for t in p %}", "endfor": "{% endfor %}",
}  # fmt: skip


def put_in_order(pieces: Sequence[Piece], scope: Scope, faults: Faults) -> tuple[Part, ...]:
    """Give the parts that the pieces make, noting every fault in them."""
    builder = _Builder(pieces, faults)
    if not _nests(builder.tags, pieces, faults):
        builder.check_alone(scope)
        return ()
    lines = ("{{ p }}" if tag is None else _SKELETON[tag.word] for tag in builder.tags)
    tree = Environment(autoescape=False).parse("\n".join(lines))  # noqa: S701 - never rendered
    return builder.parts(tree.body, scope)


def _nests(tags: Sequence[Tag | None], pieces: Sequence[Piece], faults: Faults) -> bool:
    """Note the first tag that stands where it cannot, or is never closed."""
    opened: list[tuple[Piece, str]] = []
    for piece, tag in zip(pieces, tags, strict=True):
        word = "" if tag is None else tag.word
        if word in {"if", "for"}:
            opened.append((piece, word))
            if _too_deep([each for _, each in opened], piece, faults):
                return False
        elif word and not _fits(word, opened):
            _misplaced(word, piece, opened, faults)
            return False
    for piece, within in opened[-1:]:
        mend = f"{{% end{within.removeprefix('else ')} %}}"
        facts = {"found": shown(f"{{% {piece.text} %}}"), "mend": mend}
        faults.add("OL398", piece.start, piece.end, **facts)
    return not opened


def _fits(word: str, opened: list[tuple[Piece, str]]) -> bool:
    """Say whether a tag may stand in what is open; ``else`` and an end change what is open."""
    piece, within = opened[-1] if opened else (None, "")
    if piece is None:
        return False
    if word == "elif":
        return within == "if"
    if word == "else" and within in {"if", "for"}:
        opened[-1] = (piece, f"else {within}")
        return True
    opened.pop()
    return within.removeprefix("else ") == word.removeprefix("end")


def _misplaced(word: str, piece: Piece, opened: list[tuple[Piece, str]], faults: Faults) -> None:
    within = opened[-1][1].removeprefix("else ") if opened else ""
    mend = f"end{within}" if within else word.removeprefix("end")
    if word in {"elif", "else"} and not within:
        mend = "if"
    faults.add("OL273", piece.start, piece.end, found=word, opened=within, mend=mend)


def _too_deep(words: list[str], piece: Piece, faults: Faults) -> bool:
    loops = sum(word.endswith("for") for word in words)
    if loops > MAX_TEMPLATE_LOOPS:
        facts = {"what": "loops", "limit": str(MAX_TEMPLATE_LOOPS)}
    elif len(words) > MAX_TEMPLATE_BLOCKS:
        facts = {"what": "blocks", "limit": str(MAX_TEMPLATE_BLOCKS)}
    else:
        return False
    faults.add("OL279", piece.start, piece.end, **facts)
    return True


class _Builder:
    """Takes what is allowed of Jinja's tree and compiles the expressions in it."""

    def __init__(self, pieces: Sequence[Piece], faults: Faults) -> None:
        self.pieces = pieces
        self.faults = faults
        self.tags = [read_tag(piece, faults) if piece.kind == "tag" else None for piece in pieces]

    def check_alone(self, scope: Scope) -> None:
        """Look at the expressions outside any block, where the blocks do not nest."""
        for place, piece in enumerate(self.pieces):
            if self.tags[place] is not None:
                return
            if piece.kind == "print":
                self._slot(place, scope)

    def parts(self, tree: Sequence[nodes.Node], scope: Scope) -> tuple[Part, ...]:
        """Give the parts of a sequence of Jinja's nodes."""
        return tuple(part for node in tree for part in self._part(node, scope))

    def _part(self, node: nodes.Node, scope: Scope) -> Iterator[Part]:
        match node:
            case nodes.Output(nodes=within):
                names = (each for each in within if isinstance(each, nodes.Name))
                yield from self._written([each.lineno - 1 for each in names], scope)
            case nodes.If():
                yield from self._branches(node, scope)
            case nodes.For(target=nodes.Name(), test=None, recursive=False):
                yield from self._rounds(node, scope)
            case _:
                piece = self.pieces[node.lineno - 1]
                self.faults.add("OL396", piece.start, piece.end, found=shown(piece.text))

    def _written(self, places: Sequence[int], scope: Scope) -> Iterator[Part]:
        for place in places:
            piece = self.pieces[place]
            if piece.kind == "text":
                yield Words(piece.text)
            elif piece.kind == "print":
                slot = self._slot(place, scope)
                if slot is not None:
                    yield Printed(slot)

    def _slot(self, place: int, scope: Scope) -> Slot | None:
        piece = self.pieces[place]
        slot = compile_slot(piece.text, piece.at, scope, self.faults)
        if slot is not None and not _is_printable(slot.expression.type):
            found = describe(slot.expression.type)
            self.faults.add("OL399", slot.offset, slot.end, found=found)
        return slot

    def _branches(self, node: nodes.If, scope: Scope) -> Iterator[Part]:
        branches = [
            (self._expression(each, scope, types.BOOLEAN), self.parts(each.body, scope))
            for each in (node, *node.elif_)
        ]
        otherwise = self.parts(node.else_, scope)
        known = tuple((slot, parts) for slot, parts in branches if slot is not None)
        yield Branches(known, otherwise)

    def _expression(
        self, node: nodes.Node, scope: Scope, expected: Type | None = None
    ) -> Slot | None:
        tag = self._tag(node)
        if tag.text is None:
            return None
        return compile_slot(tag.text, tag.at, scope, self.faults, expected)

    def _tag(self, node: nodes.Node) -> Tag:
        tag = self.tags[node.lineno - 1]
        assert tag is not None, "a line of the skeleton with a tag is a tag's piece"  # noqa: S101
        return tag

    def _rounds(self, node: nodes.For, scope: Scope) -> Iterator[Part]:
        tag = self._tag(node)
        if node.else_:
            piece = self.pieces[node.else_[0].lineno - 1]
            self.faults.add("OL277", piece.start, piece.end, found="else", mend="")
        source = self._source(node, scope)
        item: Type = types.ANY
        if source is not None and isinstance(source.expression.type, ListType):
            item = source.expression.type.item
        if tag.variable:
            check_variable(tag, scope, self.faults)
            scope = _within(scope, tag.variable, item)
        parts = self.parts(node.body, scope)
        if source is not None:
            yield Rounds(tag.variable, source, parts)

    def _source(self, node: nodes.For, scope: Scope) -> Slot | None:
        source = self._expression(node, scope)
        if source is None:
            return None
        of = source.expression.type
        if kind(of) != "list" and kind(of) not in OPEN_KINDS:
            self.faults.add("OL379", source.offset, source.end, found=str(of))
            return None
        return source


def _within(scope: Scope, variable: str, item: Type) -> Scope:
    """Add what a loop brings: its variable, and ``loop`` unless a field has that name."""
    own = {variable: Name(type=item, source=f"s.get({key_of(variable)!r})")}
    place = {LOOP: Name(type=_PLACE, source=f"s.get({key_of(LOOP)!r})")}
    names: Mapping[str, Name] = {**place, **scope.names, **own}
    return replace(scope, names=names)


def _is_printable(of: Type) -> bool:
    return kind(of.item if isinstance(of, ListType) else of) != "object"
