"""What a lenient JSON decoder lets pass: repeated keys, depth; and where a fault stands."""

import json
import re
from collections.abc import Callable, Iterable, Mapping

import msgspec
from msgspec import Raw

from orderloom.errors import MessageRejected
from orderloom.mapping.outlining import outline
from orderloom.mapping.readers.encoding import line_and_column

MAX_DEPTH = 64
_BYTE = re.compile(r"\(byte ([0-9]+)\)")
_NO_NUMBER = re.compile(r"-?(NaN|Infinity|inf|nan)")
_HALF = re.compile(
    rb"(?<!\\)(?:\\\\)*(\\u[dD][89abAB][0-9a-fA-F]{2})(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')

_NO_BRACKETS_OR_QUOTES = bytes(sign for sign in range(256) if sign not in b'[]{}"')


def has_all_keys(body: bytes | Raw, value: Mapping[str, object]) -> bool:
    """Say whether surely no key of ``body`` was lost as a repeated one; False is a suspicion.

    Every pair has one colon: written again, ``value`` has as many as ``body``, unless a pair was
    lost or a text had an escaped one. This costs a quarter of what decoding does.
    """
    written = bytes(body)
    # One sign is found much faster than six, and mostly not at all.
    if b"\\" in written and b"\\u003" in written:
        return False
    return written.count(b":") == msgspec.json.encode(value).count(b":")


class _Spot:
    """Marks, in a tree decoded for blame, the value that is to be blamed."""


def repeated_key(body: bytes) -> str | None:
    """Give the way to the first key that stands twice in one object, such as ``a.b``, or None."""

    def look(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            found[key] = _Spot() if key in found else value
        return found

    way = _way(json.loads(body, object_pairs_hook=look, parse_int=str, parse_float=str))
    return None if way is None else way.removeprefix(".")


def unfit_number(body: bytes, is_fit: Callable[[str], bool]) -> str | None:
    """Give the way to the first number that does not fit, or None; ``[0]`` leads into a list."""

    def look(text: str) -> object:
        return text if is_fit(text) else _Spot()

    way = _way(json.loads(body, parse_int=look, parse_float=look))
    return None if way is None else way.removeprefix(".")


def _way(value: object) -> str | None:
    """Give the way to the first mark, each step with its sign; None when there is none."""
    if isinstance(value, _Spot):
        return ""
    steps: Iterable[tuple[str, object]] = ()
    if isinstance(value, dict):
        steps = ((f".{key}", each) for key, each in value.items())
    elif isinstance(value, list):
        steps = ((f"[{index}]", each) for index, each in enumerate(value))
    for step, each in steps:
        way = _way(each)
        if way is not None:
            return f"{step}{way}"
    return None


def is_surely_shallow(body: bytes) -> bool:
    """Say whether surely nothing in ``body`` is nested too deep; False is a suspicion.

    Without escapes every other part between quotes stands outside of texts, which stays so when
    two quotes with nothing left between them go: mostly all go. What is left are brackets, of
    which the innermost pairs are taken out level by level.
    """
    if b"\\" in body:
        return False
    signs = body.translate(None, _NO_BRACKETS_OR_QUOTES).replace(b'""', b"")
    if b'"' in signs:
        signs = b"".join(signs.split(b'"')[::2])
    for _ in range(MAX_DEPTH):
        if not signs:
            return True
        signs = signs.replace(b"{}", b"").replace(b"[]", b"")
    return False


def is_deep(body: bytes, value: object) -> bool:
    """Say whether the decoded ``value`` of ``body`` is nested deeper than ``MAX_DEPTH``."""
    if body.count(b"{") + body.count(b"[") <= MAX_DEPTH:
        return False
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            part
            for each in level
            for part in (each.values() if isinstance(each, dict) else each)  # type: ignore[attr-defined]
            if type(part) is dict or type(part) is list
        ]
        if not level:
            return False
    return True


def is_written_deep(body: bytes) -> bool:
    """Say whether brackets are nested deeper than ``MAX_DEPTH``, where nothing was decoded."""
    depth = 0
    for found in _BRACKETS.finditer(body):
        sign = found[0]
        if sign in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif sign in b"]}":
            depth -= 1
    return False


def malformed(body: bytes, error: msgspec.DecodeError) -> MessageRejected:
    """Say where and why a body is not JSON."""
    found = _BYTE.search(str(error))
    half = _HALF.search(body) if found is None else None
    offset = half.start(1) if half is not None else _offset(body, found, error)
    if _NO_NUMBER.match(body[offset - 1 : offset + 8].decode(errors="replace")) is not None:
        offset -= 1  # the sign belongs to it
    before = body[:offset].decode(errors="ignore")
    line, column = line_and_column(before, len(before))
    place = {"line": str(line), "column": str(column)}
    rest = body[offset : offset + 80].decode(errors="ignore")
    if half is not None:
        return MessageRejected("OL514", found=half[1].decode(), **place)
    if not rest:
        return MessageRejected("OL512", **place)
    no_number = _NO_NUMBER.match(rest)
    if no_number is not None:
        return MessageRejected("OL513", found=no_number[0], **place)
    return MessageRejected("OL511", found=outline(rest.splitlines()[0][:20]), **place)


def _offset(body: bytes, found: "re.Match[str] | None", error: msgspec.DecodeError) -> int:
    """Give where the decoder stopped, in bytes; the end when it does not say."""
    if found is None:
        return len(body)
    # Of characters after the end it names the second.
    return int(found[1]) - ("trailing characters" in str(error))
