"""Alarms of a connection: when it is told to be down, and what a probe asks for."""

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.connection import Alarm
from orderloom.definition.connector import ConnectorShape
from orderloom.diagnostics import Diagnostic, Place
from orderloom.expression.literals import parse_duration


def read_alarm(draft: Draft, root: MapNode, connector: ConnectorShape | None) -> Alarm:
    """Read the alarms of a connection; without ``alarm`` none is set."""
    node = reading.submap(root, "alarm")
    if node is None:
        return Alarm()
    alarm = Alarm(
        failed=reading.number(node, "failed", 0) or None,
        empty=reading.number(node, "empty", 0) or None,
        silent=parse_duration(reading.text(node, "silent")),
        probe=parse_duration(reading.text(node, "probe")),
        ask=_asked(draft, node, connector),
        drift=reading.flag(node, "drift"),
    )
    if alarm.probe is not None and "ask" not in node and not _is_polled(root):
        place = node.entries["probe"].place
        draft.findings.add(Diagnostic(code="OL786", place=place, facts={}))
    return alarm


def _asked(draft: Draft, node: MapNode, connector: ConnectorShape | None) -> str | None:
    """Read the operation of a probe: it is asked for again and again, with nothing."""
    asked = reading.scalar(node, "ask")
    if asked is None or connector is None:
        return None
    operation = connector.operations.get(asked.text)
    if operation is None:
        known = dict.fromkeys(connector.operations, Place("", 0))
        draft.findings.unknown("OL478", asked.place, asked.text, known)
    elif operation.irreversible:
        facts = {"operation": asked.text}
        draft.findings.add(Diagnostic(code="OL785", place=asked.place, facts=facts))
    return asked.text


def _is_polled(root: MapNode) -> bool:
    """Say whether any stream is asked, rather than sending by itself alone."""
    streams = [node for _, node in reading.entries(root, "streams") if isinstance(node, MapNode)]
    return any(
        not reading.flag(each, "webhook") or "every" in each or "at" in each for each in streams
    )
