"""What can be wrong with an expression: its text, or a value while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with an expression's text.

    ``start`` and ``end`` are offsets in characters from 0 into the text; ``facts`` fill the
    wording of ``code``.
    """

    code: str
    start: int
    end: int
    facts: Mapping[str, str]


class ExpressionInvalid(Exception):
    """An expression does not compile; ``faults`` holds every finding, by position."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


class EvaluationFault(Exception):
    """A value of unknown type turned out wrong while running; ``fault`` says where and what."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
