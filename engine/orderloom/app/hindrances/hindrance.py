"""One thing that could have happened to a record, and what is or was in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from orderloom.app.documents import Document
from orderloom.app.naming import Naming
from orderloom.codes.model import LANGUAGES, Wording
from orderloom.definition.flow import Flow
from orderloom.expression.literals import format_time

Kind = Literal[
    "transition",
    "hold",
    "rule",
    "branch",
    "timer",
    "call",
    "approval",
    "parked",
    "reference",
    "message",
    "past",
]
Verdict = Literal["free", "done", "blocked", "unknown", "waits", "past"]
"""``free``: nothing is in its way; ``unknown``: only that something cannot be judged;
``past``: it was in the way then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """What did not happen, and why.

    Attributes:
        name: Of a transition, hold, rule, branch, timer, call or effect.
        says: The sentence that tells it, by language.
        at: When it was so, or until when it waits; None: now.
        cause: The definition, as ``cause_document`` gives it.
        reasons: As ``why_document`` gives them, each with its ``clauses``, as they are told.
        about: What else it goes by: a state, an event, a field.
    """

    kind: Kind
    name: str
    verdict: Verdict
    says: Mapping[str, str]
    at: datetime | None = None
    cause: Document | None = None
    reasons: Sequence[Document] = ()
    about: frozenset[str] = frozenset()

    def document(self) -> Document:
        """Give it as ``why --format json`` prints it."""
        return {
            "kind": self.kind,
            "name": self.name,
            "verdict": self.verdict,
            "says": dict(self.says),
            "at": None if self.at is None else format_time(self.at),
            "cause": self.cause,
            "reasons": list(self.reasons),
        }


def verdict_of(reasons: Sequence[Document]) -> Verdict:
    """Say what reasons against something come to."""
    if not reasons:
        return "free"
    return "unknown" if all(each["code"] == "OL702" for each in reasons) else "blocked"


class Speech:
    """Says sentences about one type of record in both languages.

    Args:
        flow: Gives the titles.
        record_type: Whose fields and machines are meant.
    """

    def __init__(self, flow: Flow, record_type: str) -> None:
        self._zone = ZoneInfo(flow.zone)
        self._namings = [Naming(flow, language, record_type) for language in LANGUAGES]

    def when(self, instant: datetime) -> str:
        """Give an instant by the clock on the wall of the flow's zone, to the second."""
        return instant.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")

    def says(self, wording: Wording, **facts: object) -> dict[str, str]:
        """Fill a sentence in; a fact that is a function gives its text for a naming."""
        return {
            naming.language: wording.fill(
                {
                    name: str(fact(naming) if callable(fact) else fact)
                    for name, fact in facts.items()
                },
                naming.language,
            )
            for naming in self._namings
        }
