"""Functions over places: objects with the parts ``lat`` and ``lng``, in degrees."""

from collections.abc import Mapping
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Any

from orderloom.expression.functions.model import Function, Parameter
from orderloom.expression.ordering import runtime_kind
from orderloom.expression.trouble import refuse
from orderloom.expression.types import DECIMAL

# Mean radius of the Earth (IUGG), in km: the sphere is within 0.6 % of the true shape.
_RADIUS = 6371.0088
_PLACE = ("lat", "lng")
_MOST = {"lat": 90, "lng": 180}
_METRE = Decimal("0.001")


def distance(
    one: Mapping[str, Any], other: Mapping[str, Any], start: int, end: int
) -> Decimal | None:
    """Give the way over the ground in km, to the metre; missing where a part is."""
    degrees = [_degrees(place, part, start, end) for place in (one, other) for part in _PLACE]
    if None in degrees:
        return None
    lat, lng, lat_other, lng_other = (radians(each) for each in degrees if each is not None)
    # The haversine formula, which is exact for near places too.
    chord = sin((lat_other - lat) / 2) ** 2
    chord += cos(lat) * cos(lat_other) * sin((lng_other - lng) / 2) ** 2
    return Decimal(2 * _RADIUS * asin(sqrt(min(1.0, chord)))).quantize(_METRE)


def _degrees(place: Mapping[str, Any], part: str, start: int, end: int) -> float | None:
    value: Any = place.get(part)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        refuse("OL390", start, end, expected=f"number as '{part}'", found=runtime_kind(value))
    degrees, most = float(value), _MOST[part]
    if abs(degrees) > most:
        refuse("OL395", start, end, found=f"{part} {value}", expected=f"-{most} to {most}")
    return degrees


FUNCTIONS = (
    Function(
        name="distance",
        parameters=(
            Parameter(name="a", accepts=("object",), parts=_PLACE),
            Parameter(name="b", accepts=("object",), parts=_PLACE),
        ),
        result=DECIMAL, run=distance, located=True,
        en="km over the ground between two places, each with lat and lng in degrees",
        zh="两个地点（含 lat、lng，单位为度）之间的地面距离,单位公里",
    ),
)  # fmt: skip
