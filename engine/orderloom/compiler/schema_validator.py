"""JSON Schema over trees whose scalars are still text: the schema says what a text must read as."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from orderloom.compiler.schema_files import read_schemas
from orderloom.expression.currencies import MINOR_UNITS
from orderloom.expression.literals import parse_duration
from orderloom.names import is_name

Instance = str | None | list["Instance"] | dict[str, "Instance"]
"""A tree as values; None is an empty plain scalar."""

_UTC = frozenset({"UTC", "Etc/UTC"})
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_EVENT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_OPERATION = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_WIRE_PLACE = re.compile(r"(header|query|body) \S+")
_WIRE_NAME = re.compile(r"((header|query|body) )?\S+")
_WIRE_SPOT = re.compile(r"(header|query|body) \S+( \S+)?")
_RATE = re.compile(r"[1-9][0-9]{0,6}/([1-9][0-9]{0,4})?[smhd]")
_EXAMPLE = re.compile(r"=\s*example(\.[a-z][a-z0-9_]*)+\s*")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFault:
    """One thing that a schema does not allow.

    Attributes:
        keyword: The schema's keyword that says so.
        wanted: The keyword's value.
        found: The value concerned; with ``in_key`` a key of the map at ``path``.
        schema: The schema that the keyword belongs to.
        path: Keys and indices from the definition's root.
    """

    keyword: str
    wanted: Any
    found: Instance
    schema: Mapping[str, Any]
    path: tuple[str | int, ...]
    in_key: bool


def find_faults(kind: str, instance: Instance) -> Iterator[SchemaFault]:
    """Hold a definition's values against the schema of ``kind``, in no particular order."""
    error: Any
    for error in validator_of(kind).iter_errors(instance):
        schema = error.schema if isinstance(error.schema, dict) else {}
        if error.validator == "pattern" and "format" in schema:
            continue  # the format says the same; the pattern stands there for editors
        yield SchemaFault(
            keyword=error.validator,
            wanted=error.validator_value,
            found=error.instance,
            schema=schema,
            path=tuple(error.absolute_path),
            in_key="propertyNames" in error.relative_schema_path,
        )


@cache  # the packaged schemas never change while the program runs
def validator_of(kind: str) -> Any:  # noqa: ANN401 - jsonschema's own classes have no type to name
    """Give what holds a tree of texts against the schema of a kind."""
    extend: Any = validators.extend
    validator = extend(
        Draft202012Validator,
        {
            "x-else-last": _else_last,
            "minimum": _minimum,
            "maximum": _maximum,
        },
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
            {
                "null": lambda _, value: value in (None, "null", "~"),
                "boolean": lambda _, value: value in ("true", "false"),
                "integer": lambda _, value: _reads_as(_INTEGER, value),
                "number": lambda _, value: _reads_as(_INTEGER, value),
            }
        ),
    )
    return validator({"$ref": f"{kind}.json"}, registry=_registry(), format_checker=_formats())


@cache
def _registry() -> Registry[Mapping[str, Any]]:
    """Give all schemas by file name, searched for references once and not at each of them."""
    # With "$schema" inside, jsonschema would go on with a validator of its own choice.
    schemas = {
        file: {key: schema[key] for key in schema if key != "$schema"}
        for file, schema in read_schemas().items()
    }
    named = ((file, DRAFT202012.create_resource(each)) for file, each in schemas.items())
    return Registry[Mapping[str, Any]]().with_resources(named).crawl()


@cache
def kinds() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the kinds that can be used, and those that are planned."""
    kind = read_schemas()["definition.json"]["properties"]["kind"]
    return tuple(kind["enum"]), tuple(kind["x-planned"])


def _reads_as(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _formats() -> FormatChecker:
    checker = FormatChecker(formats=())
    checks: dict[str, Callable[[str], bool]] = {
        "name": is_name,
        "zone": is_zone,
        "currency": lambda text: text in MINOR_UNITS,
        "event": lambda text: _reads_as(_EVENT, text),
        "operation": lambda text: _reads_as(_OPERATION, text),
        "language": lambda text: _reads_as(_LANGUAGE, text),
        "duration": lambda text: parse_duration(text) is not None,
        "wire-place": lambda text: _reads_as(_WIRE_PLACE, text),
        "wire-name": lambda text: _reads_as(_WIRE_NAME, text),
        "wire-spot": lambda text: _reads_as(_WIRE_SPOT, text),
        "rate": lambda text: _reads_as(_RATE, text),
        "clock": lambda text: _reads_as(_CLOCK, text),
        "separator": lambda text: len(text) == 1 or text == "tab",
        "example": lambda text: _reads_as(_EXAMPLE, text),
    }
    for name, is_right in checks.items():
        checker.checks(name)(_for_text(is_right))
    return checker


def _for_text(is_right: Callable[[str], bool]) -> Callable[[object], bool]:
    """Leave what is no text to the schema's ``type``."""
    return lambda value: not isinstance(value, str) or is_right(value)


def is_zone(text: str) -> bool:
    """Say whether ``text`` names the time zone of a place, or UTC."""
    if not names_a_place(text):
        return False
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # a folder of zones is an OSError
        return False
    return True


def names_a_place(zone: str) -> bool:
    """Say whether ``zone`` is written as a place's zone is, or as UTC.

    Not taken are the tz database's leftovers: abbreviations that mean different zones to different
    people (``EST``), and ``Etc/GMT+8``, whose sign is the opposite of what everybody reads.
    """
    return zone in _UTC or ("/" in zone and not zone.startswith("Etc/"))


def _else_last(
    validator: object, wanted: object, instance: Instance, schema: object
) -> Iterator[ValidationError]:
    """The last item of a list, and no other, has the key ``else``."""
    del validator, wanted, schema  # jsonschema hands them to every keyword
    if not isinstance(instance, list):
        return
    for index, item in enumerate(instance):
        has_else = isinstance(item, dict) and "else" in item
        if has_else != (index == len(instance) - 1):
            yield ValidationError("else", path=[index])


def _minimum(
    validator: object, least: int, instance: Instance, schema: object
) -> Iterator[ValidationError]:
    """Compare the number that a text reads as."""
    del validator, schema
    if isinstance(instance, str) and _INTEGER.fullmatch(instance) and int(instance) < least:
        yield ValidationError("minimum")


def _maximum(
    validator: object, most: int, instance: Instance, schema: object
) -> Iterator[ValidationError]:
    """Compare the number that a text reads as."""
    del validator, schema
    if isinstance(instance, str) and _INTEGER.fullmatch(instance) and int(instance) > most:
        yield ValidationError("maximum")
