"""Where and why a document is not XML."""

from xml.parsers.expat import errors
from xml.sax import SAXParseException

from orderloom.errors import MessageRejected
from orderloom.expression.faults import shown
from orderloom.mapping.outlining import outline

_MOST = 20
_OPEN = frozenset(
    (errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN,
     errors.XML_ERROR_UNCLOSED_CDATA_SECTION, errors.XML_ERROR_PARTIAL_CHAR)
)  # fmt: skip


def malformed(body: bytes, error: SAXParseException, still_open: str) -> MessageRejected:
    """Say it of ``body`` (UTF-8), while the element ``still_open`` was being read."""
    line, column = error.getLineNumber() or 1, (error.getColumnNumber() or 0) + 1
    place = {"line": str(line), "column": str(column)}
    said = error.getMessage()
    if said == errors.XML_ERROR_TAG_MISMATCH:
        return MessageRejected("OL528", element=shown(still_open), **place)
    if said in _OPEN:
        return MessageRejected("OL506", **place)
    lines = body.split(b"\n", line)
    rest = lines[line - 1].decode(errors="replace")[column - 1 :] if line <= len(lines) else ""
    return MessageRejected("OL505", found=outline(rest[:_MOST].strip()), **place)
