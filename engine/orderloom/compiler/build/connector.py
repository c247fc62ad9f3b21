"""Declared connectors: requests, signatures, pages, errors."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal, cast

from orderloom.compiler.build.authentication import build_auth, build_place
from orderloom.compiler.build.formats import EPOCHS, is_pattern
from orderloom.compiler.build.path import build_path
from orderloom.compiler.build.rates import read_rate
from orderloom.compiler.build.values import build_value
from orderloom.compiler.build.verification import build_verify
from orderloom.compiler.build.wire import Wire, build_request, build_values, wire_sight
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.common import Value
from orderloom.definition.connector import (
    Connector,
    Cursor,
    Detail,
    Encoding,
    ErrorClass,
    Errors,
    Feed,
    Longest,
    Operation,
    Page,
    Request,
    Side,
)
from orderloom.definition.mapping import Path
from orderloom.expression.literals import parse_duration

_ENVELOPE = ("at", "text", "ok")


def build_connector(draft: Draft, declaration: Declaration) -> Connector:
    """Build a declared connector."""
    root = declaration.root
    wire = Wire(draft=draft, sight=wire_sight(), encoding=_encoding(root, "query"))
    return Connector(
        id=declaration.id,
        place=declaration.place,
        path=reading.text(root, "path"),
        auth=build_auth(wire, reading.submap(root, "auth")),
        encoding=wire.encoding,
        params=build_values(wire, root, "params"),
        query=build_values(wire, root, "query"),
        headers=build_values(wire, root, "headers"),
        streams={each.name: each for each in _feeds(wire, root)},
        operations={each.name: each for each in _operations(wire, root)},
        errors=_errors(wire, root),
        opened=_paths(wire, root, "opened"),
        rate=read_rate(reading.optional_text(root, "rate")),
        serves=cast("Side", reading.text(root, "serves", "system")),
        evidence=reading.title(root, "evidence", draft.outline.language),
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )


def _encoding(node: MapNode, default: Encoding) -> Encoding:
    return cast("Encoding", reading.text(node, "encoding", default))


def _feeds(wire: Wire, root: MapNode) -> Iterator[Feed]:
    for key, node in reading.entries(root, "streams"):
        if not isinstance(node, MapNode):
            continue
        pulls = any(each in node for each in ("path", "send", "records", "method"))
        yield Feed(
            name=key.text,
            place=key.place,
            request=build_request(wire, node, key.place) if pulls else None,
            records=_path(wire, node, "records", rows=True),
            page=_page(wire, reading.submap(node, "page")),
            cursor=_cursor(wire, reading.submap(node, "cursor")),
            detail=_detail(wire, reading.submap(node, "detail")),
            verify=build_verify(wire, reading.submap(node, "verify")),
        )


def _page(wire: Wire, node: MapNode | None) -> Page | None:
    if node is None:
        return None
    kind = reading.text(node, "kind")
    param = reading.text(node, "param")
    if kind != "link" and not param:
        wire.draft.findings.error("OL477", node.place, kind=kind, key="param")
    if kind == "cursor" and not {"next", "last"} & set(node):
        wire.draft.findings.error("OL477", node.place, kind=kind, key="next")
    for key in ("total", "size") if kind == "backwards" else ():
        if reading.scalar(node, key) is None:
            wire.draft.findings.error("OL477", node.place, kind=kind, key=key)
    size = reading.number(node, "size", 0)
    match kind:
        case "number" | "backwards" | "offset" | "cursor" | "link":
            return Page(
                kind=kind,
                first=reading.number(node, "from", 0 if kind == "offset" else 1),
                size=size or None,
                param=param,
                size_param=reading.optional_text(node, "size_param"),
                more=_path(wire, node, "more"),
                next=_path(wire, node, "next"),
                end=reading.optional_text(node, "end"),
                total=_path(wire, node, "total"),
                last=_path(wire, node, "last"),
            )
        case _:
            return None


def _cursor(wire: Wire, node: MapNode | None) -> Cursor | None:
    if node is None:
        return None
    form = reading.scalar(node, "wire")
    if form is not None and form.text not in (*EPOCHS, "iso") and not is_pattern(form.text):
        possible = "yyyy-MM-dd HH:mm:ss, epoch_s, epoch_ms, iso"
        wire.draft.findings.error(
            "OL439", form.place, format=form.text, type="time", possible=possible
        )
    return Cursor(
        wire=reading.text(node, "wire"),
        param_from=reading.text(node, "param_from"),
        zone=reading.optional_text(node, "zone"),
        step=parse_duration(reading.text(node, "step")),
        granularity=parse_duration(reading.text(node, "granularity")) or timedelta(seconds=1),
        param_to=reading.optional_text(node, "param_to"),
        field=_path(wire, node, "field"),
    )


def _detail(wire: Wire, node: MapNode | None) -> Detail | None:
    ids = None if node is None else _path(wire, node, "ids")
    if node is None or ids is None:
        return None
    request = build_request(wire, node, node.place)
    return Detail(ids=ids, request=request, each=reading.number(node, "each", 1))


def _operations(wire: Wire, root: MapNode) -> Iterator[Operation]:
    operations = reading.submap(root, "operations")
    for key, node in () if operations is None else reading.pairs(operations):
        if not isinstance(node, MapNode):
            continue
        undo = reading.scalar(node, "undo")
        if undo is not None and (operations is None or undo.text not in operations):
            known = {} if operations is None else dict(operations.keys)
            wire.draft.findings.unknown("OL478", undo.place, undo.text, known)
        request, asked = build_request(wire, node, key.place), tuple(_asked(wire, node))
        yield Operation(
            name=key.text,
            place=key.place,
            request=request,
            inputs=wire.inputs_of(request, asked),
            answer=tuple(_answer(wire, node)),
            asked=asked,
            longest=tuple(_longest(wire, node, request)),
            key=build_place(reading.scalar(node, "key")),
            irreversible=reading.flag(node, "irreversible"),
            undo=None if undo is None else undo.text,
            media=reading.texts(node, "media"),
            proof=reading.text(node, "proof") != "false",
        )


def _answer(wire: Wire, node: MapNode) -> Iterator[tuple[str, Path]]:
    for key, value in reading.entries(node, "answer"):
        if isinstance(value, ScalarNode) and not value.text.startswith("="):
            path = build_path(wire.draft, value)
            if path is not None:
                yield key.text, path


def _asked(wire: Wire, node: MapNode) -> Iterator[tuple[str, Value]]:
    for key, value in reading.entries(node, "answer"):
        if isinstance(value, ScalarNode) and value.text.startswith("="):
            built = build_value(wire.draft, value, wire.asking().sight, None)
            if built is not None:
                yield key.text, built


def _longest(wire: Wire, node: MapNode, request: Request) -> Iterator[Longest]:
    inputs = wire.inputs_of(request)
    for key, value in reading.entries(node, "longest"):
        if key.text not in inputs:
            wire.draft.findings.unknown("OL923", key.place, key.text, inputs)
        elif isinstance(value, ScalarNode):
            most, _, unit = value.text.partition(" ")
            counted: Literal["bytes", "characters"] = "bytes" if unit == "bytes" else "characters"
            yield Longest(input=key.text, most=int(most), unit=counted)


def _errors(wire: Wire, root: MapNode) -> Errors:
    node = reading.submap(root, "errors")
    if node is None:
        return Errors()
    classes = {
        key.text: cast("ErrorClass", value.text)
        for key, value in reading.pairs(node)
        if key.text not in _ENVELOPE and isinstance(value, ScalarNode)
    }
    return Errors(
        at=_paths(wire, node, "at"),
        text=_paths(wire, node, "text"),
        ok=frozenset(reading.texts(node, "ok")),
        classes=classes,
    )


def _paths(wire: Wire, node: MapNode, key: str) -> tuple[Path, ...]:
    found = (build_path(wire.draft, each) for each in reading.words(node, key))
    return tuple(each for each in found if each is not None)


def _path(wire: Wire, node: MapNode, key: str, *, rows: bool = False) -> Path | None:
    found: Node | None = reading.scalar(node, key)
    if not isinstance(found, ScalarNode):
        return None
    return build_path(wire.draft, found, rows=rows)
