"""Which part of a request is another than the one that was recorded."""

import json
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from orderloom.cassettes.cassette import Asked
from orderloom.disguise.leaves import leaves

LONGEST = 80


class Difference(NamedTuple):
    """A part of two requests; None where one of them lacks it."""

    part: str
    expected: str | None
    found: str | None


def differences(expected: Asked, found: Asked) -> Iterator[Difference]:
    """Give every part that differs, outermost first."""
    if expected.method != found.method:
        yield Difference("method", expected.method, found.method)
    before, after = urlsplit(expected.url), urlsplit(found.url)
    if (before.scheme, before.netloc) != (after.scheme, after.netloc):
        yield Difference(
            "host", f"{before.scheme}://{before.netloc}", f"{after.scheme}://{after.netloc}"
        )
    if before.path != after.path:
        yield Difference("path", before.path, after.path)
    if before.query != after.query:
        query = list(_pairs("query", before.query, after.query))
        yield from query or [Difference("query", before.query, after.query)]
    yield from _headers(expected, found)
    yield from _bodies(expected, found)


def _headers(expected: Asked, found: Asked) -> Iterator[Difference]:
    before = {name.lower(): text for name, text in expected.headers.items()}
    after = {name.lower(): text for name, text in found.headers.items()}
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Difference(f"header {name}", before.get(name), after.get(name))


def _bodies(expected: Asked, found: Asked) -> Iterator[Difference]:
    before, after = expected.body, found.body
    if before == after:
        return
    if before.text is None or after.text is None:
        yield Difference("body", _size(before.bytes()), _size(after.bytes()))
        return
    parts = list(_said(before.text, after.text))
    yield from parts or [Difference("body", before.text, after.text)]


def _size(raw: bytes) -> str:
    return f"{len(raw)} B"


def _pairs(part: str, before: str, after: str) -> Iterator[Difference]:
    olds = dict(parse_qsl(before, keep_blank_values=True))
    news = dict(parse_qsl(after, keep_blank_values=True))
    for name in dict.fromkeys((*olds, *news)):
        if olds.get(name) != news.get(name):
            yield Difference(f"{part} {name}", olds.get(name), news.get(name))


def _said(before: str, after: str) -> Iterator[Difference]:
    """Give what differs in two documents, by the names that lead there."""
    olds, news = _by_path(before), _by_path(after)
    for path in dict.fromkeys((*olds, *news)):
        old, new = olds.get(path), news.get(path)
        if old != new:
            yield Difference(f"body {'.'.join(path)}".rstrip(), _shown(old), _shown(new))


def _by_path(text: str) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for path, value in leaves(text):
        found.setdefault(path, []).append(value)
    return found


def _shown(values: list[str] | None) -> str | None:
    if values is None:
        return None
    return values[0] if len(values) == 1 else json.dumps(values, ensure_ascii=False)
