"""What all platforms share: they answer JSON, refuse what they would refuse, and note it."""

import json
import socket
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

from orderloom.ports import Clock
from orderloom_connectors.sandbox.http import Seen, answer

Fields = Mapping[str, Any]
"""What a request says, by name."""
Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a platform says; ``document`` is sent as JSON."""

    document: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Fields], Answer]


class Malformed(Exception):
    """A request that the platform's documents do not allow; its text says what is wrong."""


class Platform(ABC):
    """A platform that runs.

    ``connector`` is the id of the connector that speaks to it, ``secret`` the only secret it
    takes. ``refused`` lists the codes of all that it refused: it stays empty while a connector
    does everything right.

    Args:
        clock: Its time of day.
    """

    connector: ClassVar[str]
    secret: Mapping[str, str] | str

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.refused: list[object] = []
        self.base = ""
        self._one_at_a_time = Lock()

    def __call__(self, seen: Seen, wire: socket.socket) -> None:
        """Answer one request on its connection."""
        with self._one_at_a_time:
            self.base = f"http://{seen.headers['host']}"
            said = self._answer(seen)
        answer(said.status, json.dumps(said.document).encode(), said.headers)(seen, wire)

    def _answer(self, seen: Seen) -> Answer:
        try:
            return self.reply(seen)
        except (ArithmeticError, LookupError, TypeError, ValueError, Malformed) as fault:
            return self.malformed(str(fault) or type(fault).__name__)

    @abstractmethod
    def reply(self, seen: Seen) -> Answer:
        """Check who asks, then answer.

        Raises:
            Malformed: Or a LookupError or ValueError: a name is missing, a value is none.
        """

    @abstractmethod
    def malformed(self, why: str) -> Answer:
        """Refuse a request that the documents do not allow, in the platform's own words."""

    def refuse(self, why: object, document: object, status: int = 200) -> Answer:
        """Answer ``document`` and note the refusal."""
        self.refused.append(why)
        return Answer(document=document, status=status)


def demand(what: str, is_so: object) -> None:
    """Refuse the request as malformed unless ``is_so``."""
    if not is_so:
        raise Malformed(what)


def path_of(seen: Seen) -> str:
    """Give the path, decoded."""
    return unquote(urlsplit(seen.target).path)


def route_of(seen: Seen) -> str:
    """Give method and path, such as ``GET /orders``."""
    return f"{seen.method} {path_of(seen)}"


def query_of(seen: Seen) -> dict[str, str]:
    """Give the query; a name that comes twice, or has no ``=``, is a fault of the caller's."""
    query = urlsplit(seen.target).query
    return _pairs(query) if query else {}


def form_of(seen: Seen) -> dict[str, str]:
    """Give the fields of a form."""
    _demand_type(seen, "application/x-www-form-urlencoded")
    return _pairs(seen.body.decode())


def json_of(seen: Seen) -> Document:
    """Give the document that was sent, an object."""
    _demand_type(seen, "application/json")
    document = json.loads(seen.body)
    demand("a JSON object", isinstance(document, dict))
    return dict(document)


def _demand_type(seen: Seen, wanted: str) -> None:
    said = seen.headers.get("content-type", "")
    demand(f"content-type {wanted}", said.partition(";")[0].strip() == wanted)


def _pairs(text: str) -> dict[str, str]:
    pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True)
    demand("each name once", len(dict(pairs)) == len(pairs))
    return dict(pairs)
