"""What a lasting condition reads, here and in other records, so that its changes wake it."""

from collections import defaultdict
from collections.abc import Iterator

from orderloom.compiler.node import ScalarNode
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import RecordOutline
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.lasting import Link, Watch
from orderloom.expression.compile import check_expression
from orderloom.expression.compiled import ExpressionInvalid
from orderloom.expression.reading import children
from orderloom.expression.typed import Call, Children, Meaning, Reached, Root
from orderloom.expression.types import ChildrenType, ReferenceType, Type


class Watching:
    """Gathers what conditions about records of one type read."""

    def __init__(self, draft: Draft, record: RecordOutline, sight: Sight) -> None:
        self._draft = draft
        self._record = record
        self._sight = sight
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._links: dict[Link, None] = {}

    def add(self, node: ScalarNode) -> None:
        """Take in a condition; a broken one has its findings already."""
        try:
            meaning = check_expression(node.text, self._sight.scope)
        except ExpressionInvalid:
            return
        for each in _every(meaning):
            self._add(node, each)

    def watch(self) -> Watch:
        """Give what was gathered."""
        names = {name: frozenset(read) for name, read in self._names.items()}
        return Watch(names=names, links=tuple(self._links))

    def _add(self, node: ScalarNode, part: Meaning) -> None:
        match part:
            case Root(name=name, type=of):
                field = self._record.fields.get(name)
                self._read(self._record.id, name, of if field is None else field.type)
            case Reached(of=of, name=name) if isinstance(of.type, ReferenceType):
                self._read(of.type.record, name, part.type)
            case Children(of=of, name=name, record=record, through=through):
                owner = of.type.record if isinstance(of.type, ReferenceType) else self._record.id
                self._listed(owner, name, record, through)
            case Call(type=ReferenceType(), function=function) if function.name == "record":
                place = node.within(part.start, part.end)
                self._draft.findings.error("OL173", place)
            case _:
                pass

    def _read(self, owner: str, name: str, of: Type) -> None:
        self._names[owner].add(name)
        if isinstance(of, ReferenceType):
            self._links[Link(owner=owner, name=name, to=of.record)] = None
        elif isinstance(of, ChildrenType):
            self._listed(owner, name, of.record, of.through)

    def _listed(self, owner: str, name: str, record: str, through: str) -> None:
        self._names[record].add(through)
        self._links[Link(owner=owner, name=name, to=record, through=through)] = None


def _every(node: Meaning) -> Iterator[Meaning]:
    yield node
    for child in children(node):
        yield from _every(child)
