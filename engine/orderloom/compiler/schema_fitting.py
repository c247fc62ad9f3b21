"""Has a definition the form of its kind's schema? Yes or no, at a tenth of what a reason costs.

Nearly all definitions have. Each schema becomes one function, made of a function for each keyword,
so that only what does not fit is held against the schema once more, by what can say why. A keyword
that is not known here fits nothing: then that other way decides, and it is slow, not wrong.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, TypeAlias

from orderloom.compiler.schema_files import read_schemas
from orderloom.compiler.schema_formats import FORMATS, INTEGER

Instance = str | None | list["Instance"] | dict[str, "Instance"]
"""A tree as values; None is an empty plain scalar."""
Test: TypeAlias = Callable[[Instance], bool]
_Schema: TypeAlias = Mapping[str, Any] | bool

_SAYS_NOTHING = frozenset(
    ("$schema", "$defs", "title", "description", "x-title", "x-description", "default", "examples")
)
_WITH_OTHERS = frozenset(("properties", "then", "else"))
"""Keywords that another one speaks for."""


@cache  # the packaged schemas never change while the program runs
def fitting(kind: str) -> Test:
    """Give what says whether a tree of texts has the form of a kind."""
    return _schemas().refer(f"{kind}.json", "")


@cache
def kinds() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the kinds that can be used, and those that are planned."""
    kind = read_schemas()["definition.json"]["properties"]["kind"]
    return tuple(kind["enum"]), tuple(kind["x-planned"])


@cache
def _schemas() -> "_Fitting":
    return _Fitting(read_schemas())


def is_null(value: object) -> bool:
    """Say whether a scalar reads as nothing."""
    return value is None or value in ("null", "~")


def is_boolean(value: object) -> bool:
    """Say whether a scalar reads as true or false."""
    return value in ("true", "false")


def is_integer(value: object) -> bool:
    """Say whether a scalar reads as a whole number."""
    return integer(value) is not None


def integer(value: object) -> int | None:
    """Give the whole number that a scalar reads as; None: it reads as none."""
    return int(value) if isinstance(value, str) and INTEGER.fullmatch(value) else None


_TYPES: dict[str, Test] = {
    "string": lambda value: isinstance(value, str),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": is_null,
    "boolean": is_boolean,
    "integer": is_integer,
    "number": is_integer,
}


class _Fitting:
    """All schemas, each turned into a function when first asked for."""

    def __init__(self, schemas: Mapping[str, _Schema]) -> None:
        self._schemas = schemas
        self._made: dict[tuple[str, str], Test] = {}

    def refer(self, file: str, pointer: str) -> Test:
        """Give the function of the schema at a place in a file; schemas may hold themselves."""
        key = (file, pointer)
        if key not in self._made:
            schema: Any = self._schemas[file]
            for part in pointer.split("/")[1:]:
                schema = schema[part]
            self._made[key] = partial(self._fits, key)
            self._made[key] = self._test(schema, file)
        return self._made[key]

    def _fits(self, key: tuple[str, str], value: Instance) -> bool:
        """Ask what was still being made when it was referred to."""
        return self._made[key](value)

    def _test(self, schema: _Schema, file: str) -> Test:
        if isinstance(schema, bool):
            return lambda _: schema
        tests = tuple(self._keywords(schema, file))
        return tests[0] if len(tests) == 1 else _all(tests)

    def _keywords(self, schema: Mapping[str, Any], file: str) -> Iterator[Test]:
        for keyword, wanted in schema.items():
            if keyword in _SIMPLE:
                yield _SIMPLE[keyword](wanted)
            elif keyword not in _SAYS_NOTHING and keyword not in _WITH_OTHERS:
                yield self._nested(keyword, schema, file)
        if "properties" in schema and "additionalProperties" not in schema:
            yield self._entries(schema, file)

    def _nested(  # noqa: PLR0911 - one arm a keyword
        self, keyword: str, schema: Mapping[str, Any], file: str
    ) -> Test:
        """Give the function of a keyword that holds schemas."""
        wanted = schema[keyword]
        match keyword:
            case "$ref":
                other, _, pointer = wanted.partition("#")
                return self.refer(other or file, pointer)
            case "additionalProperties":
                return self._entries(schema, file)
            case "x-planned" if schema.get("type") == "string":
                return lambda value: value not in wanted
            case "x-planned":
                return lambda _: True
            case "if":
                return self._either(schema, file)
            case "not":
                refused = self._test(wanted, file)
                return lambda value: not refused(value)
            case "items" | "propertyNames":
                return _each(keyword, self._test(wanted, file))
            case "allOf" | "anyOf" | "oneOf":
                return _counting(keyword, tuple(self._test(each, file) for each in wanted))
            case _:
                return lambda _: False

    def _entries(self, schema: Mapping[str, Any], file: str) -> Test:
        named = {
            name: self._test(each, file) for name, each in schema.get("properties", {}).items()
        }
        other = self._test(schema.get("additionalProperties", True), file)

        def fits(value: Instance) -> bool:
            if not isinstance(value, dict):
                return True
            return all(named.get(key, other)(each) for key, each in value.items())

        return fits

    def _either(self, schema: Mapping[str, Any], file: str) -> Test:
        condition, then, otherwise = (
            self._test(schema.get(keyword, True), file) for keyword in ("if", "then", "else")
        )
        return lambda value: then(value) if condition(value) else otherwise(value)


