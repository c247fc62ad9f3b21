"""Rows of a JSON document, each decoded when its turn comes."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeAlias

import msgspec
from msgspec import Raw

from orderloom.definition.mapping import Path, Source, Step
from orderloom.errors import MessageRejected
from orderloom.flow.message import ItemFault, Message
from orderloom.mapping.convert.words import suggestions
from orderloom.mapping.readers.encoding import as_utf8
from orderloom.mapping.readers.json_at_once import decoded_at_once
from orderloom.mapping.readers.json_checks import (
    MAX_DEPTH,
    has_all_keys,
    is_deep,
    is_written_deep,
    malformed,
    repeated_key,
    unfit_number,
)
from orderloom.mapping.rows import Row, Rows
from orderloom.mapping.unfit import kind_of

Found: TypeAlias = list[tuple[str, Raw]]
"""Parts of a document with where they stand."""

# Powers of ten beyond this help nobody and cost memory when written out.
MAX_EXPONENT = 400
MAX_ITEM = 4 * 1024 * 1024
"""Bytes of one item; decoded it takes several times as much."""

WHOLE = "document"


def read_json(message: Message, source: Source) -> Rows:
    """Find the rows of a JSON document; of a large one, only its structure is decoded yet.

    Raises:
        MessageRejected: It is not JSON, or ``each`` leads nowhere.
    """
    body = as_utf8(message.body, source.encoding)
    quick = decoded_at_once(body, source.each, _decoder(), WHOLE)
    if quick is not None:
        return quick
    try:
        whole = msgspec.json.decode(body, type=Raw)
    except RecursionError:
        raise MessageRejected("OL515") from None
    except msgspec.DecodeError as error:
        raise malformed(body, error) from None
    start = ("", whole)
    each = _fitting(start, (source.each, *source.others))
    return JsonRows(_whole(start) if each is None else _selected(start, each))


def _fitting(start: tuple[str, Raw], ways: tuple[Path | None, ...]) -> Path | None:
    """Give the first way that the document has, as far as its first list; else the last."""
    return next((each for each in ways[:-1] if each is None or _has(start[1], each)), ways[-1])


def _has(raw: Raw, each: Path) -> bool:
    for step in each.steps:
        if step.key is None or step.every:
            return _kind(raw) == ("list" if step.key is None else "object")
        held = msgspec.json.decode(raw, type=dict[str, Raw]) if _kind(raw) == "object" else {}
        if step.key not in held:
            return False
        raw = held[step.key]
    return True


def _whole(start: tuple[str, Raw]) -> Found:
    kind = _kind(start[1])
    if kind == "list":
        items = _spread(start)
        if not items:
            raise MessageRejected("OL538")
        return items
    if kind != "object":
        raise MessageRejected("OL519", kind=kind)
    return [(WHOLE, start[1])]


def _selected(start: tuple[str, Raw], each: Path) -> Found:
    found, inside = [start], False
    for step in each.steps:
        stepped = [_step(part, step, each, optional=inside) for part in found]
        if inside and stepped and all(part is None for part in stepped):
            _step(found[0], step, each, optional=False)
        found = [part for parts in stepped if parts is not None for part in parts]
        inside = inside or step.every
    if each.steps and not each.steps[-1].every:
        return [part for one in found for part in _spread_or_one(one)]
    return found


def _step(part: tuple[str, Raw], step: Step, each: Path, *, optional: bool) -> Found | None:
    """Follow one step; None when what stands there has no such part and need not have it."""
    where, raw = part
    if _kind(raw) == "null" and (step.every or optional):
        return []
    if step.key is None:
        return _into_list(part, step, each)
    if _kind(raw) != "object":
        if step.every and _kind(raw) == "list" and not _spread(part):
            return []  # an empty object, as PHP writes it
        raise _misfit(part, each, "object")
    held = msgspec.json.decode(raw, type=dict[str, Raw])
    if not has_all_keys(raw, held):
        raise MessageRejected("OL516", key=_repeated(raw), where=where or WHOLE)
    if step.every:
        return [(f"{where}.{name}" if where else name, part) for name, part in held.items()]
    if step.key in held:
        return [(f"{where}.{step.key}" if where else step.key, held[step.key])]
    if optional:
        return None
    raise MessageRejected(
        "OL517", path=each.text, where=where or WHOLE, key=step.key,
        **suggestions(step.key, held),
    )  # fmt: skip


def _repeated(raw: Raw) -> str:
    try:
        return repeated_key(bytes(raw)) or ""
    except RecursionError:
        raise MessageRejected("OL515") from None


def _into_list(part: tuple[str, Raw], step: Step, each: Path) -> Found:
    if _kind(part[1]) != "list":
        raise _misfit(part, each, "list")
    members = _spread(part)
    if step.index is None:
        return members
    if step.index >= len(members):
        raise MessageRejected(
            "OL517", path=each.text, where=part[0] or WHOLE, key=f"[{step.index}]"
        )
    return [members[step.index]]


def _spread(part: tuple[str, Raw]) -> Found:
    where, raw = part
    members = msgspec.json.decode(raw, type=list[Raw])
    return [(f"{where}[{index}]", member) for index, member in enumerate(members)]


def _spread_or_one(part: tuple[str, Raw]) -> Found:
    return _spread(part) if _kind(part[1]) == "list" else [part]


def _misfit(part: tuple[str, Raw], each: Path, wanted: str) -> MessageRejected:
    return MessageRejected(
        "OL518", path=each.text, where=part[0] or WHOLE, kind=_kind(part[1]), wanted=wanted
    )


def _kind(raw: Raw) -> str:
    """Name what stands there by its first sign."""
    signs = {b"{": "object", b"[": "list", b'"': "text", b"n": "null", b"t": "boolean",
             b"f": "boolean"}  # fmt: skip
    return signs.get(bytes(memoryview(raw)[:1]), "number")


class JsonRows:
    """Rows of a JSON document; a mark is a row's ordinal."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._decoder = _decoder()

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in order, decoding each when it is asked for."""
        return map(self.at, range(len(self._found)))

    def at(self, mark: int) -> Row:
        """Decode one row."""
        where, raw = self._found[mark]
        size = memoryview(raw).nbytes
        if size > MAX_ITEM:
            return _faulty(mark, where, "OL537", size=str(size), limit=str(MAX_ITEM))
        try:
            value = self._decoder.decode(raw)
        except (msgspec.ValidationError, RecursionError):
            return _undecodable(mark, where, bytes(raw))
        if type(value) is not dict:
            return _faulty(mark, where, "OL533", kind=kind_of(value))
        body = bytes(raw)
        if is_deep(body, value):
            return _faulty(mark, where, "OL535", limit=str(MAX_DEPTH))
        if not has_all_keys(body, value):
            key = repeated_key(body)
            if key is not None:
                return _faulty(mark, where, "OL534", key=key)
        return Row(mark, where, value)


@cache  # it keeps nothing of what it decoded
def _decoder() -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(float_hook=_exact)


def _exact(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not -MAX_EXPONENT <= found.adjusted() <= MAX_EXPONENT:
        raise ValueError(text)
    return found


def _is_exact(text: str) -> bool:
    try:
        _exact(text)
    except ValueError:
        return False
    return True


def _undecodable(mark: int, where: str, body: bytes) -> Row:
    if is_written_deep(body):
        return _faulty(mark, where, "OL535", limit=str(MAX_DEPTH))
    way = unfit_number(body, _is_exact) or ""
    return _faulty(mark, where, "OL536", way=way or where)


def _faulty(mark: int, where: str, code: str, **facts: str) -> Row:
    return Row(mark, where, {}, ItemFault(code, where, facts=facts))
