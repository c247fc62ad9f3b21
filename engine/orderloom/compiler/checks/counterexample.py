"""A record that shows what is wrong, as ``given`` of a test is written."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from orderloom.definition.record import RecordType
from orderloom.expression.literals import format_duration, format_time
from orderloom.expression.proving.variables import sample
from orderloom.expression.proving.witness import Witness
from orderloom.expression.values import Money
from orderloom.names import is_name

_LABEL = "o"
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def given(record: RecordType, witness: Witness) -> str:
    """Write the record of a witness as YAML, on one line.

    What no record has (``event.was``, a figure) follows as a comment; a test's steps bring it.
    """
    own = {name: value for name, value in witness.names.items() if _is_own(record, name)}
    for name in (*record.identity, *_required(record)):
        own.setdefault(name, sample(record.fields[name].type))
    order = (*record.identity, *record.fields, *record.state_fields)
    own = {name: own[name] for name in dict.fromkeys(order) if name in own}
    records = {
        of: {"record": to, **witness.records[of]}
        for name, of in own.items()
        if (to := _pointed_at(record, name)) is not None and of in witness.records
    }
    for name, value in own.items():
        if _pointed_at(record, name) is not None and value in records:
            own[name] = _Label(value)
    whole = {**records, _LABEL: {"record": record.id, **own}}
    others = ", ".join(f"{name} {_said(value)}" for name, value in _others(record, witness))
    return f"given: {_said(whole)}{f'  # {others}' if others else ''}"


class _Label(str):
    """The label of another record of the test."""

    __slots__ = ()


def _is_own(record: RecordType, name: str) -> bool:
    field = record.fields.get(name)
    if field is None:
        return name in record.state_fields
    return field.compute is None and not field.measured


def _required(record: RecordType) -> Iterator[str]:
    for name, field in record.fields.items():
        if field.required and _is_own(record, name) and name not in record.state_fields:
            yield name


def _pointed_at(record: RecordType, name: str) -> str | None:
    field = record.fields.get(name)
    return None if field is None else field.to


def _others(record: RecordType, witness: Witness) -> Iterator[tuple[str, Any]]:
    yield from (each for each in witness.names.items() if not _is_own(record, each[0]))


def _said(value: Any) -> str:  # noqa: ANN401, PLR0911 - any value, one arm a kind
    match value:
        case Mapping():
            return "{" + ", ".join(f"{key}: {_said(each)}" for key, each in value.items()) + "}"
        case Money():
            return str(value)
        case list() | tuple():
            return "[" + ", ".join(map(_said, value)) + "]"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case datetime():
            return format_time(value)
        case timedelta():
            return format_duration(value)
        case _Label():
            return f"={value}"
        case str():
            return value if is_name(value) and value not in _WORDS else _quoted(value)
        case _:
            return str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
