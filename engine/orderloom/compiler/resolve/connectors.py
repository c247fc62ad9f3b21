"""Connectors that a flow declares itself, as its other definitions see them."""

from collections.abc import Iterator, Mapping

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.connector import ConnectorShape, OperationOutline


def declared_shape(declaration: Declaration) -> ConnectorShape:
    """Give a declared connector's shape; what is broken in it is left out."""
    root = declaration.root
    auth = reading.submap(root, "auth")
    is_open = auth is not None and reading.text(auth, "kind") == "none"
    operations = {
        key.text: OperationOutline(
            name=key.text,
            answers=tuple(name.text for name, _ in reading.entries(node, "answer")),
            irreversible=reading.flag(node, "irreversible"),
            undo=reading.optional_text(node, "undo"),
        )
        for key, node in reading.entries(root, "operations")
        if isinstance(node, MapNode)
    }
    media = [
        medium
        for _, node in reading.entries(root, "operations")
        if isinstance(node, MapNode)
        for medium in reading.texts(node, "media")
    ]
    return ConnectorShape(
        id=declaration.id,
        needs=("url",) if is_open else ("url", "secret"),
        streams=tuple(key.text for key, _ in reading.entries(root, "streams")),
        verified=tuple(
            key.text
            for key, node in reading.entries(root, "streams")
            if isinstance(node, MapNode) and reading.submap(node, "verify") is not None
        ),
        media=tuple(dict.fromkeys(media)),
        operations=operations,
    )


class Offered(Mapping[str, ConnectorShape]):
    """The flow's own connectors, then all others, which are looked at only when asked for."""

    def __init__(
        self, own: Mapping[str, ConnectorShape], others: Mapping[str, ConnectorShape]
    ) -> None:
        self._own = own
        self._others = others

    def __getitem__(self, name: str) -> ConnectorShape:
        return self._own[name] if name in self._own else self._others[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._own, *self._others)))

    def __len__(self) -> int:
        return len({*self._own, *self._others})
