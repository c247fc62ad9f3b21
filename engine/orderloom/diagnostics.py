"""What is wrong, and where: values only; their wording stands in ``codes``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file.

    Lines and columns count from 1, in characters; ``column`` 0 means that only the line is
    known. ``end`` is the column after the last character concerned, 0 when unknown. ``file`` is
    the path as the user gave it.
    """

    file: str
    line: int
    column: int = 0
    end: int = 0

    def __str__(self) -> str:
        tail = f":{self.column}" if self.column else ""
        return f"{self.file}:{self.line}{tail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What a trace names: a definition, and the line that says so.

    ``definition`` reads ``kind/id``, ``path`` is the place inside it, such as ``do[0]``.
    """

    definition: str
    path: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding about a definition.

    ``facts`` fill the wording of ``code`` in either language; ``related`` is the second place
    when two things clash.
    """

    code: str
    place: Place
    severity: Severity = "error"
    facts: Mapping[str, str] = field(default_factory=dict)
    related: Place | None = None
