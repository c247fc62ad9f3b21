"""Rows of an XML document.

An element without attributes and parts is its text. Any other is an object: attributes under
``@name``, parts under their local names (a list where one is repeated), own text under ``#text``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, InputSource, Locator

from defusedxml.common import DTDForbidden
from defusedxml.expatreader import DefusedExpatParser

from orderloom.definition.mapping import Path, Source
from orderloom.errors import MessageRejected
from orderloom.flow.message import Message
from orderloom.mapping.convert.words import suggestions
from orderloom.mapping.elements import TEXT
from orderloom.mapping.readers.xml_bytes import xml_as_utf8
from orderloom.mapping.readers.xml_faults import malformed
from orderloom.mapping.rows import Row

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_ELEMENTS = 500_000
_MOST_NAMES = 100
WHOLE = "document"


def read_xml(message: Message, source: Source) -> "XmlRows":
    """Read an XML document whole; it is bounded well below what fits into memory.

    Raises:
        MessageRejected: It is too big or too deep, has a DOCTYPE, is not well-formed, or ``each``
            leads nowhere.
    """
    if len(message.body) > MAX_BYTES:
        raise MessageRejected("OL502", size=str(len(message.body)), limit=str(MAX_BYTES))
    body = xml_as_utf8(message.body, source.encoding)
    reader = _Reader(source.each)
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(reader)
    given = InputSource()
    given.setByteStream(BytesIO(body))
    # Whatever the declaration says: these bytes are UTF-8 by now.
    given.setEncoding("utf-8")
    try:
        parser.parse(given)
    except DTDForbidden:
        raise MessageRejected("OL507", line=str(reader.line())) from None
    except SAXParseException as error:
        raise malformed(body, error, reader.open_element()) from None
    return XmlRows(reader.rows())


class XmlRows:
    """Rows of an XML document; a mark is a row's ordinal."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in order."""
        return map(self.at, range(len(self._rows)))

    def at(self, mark: int) -> Row:
        """Give one row; a copy, since whoever works on it may note a fault in it."""
        row = self._rows[mark]
        return Row(mark, row.where, row.raw, row.fault)


@dataclass(slots=True)
class _Element:
    """An element that is open.

    ``ordinal`` counts it among those of its name in the same parent, from 0. ``matched`` is the
    number of steps of ``each`` that lead to it, None off that way.
    """

    name: str
    line: int
    ordinal: int
    matched: int | None
    attributes: dict[str, Any]
    parts: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    def value(self) -> str | dict[str, Any]:
        """Give what the element is as a value."""
        text = "".join(self.texts)
        if not self.attributes and not self.parts:
            return text
        own = {} if not text or text.isspace() else {TEXT: text}
        return {**self.attributes, **self.parts, **own}


class _Reader(ContentHandler):
    """Makes values of elements, and rows of those that ``each`` leads to."""

    def __init__(self, each: Path | None) -> None:
        super().__init__()
        self._each = each
        self._steps = () if each is None else _steps(each)
        self._open = [_Element("", 1, 0, 0, {})]
        self._rows: list[Row] = []
        self._reached = 0
        self._siblings: dict[str, None] = {}
        self._elements = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - the interface's name
        """Keep what knows the line that is being read."""
        self._locator = locator

    def line(self) -> int:
        """Give the line that is being read, from 1."""
        return 1 if self._locator is None else self._locator.getLineNumber() or 1

    def open_element(self) -> str:
        """Give the name of the innermost element that is open, empty outside of all."""
        return self._open[-1].name

    def rows(self) -> list[Row]:
        """Give the rows, once the document is read.

        Raises:
            MessageRejected: The document lacks an element on the way of ``each``.
        """
        if self._each is None:
            return [Row(0, WHOLE, self._open[0].parts)]
        lacking = self._steps[self._reached] if self._reached < len(self._steps) - 1 else None
        if not self._rows and lacking is not None:
            where = ".".join(name for name, _ in self._steps[: self._reached]) or WHOLE
            raise MessageRejected(
                "OL517", path=self._each.text, where=where, key=lacking[0],
                **suggestions(lacking[0], self._siblings),
            )  # fmt: skip
        return self._rows

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Open an element."""
        self._elements += 1
        if len(self._open) > MAX_DEPTH:
            raise MessageRejected("OL508", line=str(self.line()), limit=str(MAX_DEPTH))
        if self._elements > MAX_ELEMENTS:
            raise MessageRejected("OL527", line=str(self.line()), limit=str(MAX_ELEMENTS))
        local, parent = _local(name), self._open[-1]
        ordinal = parent.counts.get(local, 0)
        parent.counts[local] = ordinal + 1
        attributes = _attributes(attrs) if len(attrs) else {}
        matched = self._matched(parent, local, ordinal)
        self._open.append(_Element(local, self.line(), ordinal, matched, attributes))

    def characters(self, content: str) -> None:
        """Take text, also that of a CDATA section."""
        self._open[-1].texts.append(content)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - the interface's
        """Close an element: it becomes a row, or a part of its parent."""
        element = self._open.pop()
        value = element.value()
        if self._steps and element.matched == len(self._steps):
            raw = value if isinstance(value, dict) else {TEXT: value} if value.strip() else {}
            where = f"{self._way(element)} (line {element.line})"
            self._rows.append(Row(len(self._rows), where, raw))
        else:
            _add(self._open[-1].parts, element.name, value)

    def _matched(self, parent: _Element, name: str, ordinal: int) -> int | None:
        """Say how many steps of ``each`` lead to an element."""
        if parent.matched is None or parent.matched >= len(self._steps):
            return None
        if parent.matched == self._reached and len(self._siblings) < _MOST_NAMES:
            self._siblings[name] = None
        wanted, index = self._steps[parent.matched]
        if name != wanted or (index is not None and index != ordinal):
            return None
        matched = parent.matched + 1
        if matched < len(self._steps):
            self._descend(matched, name, ordinal, index)
        return matched

    def _descend(self, matched: int, name: str, ordinal: int, index: int | None) -> None:
        if ordinal and index is None and self._each is not None:
            way = ".".join((*(each.name for each in self._open[1:]), name))
            raise MessageRejected(
                "OL518", path=self._each.text, where=way, kind="list", wanted="object"
            )
        if matched > self._reached:
            self._reached = matched
            self._siblings = {}

    def _way(self, element: _Element) -> str:
        names = ".".join((*(each.name for each in self._open[1:]), element.name))
        return f"{names}[{element.ordinal}]"


def _steps(each: Path) -> tuple[tuple[str, int | None], ...]:
    """Give each element on the way with its ordinal, None for any."""
    found: list[tuple[str, int | None]] = []
    for step in each.steps:
        if step.key is not None:
            found.append((step.key, None))
        elif step.index is not None and found:
            found[-1] = (found[-1][0], step.index)
    return tuple(found)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _attributes(attrs: AttributesImpl) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in attrs.getNames():
        if name != "xmlns" and not name.startswith("xmlns:"):
            _add(found, f"@{_local(name)}", attrs.getValue(name))
    return found


def _add(into: dict[str, Any], name: str, value: object) -> None:
    """Add a part; a second one of its name makes them a list."""
    if name not in into:
        into[name] = value
    elif type(into[name]) is list:
        into[name].append(value)
    else:
        into[name] = [into[name], value]
