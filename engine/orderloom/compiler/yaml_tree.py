"""YAML text to located trees: the documents of one file, and all that is wrong with its YAML."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TypeAlias

import yaml
from yaml import events

from orderloom.compiler.node import Document, MapNode, Node, ScalarNode
from orderloom.compiler.yaml_faults import explain
from orderloom.compiler.yaml_nodes import MAX_NODES, NodeReader
from orderloom.compiler.yaml_source import GaveUpError, YamlSource
from orderloom.diagnostics import Diagnostic

Parser: TypeAlias = type[yaml.CSafeLoader] | type[yaml.SafeLoader]

_NEXT_DOCUMENT = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%.*", re.MULTILINE)


def compose(text: str, file: str) -> tuple[list[Document], list[Diagnostic]]:
    """Read the documents of one file.

    Args:
        text: The file's text; a byte order mark at its begin is ignored.
        file: Its path as the user gave it.

    Returns:
        The documents that could be read, in file order, and all findings by position. After a
        syntax error reading goes on with the next document (``---``). Empty documents are left
        out.
    """
    parser = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return compose_with(parser, text, file)


def compose_with(parser: Parser, text: str, file: str) -> tuple[list[Document], list[Diagnostic]]:
    """Read the documents of one file through libyaml's parser or Python's."""
    composer = _Composer(parser, file)
    composer.compose(text)
    found = sorted(composer.source.diagnostics, key=lambda diagnostic: diagnostic.place)
    return composer.documents, found


class _Composer:
    """One walk over one file, begun anew after each syntax error."""

    def __init__(self, parser: Parser, file: str) -> None:
        self.documents: list[Document] = []
        self.source = YamlSource(file)
        self._parser = parser
        self._reader = NodeReader(self.source)

    def compose(self, text: str) -> None:
        try:
            self.source.take(text)
            self._refuse_crowd()
            start: int | None = 0
            while start is not None:
                start = self._read_from(start)
        except GaveUpError:
            return

    def _refuse_crowd(self) -> None:
        """Count before building: nodes cost far more to make than to see."""
        text = self.source.text
        # Each of these signs brings two nodes at most, an empty key and an empty value.
        if sum(map(text.count, ",:-?")) < MAX_NODES // 2:
            return
        nodes = 0
        with suppress(yaml.MarkedYAMLError):
            for event in yaml.parse(text, Loader=self._parser):
                nodes += isinstance(event, events.NodeEvent)
                if nodes > MAX_NODES:
                    self._reader.refuse_crowd(event)

    def _read_from(self, start: int) -> int | None:
        """Read until the end or a syntax error; give the index where to go on, or None."""
        source = self.source
        try:
            self._read(yaml.parse(source.text[start:], Loader=self._parser), start)
        except yaml.MarkedYAMLError as error:
            source.add(explain(error, source, start))
            mark = error.problem_mark
            line, _ = source.lines.position(start + (mark.index if mark else 0))
            beyond = max(source.lines.start(line), start + 1)
            following = _NEXT_DOCUMENT.search(source.text, beyond)
            return following.start() if following else None
        return None

    def _read(self, stream: Iterator[events.Event], start: int) -> None:
        for event in stream:
            if isinstance(event, events.DocumentStartEvent):
                self._refuse_directives(event, start)
                self._reader.start(start)
                self._take(self._reader.node(next(stream), stream))

    def _refuse_directives(self, event: events.DocumentStartEvent, start: int) -> None:
        if event.start_mark is None or event.end_mark is None:
            return
        begin, end = start + event.start_mark.index, start + event.end_mark.index
        for directive in _DIRECTIVE.finditer(self.source.text, begin, end):
            self.source.find("OL017", self.source.place(*directive.span()))

    def _take(self, root: Node) -> None:
        if isinstance(root, MapNode):
            self.documents.append(Document(root, self.source.file))
        elif not isinstance(root, ScalarNode) or root.text or root.style != "plain":
            self.source.find("OL009", root.place)
