"""Reading what a platform answered, and judging whether it means yes."""

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

import msgspec

from orderloom.declarative.places import down, found
from orderloom.definition.connector import Connector, Errors
from orderloom.definition.mapping import Path
from orderloom.errors import DeliveryFailed, OutcomeUnknown
from orderloom.flow.http import HttpResponse
from orderloom.ports import ConnectorFacts

_LONGEST = 200
_FAILED = 500
_OPENING = (b"{", b"[")
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


def read(response: HttpResponse) -> Any:  # noqa: ANN401 - JSON of any shape
    """Read the body as JSON, numbers exact; None when there is none, or it is no JSON."""
    try:
        return _DECODER.decode(response.body) if response.body else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def opened(answer: Any, paths: tuple[Path, ...]) -> Any:  # noqa: ANN401
    """Read JSON that stands as text inside an answer; text that is none stays as it is."""
    for path in paths:
        *above, last = path.steps
        at = answer
        for step in above:
            at = down(at, step)
        if isinstance(at, dict) and last.key is not None and isinstance(at.get(last.key), str):
            with suppress(msgspec.DecodeError, UnicodeError, RecursionError):
                at[last.key] = _DECODER.decode(at[last.key])
    return answer


def judge(
    connector: Connector,
    response: HttpResponse,
    answer: Any,  # noqa: ANN401 - JSON of any shape
    *,
    is_read: bool = True,
) -> None:
    """Accept an answer, or say what class of error it is.

    Args:
        connector: Says how refusals read.
        response: What came.
        answer: Its body as JSON.
        is_read: Whether anybody reads more of it than its status.

    Raises:
        DeliveryFailed: The status or the envelope says no (OL870), or a successful answer is not
            JSON where some was to be read (OL871).
        OutcomeUnknown: So too, where a server failed (5xx) or spoke nonsense: it may have done
            first what it was asked.
    """
    errors = connector.errors
    means = ConnectorFacts(errors=errors.classes)
    is_success = 200 <= response.status < 300
    code = _refusal(errors, answer)
    if code is not None:
        klass = means.class_of(response.status, code, "rejected")
        raise _refused(connector, response, klass, code, _words(errors, answer))
    if not is_success:
        klass = means.class_of(response.status)
        raise _refused(connector, response, klass, "", _words(errors, answer))
    is_broken = response.body.lstrip().startswith(_OPENING)
    if answer is None and response.body and (is_read or errors.at or is_broken):
        raise OutcomeUnknown("OL871", "transient", connector=connector.id)


def _refusal(errors: Errors, answer: Any) -> str | None:  # noqa: ANN401
    """Give the envelope's first code that does not mean success, as text; None without one."""
    for path in errors.at:
        code = found(answer, path)
        # Where true means success, false is a refusal; elsewhere it says that there is no error.
        if code is None or code == "" or (code is False and "true" not in errors.ok):
            continue
        written = str(code).lower() if isinstance(code, bool) else str(code)
        if written not in errors.ok:
            return written
    return None


def _words(errors: Errors, answer: Any) -> str:  # noqa: ANN401
    said = (found(answer, path) for path in errors.text)
    words = next((each for each in said if each is not None and each != ""), None)
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
    is_unknown = response.status >= _FAILED and not code
    failure = OutcomeUnknown if is_unknown else DeliveryFailed
    return failure("OL870", klass, retry_after=after, **facts)


def picked(operation_answer: Any, paths: tuple[tuple[str, Any], ...]) -> dict[str, Any]:  # noqa: ANN401
    """Give the named parts of an answer; without names the whole of it, a list as ``rows``."""
    if not paths and isinstance(operation_answer, list):
        return {"rows": operation_answer}
    if not paths:
        return operation_answer if isinstance(operation_answer, dict) else {}
    return {name: found(operation_answer, path) for name, path in paths}
