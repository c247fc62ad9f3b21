"""Which conversion an item of a mapping needs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from orderloom.definition.mapping import Item
from orderloom.definition.record import Field
from orderloom.diagnostics import Diagnostic, Place
from orderloom.errors import DefinitionInvalid
from orderloom.expression.functions.zones import find_zone
from orderloom.expression.types import ChoiceType
from orderloom.mapping.convert import money, numbers, times
from orderloom.mapping.convert.numbers import SPELLINGS
from orderloom.mapping.convert.patterns import POSSIBLE, BadPattern
from orderloom.mapping.convert.shapes import list_of, object_of, place_of
from orderloom.mapping.convert.times import WallClock
from orderloom.mapping.convert.words import (
    Convert,
    choice,
    read_text,
    refusing,
    translated,
)
from orderloom.names import nearest

_SPELLINGS = tuple(form for form in SPELLINGS if form)


def converter(item: Item, clock: WallClock, choices: tuple[str, ...] | None = None) -> Convert:
    """Give the conversion of an item's raw values.

    Args:
        item: Not one with parts or ``each``.
        clock: Shows times without offset, unless the item has a zone of its own.
        choices: The only words taken; None: those of the target, if it is a choice.

    Raises:
        DefinitionInvalid: The item's format or zone cannot be understood.
    """
    convert = _plain(item, clock, choices)
    if item.words is None:
        return convert
    otherwise = convert
    if item.refuse_others:
        otherwise = refusing(item.words)
    elif item.has_otherwise:
        otherwise = _always(item.otherwise, convert)
    return translated(item.words, otherwise, convert)


def _always(meaning: object, convert: Convert) -> Convert:
    return lambda _: convert(meaning)


def _plain(item: Item, clock: WallClock, choices: tuple[str, ...] | None) -> Convert:
    target = item.target
    if choices is not None:
        return choice(choices)
    if item.zone is not None:
        clock = replace(clock, zone=zone_at(item.zone, item.place))
    own = _of_kind(item.kind, target, item, clock)
    if target is None or target.kind in (item.kind, "text", "phone", "email"):
        return own
    # ``as`` says how it is read; what the target holds may be narrower.
    held = _of_kind(target.kind, target, None, clock)
    return lambda value: held(own(value))


def zone_at(name: str, place: Place) -> ZoneInfo:
    """Give a zone by name; a wrong one is ``DefinitionInvalid`` at ``place``."""
    zone = find_zone(name)
    if zone is None:
        raise _invalid(
            "OL581", place, zone=name, nearest=nearest(name, ("UTC", "Asia/Shanghai")) or ""
        )
    return zone


def _of_kind(kind: str, target: Field | None, item: Item | None, clock: WallClock) -> Convert:
    form = None if item is None else item.format
    make = _MAKERS.get(kind)
    if make is not None:
        try:
            return make(form, clock)
        except (BadPattern, KeyError):
            raise _bad_format(kind, form, item) from None
    match kind:
        case "money":
            return _money(form, target, item)
        case "choice" if target is not None and isinstance(target.type, ChoiceType):
            return choice(target.type.of)
        case "object" | "place":
            whole = object_of(_parts(target, clock))
            return place_of(whole) if kind == "place" else whole
        case "list":
            return list_of(_element(target, clock))
        case _:
            return read_text


_MAKERS: Mapping[str, Callable[[str | None, WallClock], Convert]] = MappingProxyType(
    {
        "integer": lambda form, _: numbers.integer(form),
        "decimal": lambda form, _: numbers.decimal(form),
        "boolean": lambda _, __: numbers.read_boolean,
        "duration": lambda _, __: numbers.read_duration,
        "time": times.time,
        "date": lambda form, _: times.day(form),
    }
)


def _money(form: str | None, target: Field | None, item: Item | None) -> Convert:
    only = None if target is None else target.currency
    given = only if item is None else item.currency
    try:
        return money.money(form, given or only, only)
    except KeyError:
        raise _bad_format("money", form, item) from None


def _parts(target: Field | None, clock: WallClock) -> dict[str, Convert] | None:
    """Give how the parts of an object without ``fields`` are read: by their own names."""
    if target is None or not target.parts:
        return None
    return {name: _of_kind(part.kind, part, None, clock) for name, part in target.parts.items()}


def _element(target: Field | None, clock: WallClock) -> Convert:
    if target is not None and target.item is not None:
        return _of_kind(target.item.kind, target.item, None, clock)
    return object_of(_parts(target, clock))


def _bad_format(kind: str, form: str | None, item: Item | None) -> DefinitionInvalid:
    possible = POSSIBLE if kind in ("time", "date") else ", ".join(_SPELLINGS)
    if kind == "money":
        possible += f", {money.MINOR}"
    place = Place("", 0) if item is None else item.place
    return _invalid("OL580", place, format=form or "", kind=kind, possible=possible)


def _invalid(code: str, place: Place, **facts: str) -> DefinitionInvalid:
    return DefinitionInvalid([Diagnostic(code=code, place=place, facts=facts)])
