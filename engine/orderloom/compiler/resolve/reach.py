"""Which connections a call reaches, and what the operations there are like."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.connector import ConnectorShape, OperationOutline
from orderloom.diagnostics import Place

_INTEGER = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
SOURCE = "source"
"""Stands for the connection that a record came from."""


class Reach(NamedTuple):
    """What ``connection.operation`` means.

    ``operations`` are those of every connection reached, ``here`` the connections that have an
    address in this environment.
    """

    target: str
    operation: str
    operations: Mapping[str, OperationOutline]
    here: frozenset[str]

    @property
    def to(self) -> tuple[str, ...]:
        """Give the connections that may be asked, by id."""
        return tuple(sorted(self.here & self.operations.keys()))

    @property
    def irreversible(self) -> frozenset[str]:
        """Give the connections at which it cannot be taken back."""
        return frozenset(name for name, each in self.operations.items() if each.irreversible)

    def inputs(self) -> dict[str, Place] | None:
        """Give the names of all that may be handed over; None: anything."""
        known: dict[str, Place] = {}
        for each in self.operations.values():
            if each.inputs is None:
                return None
            known |= dict.fromkeys(each.inputs, Place("", 0))
        return known

    def required(self) -> tuple[str, ...]:
        """Give the names of what must be handed over."""
        return tuple(
            dict.fromkeys(name for each in self.operations.values() for name in each.required)
        )

    def fault_of(self, name: str, value: object) -> str | None:
        """Say what the schema of an input asks of a literal that it does not have."""
        for each in self.operations.values():
            schema = each.takes.get(name)
            fault = None if schema is None else _fault(schema, value)
            if fault is not None:
                return f"{fault.validator}: {fault.validator_value}"
        return None

    def read(self, name: str, text: object) -> object:
        """Read a literal as the schema of an input wants it; as it is where that says nothing."""
        schema = next(
            (each.takes[name] for each in self.operations.values() if name in each.takes), {}
        )
        if not isinstance(text, str):
            return text
        match schema.get("type"):
            case "integer" if _INTEGER.fullmatch(text):
                return int(text)
            case "number" if _NUMBER.fullmatch(text):
                return Decimal(text)
            case "boolean" if text in ("true", "false"):
                return text == "true"
            case _:
                return text

    def answers(self) -> tuple[str, ...] | None:
        """Give the names of what may come back; None: anything."""
        known: dict[str, None] = {}
        for each in self.operations.values():
            if each.answers is None:
                return None
            known |= dict.fromkeys(each.answers)
        return tuple(known)


def _fault(schema: Mapping[str, Any], value: object) -> Any:  # noqa: ANN401 - an error, or None
    # Most flows have no call whose operation has a schema, and it takes long to load.
    from jsonschema import Draft202012Validator  # noqa: PLC0415
    from jsonschema.exceptions import best_match  # noqa: PLC0415

    return best_match(Draft202012Validator(dict(schema)).iter_errors(value))


def read_reach(draft: Draft, named: ScalarNode) -> Reach | None:
    """Read ``connection.operation``; None, with a finding, when it names nothing that is there."""
    target, _, operation = named.text.partition(".")
    members = _members(draft, named, target)
    if not members:
        return None
    shapes = {
        name: shape
        for name, root in members.items()
        if (shape := draft.outline.connectors.get(reading.text(root, "connector"))) is not None
        and shape.broken is None
    }
    found = {
        name: shape.operations[operation]
        for name, shape in shapes.items()
        if operation in shape.operations
    }
    lacking = [] if target == SOURCE and found else [each for each in shapes if each not in found]
    if lacking:
        _tell_unknown(draft, named, shapes, lacking[0])
        return None
    here = frozenset(
        name
        for name, root in members.items()
        if draft.outline.environment in dict(_environments(root))
    )
    return Reach(target, operation, found, here) if found else None


def _tell_unknown(
    draft: Draft, named: ScalarNode, shapes: Mapping[str, ConnectorShape], lacking: str
) -> None:
    target, _, operation = named.text.partition(".")
    place = named.place
    if target == SOURCE:
        known = [each for shape in shapes.values() for each in shape.operations]
        who = SOURCE
    else:
        known, who = list(shapes[lacking].operations), lacking
    draft.findings.unknown("OL267", place, operation, dict.fromkeys(known), connection=who)


def _members(draft: Draft, named: ScalarNode, target: str) -> dict[str, MapNode]:
    declared = draft.outline.declarations.get("connection", {})
    roots = {name: each.root for name, each in declared.items()}
    if target == SOURCE:
        return roots
    if target in roots:
        return {target: roots[target]}
    members = {name: root for name, root in roots.items() if reading.text(root, "group") == target}
    if not members:
        groups = {reading.text(root, "group"): Place("", 0) for root in roots.values()}
        groups.pop("", None)
        places = groups | draft.outline.places("connection") | {SOURCE: Place("", 0)}
        told = ScalarNode(place=named.place, text=target, style=named.style)
        draft.unknown("OL266", told, places)
    return members


def _environments(root: MapNode) -> Iterator[tuple[str, None]]:
    return ((key.text, None) for key, _ in reading.entries(root, "environments"))
