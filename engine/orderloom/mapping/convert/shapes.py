"""Lists and objects that are taken over by their own names."""

from collections.abc import Mapping

from orderloom.mapping.convert.words import Convert, read_text
from orderloom.mapping.unfit import Unfit, kind_of

MAX_DEPTH = 20
MOST_LAT, MOST_LNG = 90, 180
"""Degrees north or south, east or west."""
MAX_PARTS = 10_000
"""Parts of one list; an order with more lines is somebody's mistake."""


def list_of(convert: Convert) -> Convert:
    """Give a conversion of lists; blank elements are left out."""

    def read_list(value: object) -> object:
        if is_blank(value):
            return None
        if not isinstance(value, list | tuple):
            raise Unfit("OL558", kind=kind_of(value))
        if len(value) > MAX_PARTS:
            raise Unfit("OL567", count=str(len(value)), limit=str(MAX_PARTS))
        found = (convert(each) for each in value)
        return [each for each in found if each is not None]

    return read_list


def object_of(parts: Mapping[str, Convert] | None) -> Convert:
    """Give a conversion of objects: of ``parts`` only; None: whatever is in it, as it is."""

    def read_object(value: object) -> object:
        if is_blank(value):
            return None
        if not isinstance(value, dict):
            raise Unfit("OL559", kind=kind_of(value))
        if parts is None:
            return _taken_over(value, MAX_DEPTH)
        found = {name: convert(value[name]) for name, convert in parts.items() if name in value}
        return {name: each for name, each in found.items() if each is not None}

    return read_object


def place_of(convert: Convert) -> Convert:
    """Give a conversion of places on earth: both parts, within their bounds."""

    def read_place(value: object) -> object:
        found = convert(value)
        check_place(found)
        return found

    return read_place


def check_place(value: object) -> None:
    """Refuse a place that is none on earth; nothing at all is none that is wrong.

    Raises:
        Unfit: A part is missing or beyond its bounds.
    """
    if not isinstance(value, dict) or not value:
        return
    lat, lng = value.get("lat"), value.get("lng")
    if lat is None or lng is None or abs(lat) > MOST_LAT or abs(lng) > MOST_LNG:
        raise Unfit("OL965")


def is_blank(value: object) -> bool:
    """Say whether a value stands for nothing: null, or a text of white space."""
    return value is None or (isinstance(value, str) and not value.strip())


def _taken_over(value: object, depth: int) -> object:
    """Copy an open object's content: texts in NFC, blank parts left out."""
    if depth == 0:
        raise Unfit("OL561", limit=str(MAX_DEPTH))
    if isinstance(value, str):
        return read_text(value)
    if isinstance(value, list | tuple):
        return [_taken_over(each, depth - 1) for each in value]
    if not isinstance(value, dict):
        return value
    found = {name: _taken_over(each, depth - 1) for name, each in value.items()}
    return {name: each for name, each in found.items() if each is not None}
