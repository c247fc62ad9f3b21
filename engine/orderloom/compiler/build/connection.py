"""Connections: their addresses, and which mapping reads which stream."""

from collections.abc import Iterator
from datetime import time, timedelta

from orderloom.compiler.build.alarms import read_alarm
from orderloom.compiler.build.own_settings import read_settings
from orderloom.compiler.build.rates import read_rate
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.connection import Address, Connection, Limits, Retry, Stream
from orderloom.definition.connector import ConnectorShape
from orderloom.diagnostics import Diagnostic, Place
from orderloom.expression.literals import parse_duration

LEAST_KEPT = timedelta(days=7)


def build_connection(draft: Draft, declaration: Declaration) -> Connection:
    """Build a connection; what it names elsewhere must exist."""
    root = declaration.root
    connector = reading.scalar(root, "connector")
    if connector is not None and connector.text not in draft.outline.connectors:
        places = dict.fromkeys(draft.outline.connectors, Place("", 0))
        draft.findings.unknown("OL210", connector.place, connector.text, places)
    elif connector is not None:
        broken = draft.outline.connectors[connector.text].broken
        if broken is not None:
            code, facts = broken
            draft.findings.add(Diagnostic(code=code, place=connector.place, facts=dict(facts)))
    shape = draft.outline.connectors.get(reading.text(root, "connector"))
    if connector is not None and shape is not None and shape.lacking:
        draft.findings.warn("OL954", connector.place, name=shape.id, extra=shape.lacking)
    return Connection(
        id=declaration.id,
        connector="" if connector is None else connector.text,
        place=declaration.place,
        group=reading.optional_text(root, "group"),
        zone=reading.text(root, "zone"),
        environments={address[0]: address[1] for address in _addresses(draft, root)},
        streams={stream.name: stream for stream in _streams(draft, root)},
        answers=dict(_answers(draft, root)),
        limits=_limits(reading.submap(root, "limits")),
        retry=_retry(reading.submap(root, "retry")),
        alarm=read_alarm(draft, root, shape),
        keep_raw=_keep_raw(draft, root),
        settings={}
        if shape is None
        else read_settings(draft, root, declaration.place, shape.id, shape.settings),
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
        if isinstance(node, MapNode) and mapping is not None and draft.reads(mapping):
            yield Stream(
                name=key.text,
                mapping=mapping.text,
                place=key.place,
                every=parse_duration(reading.text(node, "every")),
                at=tuple(sorted(time.fromisoformat(each) for each in reading.texts(node, "at"))),
                catch_up="none" if reading.text(node, "catch_up") == "none" else "last",
                overlap=_lasting(node, "overlap", timedelta(0)),
                begin=_lasting(node, "begin", timedelta(days=1)),
                settings={}
                if connector is None
                else read_settings(draft, node, key.place, connector.id, connector.stream_settings),
                webhook=_webhook(draft, node, key, connector),
            )


def _answers(draft: Draft, root: MapNode) -> Iterator[tuple[str, str]]:
    connector = draft.outline.connectors.get(reading.text(root, "connector"))
    offered = {} if connector is None else dict.fromkeys(connector.operations, Place("", 0))
    for key, mapping in reading.entries(root, "answers"):
        if connector is not None and key.text not in offered:
            draft.findings.unknown("OL478", key.place, key.text, offered)
        if isinstance(mapping, ScalarNode) and draft.reads(mapping):
            yield key.text, mapping.text


def _webhook(
    draft: Draft, node: MapNode, stream: ScalarNode, connector: ConnectorShape | None
) -> bool:
    """Say whether a stream comes by webhook; anybody can speak to one that nothing checks."""
    is_webhook = reading.flag(node, "webhook")
    if is_webhook and connector is not None and stream.text not in connector.verified:
        place = node.keys["webhook"].place
        draft.findings.warn("OL922", place, stream=stream.text, connector=connector.id)
    return is_webhook


def _limits(node: MapNode | None) -> Limits:
    if node is None:
        return Limits()
    return Limits(
        rate=read_rate(reading.optional_text(node, "rate")),
        burst=reading.number(node, "burst", 0) or None,
        parallel=reading.number(node, "parallel", 0) or None,
    )


def _retry(node: MapNode | None) -> Retry:
    usual = Retry()
    if node is None:
        return usual
    return Retry(
        first=_lasting(node, "first", usual.first),
        factor=reading.number(node, "factor", usual.factor),
        longest=_lasting(node, "max", usual.longest),
        tries=reading.number(node, "tries", usual.tries),
        jitter=reading.text(node, "jitter") != "none",
    )


def _keep_raw(draft: Draft, root: MapNode) -> timedelta:
    """Read how long raw messages are kept: what went wrong is often noticed days later."""
    found = _lasting(root, "keep_raw", timedelta(days=30))
    if found < LEAST_KEPT:
        place = root.entries["keep_raw"].place
        draft.findings.add(Diagnostic(code="OL784", place=place, facts={"least": "7d"}))
    return found


def _lasting(node: MapNode, key: str, usual: timedelta) -> timedelta:
    found = parse_duration(reading.text(node, key))
    return usual if found is None else found
