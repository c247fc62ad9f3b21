"""The sensitive values of a record's fields."""

from collections.abc import Iterator, Mapping
from typing import Any

from orderloom.definition.record import Field


def sensitive_values(
    field: Field,
    value: Any,  # noqa: ANN401 - a flow's
    *,
    hidden: bool = False,
) -> Iterator[tuple[str, Any]]:
    """Give every sensitive value in a field's value, with its kind.

    ``hidden`` says that all of it is sensitive, whatever its parts say.
    """
    hidden = hidden or field.sensitive
    if isinstance(value, Mapping):
        for name, part in value.items():
            if name in field.parts:
                yield from sensitive_values(field.parts[name], part, hidden=hidden)
    elif field.kind == "list" and value is not None:
        item = field if field.parts or field.item is None else field.item
        for each in value:
            yield from sensitive_values(item, each, hidden=hidden)
    elif hidden and value is not None and field.kind not in ("choice", "reference", "records"):
        yield field.kind, value
