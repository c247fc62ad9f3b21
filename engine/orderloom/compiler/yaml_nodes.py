"""The parser's events to located nodes, refusing what definitions do without."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import NoReturn

from yaml import events

from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode, Style
from orderloom.compiler.yaml_places import (
    ScalarColumns,
    locate_flow_scalar,
    locate_literal_scalar,
)
from orderloom.compiler.yaml_source import GaveUpError, YamlSource
from orderloom.diagnostics import Place

MAX_DEPTH = 20
MAX_NODES = 50_000

_STYLES: dict[str | None, Style] = {"'": "single", '"': "double", "|": "literal", ">": "folded"}
_PROPERTY = re.compile(r"[&!]\S*")


@dataclass(slots=True)
class _Entries:
    """A mapping as far as it was read; ``merged`` stands behind its own entries."""

    values: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, ScalarNode] = field(default_factory=dict)
    merged: list[MapNode] = field(default_factory=list)

    def finish(self, place: Place) -> MapNode:
        for other in self.merged:
            self.values = other.entries | self.values
            self.keys = other.keys | self.keys
        return MapNode(self.values, self.keys, place)


class NodeReader:
    """Makes the nodes of one file's documents."""

    def __init__(self, source: YamlSource) -> None:
        self._source = source
        self._offset = 0
        self._nodes = 0
        self._aliases = 0
        self._anchors: dict[str, tuple[Node, int]] = {}

    def start(self, offset: int) -> None:
        """Begin a document; ``offset`` is where the parser's text begins in the file."""
        self._offset = offset
        self._anchors = {}

    def node(self, event: events.Event, stream: Iterator[events.Event], depth: int = 1) -> Node:
        """Read the node that ``event`` begins.

        Raises:
            GaveUpError: It is too deep or too large; a diagnostic says so.
        """
        self._count(event, 1)
        if isinstance(event, events.AliasEvent):
            self._aliases += 1
            self._source.find("OL012", self._span(event), name=str(event.anchor))
            return self._aliased(event)
        self._refuse_properties(event)
        nodes, aliases = self._nodes, self._aliases
        node = self._fresh(event, stream, depth)
        if isinstance(event, events.NodeEvent) and event.anchor and aliases == self._aliases:
            self._anchors[event.anchor] = (node, self._nodes - nodes)
        return node

    def refuse_crowd(self, event: events.Event) -> NoReturn:
        """Say that with ``event`` there are too many nodes, and stop."""
        self._source.find("OL008", self._span(event), limit=f"{MAX_NODES:,}")
        raise GaveUpError

    def _fresh(self, event: events.Event, stream: Iterator[events.Event], depth: int) -> Node:
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event)
        if depth > MAX_DEPTH:
            self._source.find("OL007", self._span(event), limit=str(MAX_DEPTH))
            raise GaveUpError
        if isinstance(event, events.SequenceStartEvent):
            return self._list(event, stream, depth)
        return self._map(event, stream, depth)

    def _count(self, event: events.Event, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            self.refuse_crowd(event)

    def _aliased(self, event: events.AliasEvent) -> Node:
        """Give what was meant, so that an alias causes no further findings.

        What holds aliases itself is not kept in ``_anchors``, and every use counts: the tree
        cannot explode.
        """
        node, nodes = self._anchors.get(str(event.anchor), (ScalarNode("", self._span(event)), 0))
        self._count(event, nodes)
        return node

    def _refuse_properties(self, event: events.Event) -> None:
        if not isinstance(event, (events.ScalarEvent, events.CollectionStartEvent)):
            return
        text, begin = self._source.text, self._ends(event)[0]
        for sign, name, code in (("&", event.anchor, "OL011"), ("!", event.tag, "OL014")):
            if not name:
                continue
            index = text.find(sign, begin)
            written = _PROPERTY.match(text, index)
            end = written.end() if written else index + 1
            self._source.find(code, self._source.place(index, end), name=text[index:end])

    def _scalar(self, event: events.ScalarEvent) -> ScalarNode:
        source, text = self._source, event.value
        style = _STYLES.get(event.style, "plain")
        start, end = self._ends(event)
        place = source.place(start, end)
        if style == "folded" or event.anchor or event.tag:
            return ScalarNode(text, place, style)
        if style == "literal":
            locate = partial(locate_literal_scalar, source.lines, place.line, text)
        else:
            quote = 0 if style == "plain" else 1
            begin, finish = start + quote, end - quote
            locate = partial(locate_flow_scalar, source.text, begin, finish, style, text)
        return ScalarNode(text, place, style, ScalarColumns(source.lines, len(text), locate))

    def _list(self, begin: events.Event, stream: Iterator[events.Event], depth: int) -> ListNode:
        items: list[Node] = []
        event = next(stream)
        while not isinstance(event, events.SequenceEndEvent):
            items.append(self.node(event, stream, depth + 1))
            event = next(stream)
        place = self._source.place(self._ends(begin)[0], self._ends(event)[1])
        return ListNode(tuple(items), place)

    def _map(self, begin: events.Event, stream: Iterator[events.Event], depth: int) -> Node:
        entries = _Entries()
        start = self._ends(begin)[0]
        braces = self._source.text.startswith("{{", start)
        event = next(stream)
        while not isinstance(event, events.MappingEndEvent):
            key = self.node(event, stream, depth + 1)
            value = self.node(next(stream), stream, depth + 1)
            if not braces:
                self._enter(key, value, entries)
            event = next(stream)
        end = self._ends(event)[1]
        place = self._source.place(start, end)
        if not braces:
            return entries.finish(place)
        # Read as the text that was meant, so that nothing else is said about it.
        self._source.find("OL018", place)
        return ScalarNode(self._source.text[start:end], place)

    def _enter(self, key: Node, value: Node, entries: _Entries) -> None:
        """Take an entry over unless it is refused; of two with one key the first stands."""
        if not isinstance(key, ScalarNode):
            self._source.find("OL015", key.place)
        elif key.text == "<<" and key.style == "plain":
            self._source.find("OL013", key.place)
            entries.merged.extend([value] if isinstance(value, MapNode) else [])
        elif key.text in entries.values:
            first = entries.keys[key.text].place
            self._source.find("OL010", key.place, related=first, key=key.text)
        else:
            entries.values[key.text] = value
            entries.keys[key.text] = key

    def _span(self, event: events.Event) -> Place:
        return self._source.place(*self._ends(event))

    def _ends(self, event: events.Event) -> tuple[int, int]:
        # The parsers' events always carry marks; libyaml's have no class that could be named.
        start, end = event.start_mark.index, event.end_mark.index  # type: ignore[union-attr]
        return self._offset + start, self._offset + end
