"""Connections: their addresses, and which mapping reads which stream."""

from collections.abc import Iterator

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.connection import Address, Connection, Stream
from orderloom.diagnostics import Place


def build_connection(draft: Draft, declaration: Declaration) -> Connection:
    """Build a connection; what it names elsewhere must exist."""
    root = declaration.root
    connector = reading.scalar(root, "connector")
    if connector is not None and connector.text not in draft.outline.connectors:
        places = dict.fromkeys(draft.outline.connectors, Place("", 0))
        draft.findings.unknown("OL210", connector.place, connector.text, places)
    return Connection(
        id=declaration.id,
        connector="" if connector is None else connector.text,
        place=declaration.place,
        group=reading.optional_text(root, "group"),
        zone=reading.text(root, "zone"),
        environments={address[0]: address[1] for address in _addresses(draft, root)},
        streams={stream.name: stream for stream in _streams(draft, root)},
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )


def _addresses(draft: Draft, root: MapNode) -> Iterator[tuple[str, Address]]:
    known = {name.text: name.place for name in draft.outline.environments}
    for key, node in reading.entries(root, "environments"):
        if key.text not in known:
            draft.findings.unknown("OL213", key.place, key.text, known)
        if isinstance(node, MapNode):
            yield (
                key.text,
                Address(
                    place=key.place,
                    url=reading.optional_text(node, "url"),
                    folder=reading.optional_text(node, "folder"),
                    secret=reading.optional_text(node, "secret"),
                ),
            )


def _streams(draft: Draft, root: MapNode) -> Iterator[Stream]:
    connector = draft.outline.connectors.get(reading.text(root, "connector"))
    offered = () if connector is None else connector.streams
    for key, node in reading.entries(root, "streams"):
        if offered and key.text not in offered:
            draft.findings.unknown(
                "OL220", key.place, key.text, offered, connector=reading.text(root, "connector")
            )
        mapping = reading.scalar(node, "mapping") if isinstance(node, MapNode) else None
        if mapping is not None and draft.reads(mapping):
            yield Stream(name=key.text, mapping=mapping.text, place=key.place)
