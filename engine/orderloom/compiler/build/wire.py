"""What travels in a declared connector's requests, and what its values may name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from orderloom.compiler.build.path import build_path
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.common import Value
from orderloom.definition.connector import Encoding, Request, Values
from orderloom.diagnostics import Place
from orderloom.expression import types
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import ListType, ObjectType, Type

_ANYTHING = ObjectType({}, open=True)
_SEEN: Mapping[str, Type] = {
    "input": _ANYTHING,
    "secret": types.ANY,
    "ids": ListType(types.TEXT),
    "connection": types.TEXT,
    "epoch_s": types.TEXT,
    "epoch_ms": types.TEXT,
    "newline": types.TEXT,
    "nothing": types.TEXT,
}
_SIGNED: Mapping[str, Type] = dict.fromkeys(
    ("params", "body", "path", "target", "method", "time"), types.TEXT
) | {"sent": _ANYTHING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """Where a connector's values stand; ``encoding`` is the one that requests take over."""

    draft: Draft
    sight: Sight
    encoding: Encoding

    def signing(self) -> "Wire":
        """Give what a signature sees: the request besides."""
        return replace(self, sight=self.sight.adding(names_of(_SIGNED)))

    def asking(self) -> "Wire":
        """Give what an answer may repeat of what was asked: inputs, never the secret."""
        names = names_of({"input": _ANYTHING})
        return replace(self, sight=Sight(scope=Scope(names=names, zone="UTC")))

    def proving(self) -> "Wire":
        """Give what stands around a signature sees: that signature too."""
        return replace(self, sight=self.sight.adding(names_of({"signature": types.TEXT})))

    @staticmethod
    def inputs_of(request: Request, asked: Values = ()) -> tuple[str, ...]:
        """Name the inputs that a request and its answer read, in order of appearance."""
        named = (*request.query, *request.send, *asked)
        values = (request.path, *(value for _, value in named))
        paths = [read.path for value in values if value.compiled for read in value.compiled.reads]
        inputs = (path.split(".")[1] for path in paths if path.startswith("input."))
        return tuple(dict.fromkeys(name.split("[")[0] for name in inputs))


def wire_sight() -> Sight:
    """Give what every value of a connector sees; times are UTC unless ``zone=`` says another."""
    now = Name(type=types.TIME, source="e.now", volatile=True)
    return Sight(scope=Scope(names=names_of(_SEEN) | {"now": now}, zone="UTC"))


def names_of(of: Mapping[str, Type]) -> dict[str, Name]:
    """Give names that stand in the mapping of values under themselves."""
    return {name: Name(type=each, source=f"s.get({name!r})") for name, each in of.items()}


def build_request(wire: Wire, node: MapNode, place: Place) -> Request:
    """Build a request of a stream, of its details, or of an operation."""
    encoding = _encoding(node, wire.encoding)
    path = node.get("path")
    built = None if path is None else build_value(wire.draft, path, wire.sight, None)
    return Request(
        place=place,
        method=_method(node, encoding),
        path=built or Value(place=place, constant=""),
        encoding=encoding,
        send=build_values(replace(wire, encoding=encoding), node, "send"),
        query=build_values(wire, node, "query"),
    )


def _encoding(node: MapNode, default: Encoding) -> Encoding:
    match reading.text(node, "encoding"):
        case "query":
            return "query"
        case "json":
            return "json"
        case "form":
            return "form"
        case _:
            return default


def _method(node: MapNode, encoding: Encoding) -> Literal["GET", "POST", "PUT", "PATCH", "DELETE"]:
    match reading.text(node, "method"):
        case "GET" | "POST" | "PUT" | "PATCH" | "DELETE" as method:
            return method
        case _:
            return "GET" if encoding == "query" else "POST"


def build_values(wire: Wire, node: MapNode, key: str) -> Values:
    """Build values by the platform's paths, such as ``a.b``; outside JSON names are names."""
    return tuple(_values(wire, node, key))


def _values(wire: Wire, node: MapNode, key: str) -> Iterator[tuple[str, Value]]:
    for name, value in reading.entries(node, key):
        is_path = wire.encoding == "json" and key != "query"
        is_right = not is_path or build_path(wire.draft, name, spreads=True) is not None
        built = build_value(wire.draft, value, wire.sight, None)
        if built is not None and is_right:
            yield name.text, built
