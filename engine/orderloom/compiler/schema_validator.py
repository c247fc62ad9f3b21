"""JSON Schema over trees whose scalars are still text: the schema says what a text must read as."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from orderloom.compiler.schema_files import read_schemas
from orderloom.compiler.schema_fitting import (
    Instance,
    integer,
    is_boolean,
    is_integer,
    is_null,
)
from orderloom.compiler.schema_formats import FORMATS


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
            "x-planned": _planned,
            "minimum": _minimum,
            "maximum": _maximum,
        },
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
            {
                "null": lambda _, value: is_null(value),
                "boolean": lambda _, value: is_boolean(value),
                "integer": lambda _, value: is_integer(value),
                "number": lambda _, value: is_integer(value),
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


def _formats() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, is_right in FORMATS.items():
        checker.checks(name)(_for_text(is_right))
    return checker


def _for_text(is_right: Callable[[str], bool]) -> Callable[[object], bool]:
    """Leave what is no text to the schema's ``type``."""
    return lambda value: not isinstance(value, str) or is_right(value)


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


def _planned(
    validator: object, words: list[str], instance: Instance, schema: Mapping[str, object]
) -> Iterator[ValidationError]:
    """A word of an open choice is none that the language keeps for later."""
    del validator
    if schema.get("type") == "string" and instance in words:
        yield ValidationError("planned")


def _minimum(
    validator: object, least: int, instance: Instance, schema: object
) -> Iterator[ValidationError]:
    """Compare the number that a text reads as."""
    del validator, schema
    number = integer(instance)
    if number is not None and number < least:
        yield ValidationError("minimum")


def _maximum(
    validator: object, most: int, instance: Instance, schema: object
) -> Iterator[ValidationError]:
    """Compare the number that a text reads as."""
    del validator, schema
    number = integer(instance)
    if number is not None and number > most:
        yield ValidationError("maximum")
