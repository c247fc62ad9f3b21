"""What a text says, piece by piece, each with the names that lead to it."""

import csv
import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote

from orderloom.disguise.wrapped import DEEPEST, FORM, from_base64, is_json, is_xml

Leaf = tuple[tuple[str, ...], str]
"""Names, outermost first, and the text there; what has no name has none."""

_ELEMENT = re.compile(r"<([^\s<>/!?]+)((?:\s[^<>]*)?)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))", re.DOTALL)
_ATTRIBUTE = re.compile(r'(?<!\S)([^\s=]+)\s*=\s*"([^"<]*)"')
_SEPARATORS = (",", "\t", ";", "|")
_MOST_ROWS = 20_000


def leaves(text: str, names: tuple[str, ...] = (), depth: int = DEEPEST) -> Iterator[Leaf]:
    """Give every piece of a text, also of those inside it."""
    if depth == 0 or not text:
        return
    inner: Iterator[Leaf]
    if is_json(text):
        inner = _document(json.loads(text), names)
    elif is_xml(text):
        inner = _elements(text, names)
    elif FORM.fullmatch(text):
        inner = (((*names, name), value) for name, value in parse_qsl(text))
    else:
        yield names, text
        inner = (leaf for found in (_table(text), _others(text)) for leaf in _under(names, found))
    for path, value in inner:
        if value != text:
            yield from leaves(value, path, depth - 1)


def _under(names: tuple[str, ...], found: Iterator[Leaf]) -> Iterator[Leaf]:
    return (((*names, *path), value) for path, value in found)


def _document(value: Any, names: tuple[str, ...]) -> Iterator[Leaf]:  # noqa: ANN401 - JSON
    waiting = [(names, value)]
    while waiting:
        path, each = waiting.pop()
        if isinstance(each, dict):
            waiting += [((*path, str(name)), part) for name, part in reversed(each.items())]
        elif isinstance(each, list):
            waiting += [(path, part) for part in reversed(each)]
        elif isinstance(each, str) or (isinstance(each, int) and not isinstance(each, bool)):
            yield path, str(each)


def _elements(text: str, names: tuple[str, ...]) -> Iterator[Leaf]:
    """Give texts and attributes under their element's name; what is around it has no say."""
    for found in _ELEMENT.finditer(text):
        name = found[1].rpartition(":")[2]
        for key, value in _ATTRIBUTE.findall(found[2]):
            yield (*names, name, key), html.unescape(value)
        inside = found[3] if found[3] is not None else html.unescape(found[4]).strip()
        if inside:
            yield (*names, name), inside


def _table(text: str) -> Iterator[Leaf]:
    """Give the cells of a table with a line of names, if it looks like one."""
    head, has_more, _ = text.partition("\n")
    separator = max(_SEPARATORS, key=head.count)
    if not has_more or separator not in head:
        return
    rows = csv.reader(text.splitlines()[:_MOST_ROWS], delimiter=separator)
    try:
        names = next(rows)
        for row in rows:
            yield from (((name.strip(),), cell) for name, cell in zip(names, row, strict=False))
    except csv.Error:
        return


def _others(text: str) -> Iterator[Leaf]:
    """Give what stands in an address's query, behind percent signs, and in Base64."""
    if "://" in text and "?" in text:
        query = text.partition("?")[2].partition("#")[0]
        yield from (((name,), value) for name, value in parse_qsl(query))
    elif "%" in text:
        yield (), unquote(text)
    for piece in re.findall(r"[A-Za-z0-9+/_-]{12,}={0,2}", text):
        found = from_base64(piece)
        if found is not None:
            yield (), found
