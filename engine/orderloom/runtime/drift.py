"""Noticing that a channel's documents are no longer what they were.

What was seen stands in the connection's notes, so that each change is told once whatever process
looks. Lists are one place, whatever their length: ``orders[].lines[].price``.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from msgspec import Struct

LEARNT = 20
"""After so many objects of a place their members are known; before, nothing is a surprise."""

_MOST_PLACES = 2_000
_LONGEST_PLACE = 200
_LONGEST_SAMPLE = 40
_WORDS = {type(None): "null", bool: "boolean", int: "number", float: "number", str: "text"}


class Member(Struct, frozen=True):
    """A member of an object: its types besides null, and in how many of its objects it stood.

    ``objects`` stops at ``LEARNT``; ``seen`` then says whether it always stood there.
    """

    types: tuple[str, ...] = ()
    seen: int = 0
    objects: int = 0


Shape = dict[str, Member]
"""Members by place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is other than before; ``sample`` has its letters and digits replaced."""

    change: Literal["new", "missing", "retyped"]
    path: str
    sample: str


@dataclass(slots=True)
class _Found:
    """A member in one body: its types, how often it stood there, and one value."""

    types: set[str]
    seen: int
    sample: Any


def read_shape(noted: str | None) -> Shape:
    """Read what was noted."""
    return {} if noted is None else msgspec.json.decode(noted, type=Shape)


def write_shape(shape: Shape) -> str:
    """Give a shape as it is noted."""
    return msgspec.json.encode(shape).decode()


def compare(known: Shape, body: bytes) -> tuple[Shape, list[Change]]:
    """Say what a body's shape would be new to, and what is known afterwards.

    A body that is no JSON has no shape: the mapping says what is wrong with it.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return known, []
    objects, found = _survey(document)
    shape, changes = dict(known), list[Change]()
    for path, each in found.items():
        before, total = known.get(path), objects[_parent(path)]
        if before is not None:
            shape[path], change = _again(path, before, each, total)
        elif len(shape) < _MOST_PLACES:
            shape[path], change = _first(path, each, total, is_new=_is_learnt(known, _parent(path)))
        else:
            continue
        changes += [] if change is None else [change]
    for path, member in known.items():
        if path not in found and objects.get(_parent(path)):
            shape[path], was_always = _absent(member)
            if was_always:
                changes.append(Change(change="missing", path=path, sample=""))
    return shape, changes


def _first(path: str, found: _Found, objects: int, *, is_new: bool) -> tuple[Member, Change | None]:
    """Give a member that was never seen; a new one stood in none of the objects before."""
    types = _types(found)
    if is_new:
        change = Change(change="new", path=path, sample=_masked(found.sample))
        return Member(types, 0, LEARNT), change
    is_always = found.seen == objects
    return Member(types, _few(found.seen) if is_always else 0, _few(objects)), None


def _again(path: str, before: Member, found: _Found, objects: int) -> tuple[Member, Change | None]:
    """Give a member that is known; a null says nothing about its type."""
    news = set(_types(found)) - set(before.types)
    member = _grown(before, found, objects, news)
    if news and before.types and before.objects >= LEARNT:
        return member, Change(change="retyped", path=path, sample=_masked(found.sample))
    return member, None


def _types(found: _Found) -> tuple[str, ...]:
    return tuple(sorted(found.types - {"null"}))


def _few(number: int) -> int:
    return min(number, LEARNT)


def _grown(before: Member, found: _Found, objects: int, news: set[str]) -> Member:
    types = tuple(sorted({*before.types, *news}))
    if before.objects >= LEARNT:
        was_always = before.seen == before.objects and found.seen == objects
        return Member(types, before.objects if was_always else 0, before.objects)
    seen, total = before.seen + found.seen, before.objects + objects
    if total < LEARNT:
        return Member(types, seen, total)
    return Member(types, LEARNT if seen == total else 0, LEARNT)


def _absent(member: Member) -> tuple[Member, bool]:
    """Give a member that none of the objects has, and whether all had it before."""
    was_always = member.objects >= LEARNT and member.seen == member.objects
    return Member(member.types, 0, member.objects), was_always


def _is_learnt(known: Mapping[str, Member], parent: str) -> bool:
    """Say whether enough objects of a place were seen to know their members."""
    return any(each.objects >= LEARNT for path, each in known.items() if _parent(path) == parent)


def _parent(path: str) -> str:
    return path.rpartition("\n")[0]


def place_of(path: str) -> str:
    """Give a place as people read it."""
    return path.lstrip("\n").replace("\n", ".").replace(".[]", "[]")


def _survey(document: object) -> tuple[dict[str, int], dict[str, _Found]]:
    """Count the objects of each place, and say what their members are."""
    objects: dict[str, int] = {}
    found: dict[str, _Found] = {}
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            objects[path] = objects.get(path, 0) + 1
            for place, child in _members(path, value):
                each = found.setdefault(place, _Found(set(), 0, child))
                each.types.add(_word(child))
                each.seen += 1
                waiting.append((place, child))
        elif isinstance(value, list):
            waiting.extend((f"{path}\n[]", child) for child in value)
    return objects, found


def _members(path: str, value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, child in value.items():
        place = f"{path}\n{name.replace(chr(10), ' ')}"
        if len(place) <= _LONGEST_PLACE:
            yield place, child


def _word(value: object) -> str:
    return _WORDS.get(type(value), "object" if isinstance(value, dict) else "list")


def _masked(value: object) -> str:
    """Show what kind of value it is, and nothing of whose."""
    if isinstance(value, dict | list):
        return _word(value)
    text = value if isinstance(value, str) else json.dumps(value)
    some = text[:_LONGEST_SAMPLE]
    return "".join("0" if c.isdigit() else "x" if c.isalpha() else c for c in some)
