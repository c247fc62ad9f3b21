"""Is what a plugin says of itself what the port promises?"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from orderloom.definition.connector import OperationOutline
from orderloom.names import is_name
from orderloom.ports import ConnectorFacts, OperationShape, Setting

_ERROR_CLASSES = frozenset({"transient", "throttled", "auth", "rejected", "bug"})
_SIDES = frozenset({"", "channel", "courier", "payment", "messages", "system"})
_NEEDS = frozenset({"url", "folder", "secret"})
_SETTINGS = frozenset({"text", "integer", "boolean", "texts", "map"})
_MEDIA = frozenset({"sms", "email", "chat", "portal"})


def wrong_part(connector: Any) -> str | None:  # noqa: ANN401 - anything may stand there
    """Name the first part of a connector that has not its shape; None when all have."""
    return _wrong_names(connector) or _wrong_operations(connector) or _wrong_facts(connector)


def _wrong_names(connector: Any) -> str | None:  # noqa: ANN401
    for part, known in (("needs", _NEEDS), ("streams", None), ("media", _MEDIA)):
        names = getattr(connector, part)
        if not isinstance(names, tuple) or not all(isinstance(each, str) for each in names):
            return part
        wrong = [each for each in names if not is_name(each) or (known and each not in known)]
        if wrong:
            return f"{part}: {wrong[0]}"
    return None


def _wrong_operations(connector: Any) -> str | None:  # noqa: ANN401
    operations = connector.operations
    if not isinstance(operations, tuple) or not all(
        isinstance(each, OperationShape) for each in operations
    ):
        return "operations"
    names = [each.name for each in operations]
    for each in operations:
        where = f"operations.{each.name}"
        if not is_name(each.name) or names.count(each.name) > 1:
            return where
        if each.undo is not None and each.undo not in names:
            return f"{where}.undo"
        for part in ("takes", "gives"):
            if not is_schema(getattr(each, part)):
                return f"{where}.{part}"
    return None


def _wrong_facts(connector: Any) -> str | None:  # noqa: ANN401
    facts = getattr(connector, "facts", None)
    if facts is None:
        return None
    if not isinstance(facts, ConnectorFacts) or facts.serves not in _SIDES:
        return "facts"
    if any(each not in _ERROR_CLASSES for each in facts.errors.values()):
        return "facts.errors"
    if not all(is_schema(each) for each in facts.items.values()):
        return "facts.items"
    if facts.rate is not None and not _is_rate(facts.rate):
        return "facts.rate"
    return next(
        (f"facts.{name}" for name in _PARTS if not _PARTS[name](getattr(facts, name))), None
    )


def _are_texts(found: Any) -> bool:  # noqa: ANN401
    return isinstance(found, tuple) and all(isinstance(each, str) and each for each in found)


def _are_settings(found: Any) -> bool:  # noqa: ANN401
    return isinstance(found, tuple) and all(
        isinstance(each, Setting) and is_name(each.name) and each.kind in _SETTINGS
        for each in found
    )


def _is_evidence(found: Any) -> bool:  # noqa: ANN401
    if found is None:
        return True
    return isinstance(found, Mapping) and all(isinstance(each, str) for each in found.values())


_PARTS: Mapping[str, Callable[[Any], bool]] = MappingProxyType(
    {
        "evidence": _is_evidence,
        "schemes": lambda found: _are_texts(found) and bool(found),
        "settings": _are_settings,
        "stream_settings": _are_settings,
        "requires": lambda found: found is None or (_are_texts(found) and len(found) == 2),
    }
)


def _is_rate(rate: Any) -> bool:  # noqa: ANN401
    number, span = rate
    return isinstance(number, int) and number > 0 and isinstance(span, timedelta) and bool(span)


def operation_outline(shape: OperationShape) -> OperationOutline:
    """Give an operation as definitions see it; a schema that is open tells only what it must."""
    takes, gives = shape.takes or {}, shape.gives or {}
    is_closed = takes.get("additionalProperties") is False
    return OperationOutline(
        name=shape.name,
        inputs=tuple(takes.get("properties", {})) if is_closed else None,
        answers=tuple(gives["properties"]) if gives.get("properties") else None,
        required=tuple(takes.get("required", ())),
        takes=dict(takes.get("properties", {})),
        irreversible=shape.irreversible,
        undo=shape.undo,
    )


def is_schema(schema: Any) -> bool:  # noqa: ANN401
    """Say whether it is a JSON Schema; None is one that allows everything."""
    if schema is None:
        return True
    if not isinstance(schema, dict):
        return False
    if _is_plain(schema):
        return True
    # It takes longer to load than most flows take to check.
    from jsonschema import Draft202012Validator, SchemaError  # noqa: PLC0415

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError:
        return False
    return True


def _is_plain(schema: Any) -> bool:  # noqa: ANN401
    """Say whether it gives only types to names, as most do: then it is a schema for sure."""
    if not isinstance(schema, dict) or not schema.keys() <= {"type", "properties", "required"}:
        return False
    required, properties = schema.get("required", []), schema.get("properties", {})
    return (
        schema.get("type", "object") in ("string", "integer", "number", "boolean", "object")
        and isinstance(required, list)
        and all(isinstance(each, str) for each in required)
        and len({*required}) == len(required)
        and isinstance(properties, dict)
        and all(isinstance(each, str) for each in properties)
        and all(map(_is_plain, properties.values()))
    )
