"""Outbound mappings: whom they send to, and every part of the payload with its value."""

from collections.abc import Iterator

from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration, RecordOutline
from orderloom.compiler.resolve.reach import Reach, read_reach
from orderloom.compiler.resolve.scopes import sight_in_test
from orderloom.definition.common import Value
from orderloom.definition.outbound import Outbound

_KEYS = frozenset(("kind", "id", "title", "note", "record", "send", "fields"))


def is_outbound(declaration: Declaration) -> bool:
    """Say whether a mapping sends instead of reading."""
    return "send" in declaration.root


def build_outbound(draft: Draft, declaration: Declaration) -> Outbound | None:
    """Build an outbound mapping; None for others, and when nobody takes what it sends."""
    root = declaration.root
    named = reading.scalar(root, "send")
    if named is None:
        return None
    record = draft.record(reading.scalar(root, "record"))
    reach = read_reach(draft, named)
    _check(draft, root, named, reach)
    if record is None or reach is None:
        return None
    return Outbound(
        id=declaration.id,
        place=declaration.place,
        record=record.id,
        target=reach.target,
        operation=reach.operation,
        to=reach.to,
        fields=tuple(_fields(draft, root, record, reach)),
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )


def _check(draft: Draft, root: MapNode, named: ScalarNode, reach: Reach | None) -> None:
    """Refuse what only reading has, and operations that nobody may repeat."""
    for key, node in root.keys.items():
        if key not in _KEYS:
            draft.findings.error("OL288", node.place, key=key)
    if reach is not None and reach.irreversible:
        draft.findings.error("OL289", named.place, call=named.text)


def _fields(
    draft: Draft, root: MapNode, record: RecordOutline, reach: Reach
) -> Iterator[tuple[tuple[str, ...], Value]]:
    known = reach.inputs()
    sight = sight_in_test(draft.outline, {}, record)
    taken: set[tuple[str, ...]] = set()
    for key, node in reading.entries(root, "fields"):
        path = tuple(key.text.split("."))
        if known is not None and path[0] not in known:
            draft.unknown("OL268", key, known, call=f"{reach.target}.{reach.operation}")
            continue
        if not all(path) or _clashes(path, taken):
            draft.findings.error("OL299", key.place, path=key.text)
            continue
        taken.add(path)
        value = build_value(draft, node, sight, None)
        if value is not None:
            yield path, value


def _clashes(path: tuple[str, ...], taken: set[tuple[str, ...]]) -> bool:
    """Say whether a path leads through a value, or ends where others go on."""
    return any(path[: len(other)] == other or other[: len(path)] == path for other in taken)