def _all(tests: tuple[Test, ...]) -> Test:
    def fits(value: Instance) -> bool:
        for test in tests:  # noqa: SIM110 - the most frequent loop of all
            if not test(value):
                return False
        return True

    return fits


def _counting(keyword: str, tests: tuple[Test, ...]) -> Test:
    match keyword:
        case "allOf":
            return _all(tests)
        case "anyOf":
            return lambda value: any(test(value) for test in tests)
        case _:
            return lambda value: sum(test(value) for test in tests) == 1


def _each(keyword: str, test: Test) -> Test:
    """Test every item of a list, or every key of a map."""
    if keyword == "items":
        return lambda value: not isinstance(value, list) or all(map(test, value))
    return lambda value: not isinstance(value, dict) or all(map(test, value))


def _type(wanted: str | list[str]) -> Test:
    if isinstance(wanted, str):
        return _TYPES[wanted]
    tests = tuple(_TYPES[each] for each in wanted)
    return lambda value: any(test(value) for test in tests)


def _required(names: list[str]) -> Test:
    wanted = frozenset(names)
    return lambda value: not isinstance(value, dict) or wanted <= value.keys()


def _dependent(wanted: Mapping[str, list[str]]) -> Test:
    return lambda value: (
        not isinstance(value, dict)
        or all(value.keys() >= {*names} for key, names in wanted.items() if key in value)
    )


def _else_last(_: bool) -> Test:  # noqa: FBT001 - the keyword's value says only that it is meant
    def fits(value: Instance) -> bool:
        if not isinstance(value, list):
            return True
        last = len(value) - 1
        return all(
            (isinstance(item, dict) and "else" in item) == (index == last)
            for index, item in enumerate(value)
        )

    return fits


def _pattern(wanted: str) -> Test:
    search = re.compile(wanted).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _format(wanted: str) -> Test:
    is_right = FORMATS[wanted]
    return lambda value: not isinstance(value, str) or is_right(value)


_SIMPLE: dict[str, Callable[[Any], Test]] = {
    "type": _type,
    "const": lambda wanted: lambda value: value == wanted,
    "enum": lambda wanted: lambda value: value in wanted,
    "required": _required,
    "dependentRequired": _dependent,
    "minItems": lambda least: lambda value: not isinstance(value, list) or len(value) >= least,
    "minProperties": lambda least: lambda value: not isinstance(value, dict) or len(value) >= least,
    "minLength": lambda least: lambda value: not isinstance(value, str) or len(value) >= least,
    "minimum": lambda least: lambda value: (number := integer(value)) is None or number >= least,
    "maximum": lambda most: lambda value: (number := integer(value)) is None or number <= most,
    "pattern": _pattern,
    "format": _format,
    "x-else-last": _else_last,
}
