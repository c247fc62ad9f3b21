"""Reading what a platform answered, and judging whether it means yes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from orderloom.declarative.places import found
from orderloom.definition.connector import Connector, Errors
from orderloom.errors import DeliveryFailed
from orderloom.flow.http import HttpResponse
from orderloom.ports import ConnectorFacts

_LONGEST = 200
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


def read(response: HttpResponse) -> Any:  # noqa: ANN401 - JSON of any shape
    """Read the body as JSON, numbers exact; None when there is none, or it is no JSON."""
    try:
        return _DECODER.decode(response.body) if response.body else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def judge(connector: Connector, response: HttpResponse, answer: Any) -> None:  # noqa: ANN401
    """Accept an answer, or say what class of error it is.

    Raises:
        DeliveryFailed: The status or the envelope says no (OL870), or a successful answer is not
            JSON where an envelope was to be read (OL871).
    """
    errors = connector.errors
    means = ConnectorFacts(errors=errors.classes)
    is_success = 200 <= response.status < 300
    code = _code(errors, answer)
    if code is not None and code not in errors.ok:
        klass = means.class_of(response.status, code, "rejected")
        raise _refused(connector, response, klass, code, _words(errors, answer))
    if not is_success:
        klass = means.class_of(response.status)
        raise _refused(connector, response, klass, "", _words(errors, answer))
    if answer is None and response.body and errors.at is not None:
        raise DeliveryFailed("OL871", "transient", connector=connector.id)


def _code(errors: Errors, answer: Any) -> str | None:  # noqa: ANN401
    """Give the envelope's code as text; None when it has none."""
    code = found(answer, errors.at) if errors.at is not None else None
    if code is None or code is False or code == "":
        return None
    return "true" if code is True else str(code)


def _words(errors: Errors, answer: Any) -> str:  # noqa: ANN401
    words = found(answer, errors.text) if errors.text is not None else None
    return "" if words is None or isinstance(words, dict | list) else str(words)[:_LONGEST]


def _refused(
    connector: Connector, response: HttpResponse, klass: str, code: str, words: str
) -> DeliveryFailed:
    facts: Mapping[str, str] = {
        "connector": connector.id,
        "status": str(response.status),
        "refusal": code,
        "text": words,
    }
    after = response.headers.get("retry-after", "")
    return DeliveryFailed("OL870", klass, retry_after=after, **facts)


def picked(operation_answer: Any, paths: tuple[tuple[str, Any], ...]) -> dict[str, Any]:  # noqa: ANN401
    """Give the named parts of an answer; without names the whole of it, when it is an object."""
    if not paths:
        return operation_answer if isinstance(operation_answer, dict) else {}
    return {name: found(operation_answer, path) for name, path in paths}
