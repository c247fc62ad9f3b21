"""Whether the answer to a list is one: nothing there is no error, another shape is."""

from typing import Any

from orderloom.declarative.places import down
from orderloom.definition.connector import Feed
from orderloom.definition.mapping import Path
from orderloom.errors import DeliveryFailed
from orderloom.flow.http import HttpResponse

_NO_CONTENT = 204


def demand_answer(connector: str, response: HttpResponse, answer: Any) -> None:  # noqa: ANN401
    """Refuse a successful answer without JSON in it; status 204 says that there is nothing.

    Raises:
        DeliveryFailed: There is none (OL871).
    """
    if answer is None and response.status != _NO_CONTENT:
        raise DeliveryFailed("OL871", "transient", connector=connector)


def demand_rows(
    connector: str,
    feed: Feed,
    response: HttpResponse,
    answer: Any,  # noqa: ANN401 - JSON of any shape
) -> None:
    """Refuse an answer whose rows cannot be told from none.

    The first name of ``records`` is the envelope, or the list itself, and always sent. Below it
    platforms leave out, or send as null or as an empty list, what has nothing in it.

    Raises:
        DeliveryFailed: There is no JSON (OL871); the envelope is missing, or something else stands
            on the way to the rows or where they should be (OL890).
    """
    demand_answer(connector, response, answer)
    if feed.records is None or answer is None:
        return
    if not _leads(answer, feed.records):
        path = feed.records.text
        raise DeliveryFailed("OL890", "bug", connector=connector, stream=feed.name, path=path)


def _leads(at: Any, path: Path) -> bool:  # noqa: ANN401
    is_first = True
    for step in path.steps:
        if step.every:
            break
        if step.key is not None and (not isinstance(at, dict) or (is_first and step.key not in at)):
            return False
        at, is_first = down(at, step), False
        if at is None or at == []:
            return True
    return isinstance(at, list) or (isinstance(at, dict) and not path.steps[-1].every)
